import type { Database } from '../../../db/database.js';
import { listBeats, markPaused, type BeatRecord } from '../../../db/repositories/clock-beats.repository.js';
import { dispatchLag } from '../../../db/repositories/due-merchants.repository.js';
import {
  callCounts,
  clockedMerchants,
  jobCounts,
  restCounts,
  waitingFacts,
} from '../../../db/repositories/system-facts.repository.js';
import { mustHave } from '../../../domain/access/actor.js';
import { systemNotices, type SystemFacts } from '../../../domain/clock/system-notices.js';
import type { Orchestrator } from '../../orchestrator.js';
import type { DurableServer, ScheduleView } from '../durable-side.js';
import { changeClock } from './change-clock.js';
import { clockHealth } from './clock-health.js';
import type { SystemHealth, SystemHealthService } from './health-contracts.js';
import { inTime } from './in-time.js';
import { deadQueues, queueHealth, versionsOf } from './queue-health.js';
import { readDatabase, type PoolReader } from './read-database.js';
import { vendorHealth } from './vendor-health.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A run without progress for so long is looked at by a person; the sweep ends it after an hour. */
const STUCK_MS = 15 * MINUTE_MS;
/** The line on top of a page may be so old. */
const NOTICES_KEPT_MS = 15_000;

export interface SystemHealthDeps {
  readonly db: Database;
  readonly orchestrator: Orchestrator;
  readonly now: () => number;
  readonly healthIntervalMs: number;
  /** Release of this program. */
  readonly version: string;
  readonly pool: PoolReader;
  /** Room on the disk of `DATA_DIR`. */
  readonly disk: () => Promise<SystemHealth['disk']>;
}

/** The installation as its operator sees it, and the switches of its clock. */
export function createSystemHealthService(deps: SystemHealthDeps): SystemHealthService {
  const { db, orchestrator } = deps;
  let kept: { readonly untilMs: number; readonly answer: ReturnType<SystemHealthService['notices']> } | null = null;
  const clock = changeClock(deps, () => {
    kept = null;
  });

  return {
    ...clock,
    async read(actor) {
      mustHave(actor, 'health.view');
      const nowMs = deps.now();
      const [database, server, views, queueViews, disk, facts] = await Promise.all([
        inTime(() => readDatabase(db, deps.pool)),
        inTime(() => orchestrator.describeServer()),
        inTime(() => orchestrator.describeClock()),
        inTime(() => orchestrator.describeQueues()),
        inTime(deps.disk),
        readFacts(deps, nowMs),
      ]);
      const { beats, calls, ...rest } = facts;
      const settled = await inTime(() => reconcile(db, beats ?? [], views, nowMs));
      const schedules = clockHealth(settled ?? beats ?? [], views, { ...deps, nowMs });
      const queues = queueViews && queueHealth(queueViews, nowMs);
      const vendors = calls && vendorHealth(calls);
      const versions = queues && versionsOf(queues);
      const health = {
        database,
        temporal: server && temporalOf(server),
        queues,
        schedules,
        versions,
        vendors,
        disk,
        version: deps.version,
        ...rest,
      };
      return { ...health, notices: systemNotices(factsOf(health, nowMs, server !== null)) };
    },
    async notices(actor) {
      mustHave(actor, 'health.view');
      const nowMs = deps.now();
      if (kept === null || kept.untilMs <= nowMs) {
        const answer = bannerNotices(deps, nowMs);
        // A failure is not kept, or its page would stay broken for longer than its cause.
        answer.catch(() => {
          kept = null;
        });
        kept = { untilMs: nowMs + NOTICES_KEPT_MS, answer };
      }
      return kept.answer;
    },
    async clockedMerchants(actor) {
      mustHave(actor, 'health.view');
      return clockedMerchants(db);
    },
  };
}

/** What the database knows, each part by itself: one that takes too long leaves the others standing. */
async function readFacts({ db }: SystemHealthDeps, nowMs: number) {
  const ago = (ms: number): Date => new Date(nowMs - ms);
  const [beats, dispatch, resting, calls, jobs, waiting] = await Promise.all([
    inTime(() => listBeats(db)),
    inTime(() => dispatchLag(db, new Date(nowMs))),
    inTime(() => restCounts(db, new Date(nowMs))),
    inTime(() => callCounts(db, { hour: ago(HOUR_MS), day: ago(24 * HOUR_MS) })),
    inTime(() => jobCounts(db, ago(24 * HOUR_MS))),
    inTime(() => waitingFacts(db, ago(STUCK_MS))),
  ]);
  return { beats, dispatch, resting, calls, jobs, waiting };
}

/** The database alone, in three statements. */
async function bannerNotices(deps: SystemHealthDeps, nowMs: number): ReturnType<SystemHealthService['notices']> {
  const { db } = deps;
  const [beats, dispatch, waiting] = await Promise.all([
    listBeats(db),
    dispatchLag(db, new Date(nowMs)),
    waitingFacts(db, new Date(nowMs - STUCK_MS)),
  ]);
  const schedules = clockHealth(beats, null, { ...deps, nowMs });
  return systemNotices({
    ...factsOf({ ...UNKNOWN, schedules, dispatch, waiting }, nowMs, null),
    isTemporalUp: null,
  });
}

const UNKNOWN = { database: null, temporal: null, queues: null, versions: null, vendors: null, disk: null } as const;

type Facts = Pick<
  SystemHealth,
  'database' | 'temporal' | 'queues' | 'schedules' | 'versions' | 'dispatch' | 'vendors' | 'waiting' | 'disk'
>;

function factsOf(health: Facts, nowMs: number, isTemporalUp: boolean | null): SystemFacts {
  const { database, temporal, queues, versions, dispatch, vendors, waiting, disk } = health;
  return {
    nowMs,
    isTemporalUp,
    deadQueues: queues && deadQueues(queues),
    versions,
    missingAttributes: temporal?.missingAttributes ?? null,
    schedules: health.schedules.map(({ state, ...schedule }) => ({ ...schedule, isMissing: state === 'missing' })),
    dispatch,
    stuckJobs: waiting?.stuckJobs ?? null,
    vendors: vendors && vendors.map(({ vendor, lastHour }) => ({ vendor, ...lastHour })),
    failingLetters: waiting?.failingLetters ?? null,
    disk,
    strangeMigrations: database && [...database.pending, ...database.unknown],
  };
}

const temporalOf = ({ version, namespace, missingAttributes }: DurableServer): SystemHealth['temporal'] => ({
  version,
  namespace,
  missingAttributes: missingAttributes ?? [],
});

/** Notes what somebody did to a Schedule elsewhere, so that merchants' pages, which ask the database alone, say it too. */
async function reconcile(
  db: Database,
  beats: readonly BeatRecord[],
  views: readonly ScheduleView[] | null,
  nowMs: number,
): Promise<readonly BeatRecord[]> {
  const strange = (views ?? []).filter(({ id, isThere, isPaused }) => {
    const isMarked = (beats.find(beat => beat.id === id)?.pausedAt ?? null) !== null;
    return isThere && isPaused !== isMarked;
  });
  for (const { id, isPaused } of strange) await markPaused(db, id, isPaused ? { at: new Date(nowMs), by: null } : null);
  return strange.length === 0 ? beats : listBeats(db);
}
