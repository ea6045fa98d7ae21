import { clockState, type Beat, type ScheduleId } from './schedules.js';

const MINUTE_MS = 60_000;

/** A merchant due for so long was forgotten by the clock, not merely next in turn. */
const LAG_MS = 5 * MINUTE_MS;
/** Fewer calls than this say nothing about a vendor. */
const CALLS_TO_JUDGE = 20;
/** From this share of failed calls on it is the vendor's trouble, or ours with the network, and not one merchant's. */
const ERROR_SHARE = 0.3;
/** Whichever comes first: a small disk is full sooner than its share says, a large one never is at a twentieth. */
const DISK_SHARE = 0.05;
const DISK_BYTES = 1024 ** 3;

/** A Schedule as far as somebody has to hear of it. */
export interface ScheduleFacts extends Beat {
  readonly id: ScheduleId;
  readonly intervalMs: number;
  /** Temporal was asked and does not have it. */
  readonly isMissing: boolean;
}

/** What is known of the installation. `null` = nobody could be asked, which is no news by itself. */
export interface SystemFacts {
  readonly nowMs: number;
  readonly isTemporalUp: boolean | null;
  /** Queues that nobody polls. */
  readonly deadQueues: readonly string[] | null;
  /** Releases of the workers that poll. */
  readonly versions: readonly string[] | null;
  readonly missingAttributes: readonly string[] | null;
  readonly schedules: readonly ScheduleFacts[] | null;
  /** How long the longest due merchant has been waiting, and how many are due. */
  readonly dispatch: { readonly lagMs: number; readonly due: number } | null;
  readonly stuckJobs: number | null;
  /** Calls of the last hour. */
  readonly vendors:
    readonly { readonly vendor: 'evotor' | 'vk'; readonly calls: number; readonly failed: number }[] | null;
  readonly failingLetters: number | null;
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
  /** Names of migrations that program and database do not share. */
  readonly strangeMigrations: readonly string[] | null;
}

/** Something about the installation that the operator has to hear. */
export type SystemNotice =
  | { readonly code: 'SYSTEM.TEMPORAL_DOWN' }
  | { readonly code: 'SYSTEM.SCHEMA_MISMATCH'; readonly migrations: readonly string[] }
  | { readonly code: 'SYSTEM.DISK_FULL'; readonly freeBytes: number; readonly totalBytes: number }
  | { readonly code: 'SYSTEM.NO_POLLERS'; readonly queues: readonly string[] }
  | { readonly code: 'SYSTEM.ATTRIBUTES_MISSING'; readonly names: readonly string[] }
  | { readonly code: 'SYSTEM.SCHEDULE_MISSING'; readonly schedule: ScheduleId }
  | { readonly code: 'SYSTEM.SCHEDULE_LATE'; readonly schedule: ScheduleId; readonly lateMs: number }
  | { readonly code: 'SYSTEM.DISPATCH_LAG'; readonly lagMs: number; readonly due: number }
  | { readonly code: 'SYSTEM.JOBS_STUCK'; readonly count: number }
  | {
      readonly code: 'SYSTEM.VENDOR_ERRORS';
      readonly vendor: 'evotor' | 'vk';
      readonly calls: number;
      readonly failed: number;
    }
  | { readonly code: 'SYSTEM.LETTERS_FAILING'; readonly count: number }
  | { readonly code: 'SYSTEM.SCHEDULE_PAUSED'; readonly schedule: ScheduleId }
  | { readonly code: 'SYSTEM.VERSIONS_MIXED'; readonly versions: readonly string[] };

/** Everything the operator has to hear, what does most harm first. A cause that is named keeps its consequences quiet. */
export function systemNotices(facts: SystemFacts): readonly SystemNotice[] {
  const isDown = facts.isTemporalUp === false;
  const { deadQueues, versions, missingAttributes, disk, strangeMigrations } = facts;
  const notices: (SystemNotice | null)[] = [
    isDown ? { code: 'SYSTEM.TEMPORAL_DOWN' } : null,
    isSome(strangeMigrations) ? { code: 'SYSTEM.SCHEMA_MISMATCH', migrations: strangeMigrations } : null,
    disk !== null && isNearlyFull(disk) ? { code: 'SYSTEM.DISK_FULL', ...disk } : null,
    isSome(deadQueues) ? { code: 'SYSTEM.NO_POLLERS', queues: deadQueues } : null,
    isSome(missingAttributes) ? { code: 'SYSTEM.ATTRIBUTES_MISSING', names: missingAttributes } : null,
    ...scheduleNotices(facts, isDown),
    lagNotice(facts),
    (facts.stuckJobs ?? 0) > 0 ? { code: 'SYSTEM.JOBS_STUCK', count: facts.stuckJobs ?? 0 } : null,
    ...(facts.vendors ?? []).map((one): SystemNotice | null =>
      isFailing(one) ? { code: 'SYSTEM.VENDOR_ERRORS', ...one } : null,
    ),
    (facts.failingLetters ?? 0) > 0 ? { code: 'SYSTEM.LETTERS_FAILING', count: facts.failingLetters ?? 0 } : null,
    ...pauseNotices(facts),
    versions !== null && versions.length > 1 ? { code: 'SYSTEM.VERSIONS_MIXED', versions } : null,
  ];
  return notices.filter(notice => notice !== null);
}

const isSome = (list: readonly string[] | null): list is readonly string[] => list !== null && list.length > 0;

const isNearlyFull = ({ freeBytes, totalBytes }: NonNullable<SystemFacts['disk']>): boolean =>
  freeBytes < Math.min(DISK_BYTES, totalBytes * DISK_SHARE);

const isFailing = ({ calls, failed }: { calls: number; failed: number }): boolean =>
  calls >= CALLS_TO_JUDGE && failed >= calls * ERROR_SHARE;

/** A Schedule can be late only where Temporal is there to act. */
function scheduleNotices({ schedules, nowMs }: SystemFacts, isDown: boolean): (SystemNotice | null)[] {
  if (isDown) return [];
  return (schedules ?? []).map(one => {
    if (one.isMissing) return { code: 'SYSTEM.SCHEDULE_MISSING', schedule: one.id };
    if (one.lastAt === null || clockState(one, one.intervalMs, nowMs) !== 'late') return null;
    return { code: 'SYSTEM.SCHEDULE_LATE', schedule: one.id, lateMs: nowMs - one.lastAt.getTime() };
  });
}

function pauseNotices({ schedules }: SystemFacts): SystemNotice[] {
  return (schedules ?? []).flatMap(one =>
    one.pausedAt === null || one.isMissing ? [] : [{ code: 'SYSTEM.SCHEDULE_PAUSED', schedule: one.id }],
  );
}

/** Whoever paused the dispatcher knows that nobody is started. */
function lagNotice({ dispatch, schedules }: SystemFacts): SystemNotice | null {
  const isPaused = schedules?.some(({ id, pausedAt }) => id === 'dispatch' && pausedAt !== null) ?? false;
  if (dispatch === null || isPaused || dispatch.lagMs < LAG_MS) return null;
  return { code: 'SYSTEM.DISPATCH_LAG', ...dispatch };
}
