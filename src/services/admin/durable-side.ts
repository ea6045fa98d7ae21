import type { ScheduleId } from '../../domain/clock/schedules.js';

/** The server that keeps the runs. */
export interface DurableServer {
  readonly version: string;
  readonly namespace: string;
  /** Search attributes of ours that it does not know; `null` = it did not say. */
  readonly missingAttributes: readonly string[] | null;
}

/** A Schedule as Temporal has it. */
export interface ScheduleView {
  readonly id: ScheduleId;
  /** `false`: somebody deleted it, or it was never made; everything else is empty then. */
  readonly isThere: boolean;
  readonly isPaused: boolean;
  /** What was written down with the pause. */
  readonly note: string;
  readonly lastAt: Date | null;
  readonly nextAt: Date | null;
  /** Whether its last action is under way. */
  readonly isActing: boolean;
}

/** A worker that takes work from a queue. */
export interface PollerView {
  /** As the worker calls itself. */
  readonly identity: string;
  readonly lastSeenAt: Date | null;
}

export interface QueueView {
  readonly name: string;
  readonly kind: 'workflow' | 'activity';
  readonly pollers: readonly PollerView[];
  /** Tasks that nobody has taken yet; `null` = the server did not say. */
  readonly backlog: number | null;
  /** Age of the oldest of them, milliseconds. */
  readonly backlogAgeMs: number | null;
}

/** What the operator asks of the durable side. Every call ends within seconds or throws `TEMPORAL.DOWN`. */
export interface DurableSide {
  describeServer(): Promise<DurableServer>;
  describeClock(): Promise<readonly ScheduleView[]>;
  describeQueues(): Promise<readonly QueueView[]>;
  /** Throws `SCHEDULE.NOT_FOUND`. `note` stands in Temporal for everybody to read. */
  setPaused(id: ScheduleId, isPaused: boolean, note: string): Promise<void>;
  /** Lets it act now, besides its rhythm. Throws `SCHEDULE.NOT_FOUND`. */
  trigger(id: ScheduleId): Promise<void>;
  /** Ends a workflow at once; one that is gone is no error. */
  terminate(workflowId: string, reason: string): Promise<void>;
}
