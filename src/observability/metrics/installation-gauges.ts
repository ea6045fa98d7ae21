import { Gauge, type Registry } from 'prom-client';

/** What the database knows of all merchants at once. */
export interface InstallationFacts {
  /** Merchants by what they are doing: each state is counted by itself, one merchant may be in several. */
  readonly merchants: Readonly<Record<string, number>>;
  /** Jobs that are not over, by status. */
  readonly openJobs: Readonly<Record<string, number>>;
  /** Connections that a vendor refuses, by service and code. */
  readonly blocked: readonly { readonly service: string; readonly code: string; readonly count: number }[];
  /** Seconds the merchant who has waited longest for the clock is late; 0 = nobody waits. */
  readonly dispatchLagSeconds: number;
  /** Seconds since the last backup this installation knows of; `null` = none. */
  readonly backupAgeSeconds: number | null;
}

/** What Temporal knows of our clock and of our workers. */
export interface DurableFacts {
  readonly schedules: readonly {
    readonly id: string;
    readonly isThere: boolean;
    readonly isPaused: boolean;
    readonly lastAt: Date | null;
  }[];
  readonly queues: readonly {
    readonly name: string;
    readonly kind: string;
    readonly pollers: number;
    /** `null` = the server did not say. */
    readonly backlog: number | null;
  }[];
}

export interface InstallationSource {
  readonly facts: () => Promise<InstallationFacts>;
  readonly durable: () => Promise<DurableFacts>;
  /** Whether the servers behind the site answer. */
  readonly ready: () => Promise<Readonly<Record<string, boolean>>>;
  readonly now: () => number;
}

/** Two scrapes within this time share one look at the database, whoever asks. */
const FRESH_MS = 10_000;

/**
 * Gauges about the whole installation. They come from the database and from Temporal, so only the site tells them; where several sites run,
 * all tell the same. What cannot be asked is left out: a number of yesterday would look like one of today.
 */
export function registerInstallationGauges(registry: Registry, source: InstallationSource): void {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  const up = gauge('evosync_dependency_up', 'Whether a server behind the site answers', ['dependency']);
  const merchants = gauge('evosync_merchants', 'Merchants by state', ['state']);
  const jobs = gauge('evosync_open_jobs', 'Jobs that are not over', ['status']);
  const blocked = gauge('evosync_blocked_connections', 'Connections a vendor refuses', ['service', 'code']);
  const lag = gauge('evosync_dispatch_lag_seconds', 'How late the clock is for the merchant who waits longest', []);
  const backup = gauge('evosync_backup_age_seconds', 'Time since the last backup', []);
  const scheduleAge = gauge('evosync_schedule_last_action_age_seconds', 'Time since a Schedule last acted', [
    'schedule',
  ]);
  const paused = gauge('evosync_schedule_paused', '1 = somebody paused the Schedule', ['schedule']);
  const pollers = gauge('evosync_queue_pollers', 'Workers that take work from a queue', ['queue', 'kind']);
  const backlog = gauge('evosync_queue_backlog', 'Tasks nobody has taken yet', ['queue', 'kind']);
  const all = [up, merchants, jobs, blocked, lag, backup, scheduleAge, paused, pollers, backlog];
  let lookedAt = -Infinity;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    const [ready, facts, durable] = await Promise.all([
      source.ready(),
      source.facts().catch(() => null),
      source.durable().catch(() => null),
    ]);
    for (const each of all) each.reset();
    for (const [dependency, isUp] of Object.entries(ready)) up.set({ dependency }, isUp ? 1 : 0);
    if (durable !== null) showDurable(durable);
    if (facts === null) {
      // A gauge without labels shows 0 after a reset; a lag of 0 would be a lie.
      for (const each of [lag, backup]) each.remove();
      return;
    }
    for (const [state, count] of Object.entries(facts.merchants)) merchants.set({ state }, count);
    for (const [status, count] of Object.entries(facts.openJobs)) jobs.set({ status }, count);
    for (const { service, code, count } of facts.blocked) blocked.set({ service, code }, count);
    lag.set(facts.dispatchLagSeconds);
    if (facts.backupAgeSeconds === null) backup.remove();
    else backup.set(facts.backupAgeSeconds);
  }

  function showDurable({ schedules, queues }: DurableFacts): void {
    for (const { id: schedule, isThere, isPaused, lastAt } of schedules) {
      if (!isThere) continue;
      paused.set({ schedule }, isPaused ? 1 : 0);
      if (lastAt !== null) scheduleAge.set({ schedule }, Math.max(0, (source.now() - lastAt.getTime()) / 1000));
    }
    for (const { name: queue, kind, pollers: count, backlog: waiting } of queues) {
      pollers.set({ queue, kind }, count);
      if (waiting !== null) backlog.set({ queue, kind }, waiting);
    }
  }

  /** Gauges are collected side by side; the first one asked looks for all. */
  const collect = async (): Promise<void> => {
    if (source.now() - lookedAt < FRESH_MS && looking === null) return;
    looking ??= look().finally(() => {
      lookedAt = source.now();
      looking = null;
    });
    await looking;
  };
  for (const each of all) (each as unknown as { collect: () => Promise<void> }).collect = collect;
}
