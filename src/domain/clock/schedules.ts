const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Everything that happens by itself, by the name of its Schedule. */
export const SCHEDULE_IDS = ['dispatch', 'health', 'tokens', 'notices', 'prune'] as const;
export type ScheduleId = (typeof SCHEDULE_IDS)[number];

export const isScheduleId = (text: string): text is ScheduleId => SCHEDULE_IDS.some(id => id === text);

/** How often a Schedule acts, milliseconds; only the health checks are a setting. */
export function intervalOf(id: ScheduleId, healthIntervalMs: number): number {
  switch (id) {
    case 'dispatch':
    case 'notices':
      return MINUTE_MS;
    case 'health':
      return healthIntervalMs;
    case 'tokens':
      return 10 * MINUTE_MS;
    case 'prune':
      return 24 * HOUR_MS;
  }
}

/** So many terms missed in a row are no hiccup any more. */
const TERMS_MISSED = 3;

/** What is known of a Schedule without asking Temporal. */
export interface Beat {
  /** When its work was done last; `null` = never, as far as anybody knows. */
  readonly lastAt: Date | null;
  /** Since when an operator has kept it from acting; `null` = nobody does. */
  readonly pausedAt: Date | null;
}

/** `unknown`: it has never acted here, as on a fresh installation. */
export type ClockState = 'running' | 'paused' | 'late' | 'unknown';

export function clockState({ lastAt, pausedAt }: Beat, intervalMs: number, nowMs: number): ClockState {
  if (pausedAt !== null) return 'paused';
  if (lastAt === null) return 'unknown';
  return nowMs - lastAt.getTime() > TERMS_MISSED * intervalMs ? 'late' : 'running';
}
