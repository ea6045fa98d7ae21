import type { Actor } from '../../../domain/access/actor.js';
import type { ClockState, ScheduleId } from '../../../domain/clock/schedules.js';
import type { SystemNotice } from '../../../domain/clock/system-notices.js';
import type { WorkerIdentity } from '../../../domain/clock/worker-identity.js';
import type { JobStatus } from '../../web-services.js';

/** The database, as seen from this process. */
export interface DatabaseHealth {
  readonly version: string;
  readonly bytes: number;
  /** One question there and back, milliseconds. */
  readonly pingMs: number;
  readonly connections: number;
  readonly maxConnections: number;
  /** Connections of this process: at work, open, and statements that wait for one. */
  readonly pool: { readonly busy: number; readonly open: number; readonly waiting: number };
  /** The newest migration applied; empty = none. */
  readonly schema: string;
  readonly pending: readonly string[];
  readonly unknown: readonly string[];
}

export interface TemporalHealth {
  readonly version: string;
  readonly namespace: string;
  readonly missingAttributes: readonly string[];
}

/** One Schedule with what the database and Temporal say of it. */
export interface ScheduleHealth {
  readonly id: ScheduleId;
  readonly intervalMs: number;
  readonly state: ClockState | 'missing';
  /** When its work was done last. */
  readonly lastAt: Date | null;
  /** `null` = not known: Temporal does not answer, or it is paused. */
  readonly nextAt: Date | null;
  readonly isActing: boolean;
  readonly pausedAt: Date | null;
  /** E-mail of who paused it; `null` = not here, or an account that is gone. */
  readonly pausedBy: string | null;
  /** What stands with the pause in Temporal. */
  readonly note: string;
}

export interface WorkerHealth {
  /** `null` = it does not introduce itself as ours do. */
  readonly identity: WorkerIdentity | null;
  /** As Temporal has it. */
  readonly name: string;
  readonly lastSeenAt: Date | null;
}

export interface QueueHealth {
  readonly name: string;
  readonly kind: 'workflow' | 'activity';
  readonly workers: readonly WorkerHealth[];
  readonly backlog: number | null;
  readonly backlogAgeMs: number | null;
}

/** Calls to a vendor within an hour and a day. */
export interface VendorHealth {
  readonly vendor: 'evotor' | 'vk';
  readonly lastHour: { readonly calls: number; readonly failed: number };
  readonly lastDay: { readonly calls: number; readonly failed: number };
  /** What went wrong, the most frequent of the day first; `code` empty = no answer at all. */
  readonly errors: readonly { readonly code: string; readonly lastHour: number; readonly lastDay: number }[];
}

export interface RestingMerchants {
  /** `parked` goes on by itself; `blocked` waits for the merchant. */
  readonly kind: 'parked' | 'blocked';
  readonly code: string;
  readonly merchants: number;
  readonly firstResumeAt: Date | null;
}

/** Everything `/admin/health` shows; `null` = could not be asked in time. */
export interface SystemHealth {
  readonly notices: readonly SystemNotice[];
  readonly database: DatabaseHealth | null;
  readonly temporal: TemporalHealth | null;
  readonly queues: readonly QueueHealth[] | null;
  readonly schedules: readonly ScheduleHealth[];
  /** Releases of the workers that poll, oldest name first; `null` = not known. */
  readonly versions: readonly string[] | null;
  readonly dispatch: { readonly lagMs: number; readonly due: number } | null;
  readonly resting: readonly RestingMerchants[] | null;
  readonly vendors: readonly VendorHealth[] | null;
  readonly jobs: readonly { readonly status: JobStatus; readonly count: number }[] | null;
  readonly waiting: {
    readonly stuckJobs: number;
    readonly marks: number;
    readonly oldestMarkAt: Date | null;
    readonly failingLetters: number;
  } | null;
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
  /** This very program. */
  readonly version: string;
}

/** The installation as its operator sees it. */
export interface SystemHealthService {
  /** Answers within three seconds, whoever of those it asks does not. */
  read(actor: Actor): Promise<SystemHealth>;
  /** What the database alone knows to be wrong; cheap enough for the top of every page, and a moment old. */
  notices(actor: Actor): Promise<readonly SystemNotice[]>;
  /** Whom a pause of the dispatcher would stop. */
  clockedMerchants(actor: Actor): Promise<number>;
  /** Throws `SCHEDULE.NOT_FOUND`, `TEMPORAL.DOWN`. */
  pauseSchedule(actor: Actor, id: ScheduleId): Promise<void>;
  resumeSchedule(actor: Actor, id: ScheduleId): Promise<void>;
  triggerSchedule(actor: Actor, id: ScheduleId): Promise<void>;
}
