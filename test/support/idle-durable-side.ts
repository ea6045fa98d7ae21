import { SCHEDULE_IDS, type ScheduleId } from '../../src/domain/clock/schedules.js';
import { AppError } from '../../src/domain/errors.js';
import type { DurableSide } from '../../src/services/admin/durable-side.js';

/** What was asked of the durable side, and its knobs. */
export interface IdleDurableSide extends DurableSide {
  readonly paused: Map<ScheduleId, string>;
  readonly triggered: ScheduleId[];
  readonly terminated: string[];
  /** Schedules that somebody deleted. */
  readonly gone: Set<ScheduleId>;
  /** `true`: nobody answers. */
  isDown: boolean;
}

/** A Temporal server with all Schedules in place and one worker on every queue; nothing ever happens there. */
export function idleDurableSide(now: () => number = Date.now): IdleDurableSide {
  const answer = <T>(work: () => T): Promise<T> =>
    side.isDown ? Promise.reject(new AppError('unavailable', 'TEMPORAL.DOWN')) : Promise.resolve().then(work);
  const known = (id: ScheduleId): void => {
    if (side.gone.has(id)) throw new AppError('not_found', 'SCHEDULE.NOT_FOUND', { schedule: id });
  };
  const at = (ms: number): Date => new Date(now() + ms);
  const queue = (name: string, kind: 'workflow' | 'activity') => ({
    name,
    kind,
    pollers: [{ identity: 'evosync/1.0.0 till-1 17', lastSeenAt: at(-10_000) }],
    backlog: 0,
    backlogAgeMs: 0,
  });
  const side: IdleDurableSide = {
    paused: new Map(),
    triggered: [],
    terminated: [],
    gone: new Set(),
    isDown: false,
    describeServer: () => answer(() => ({ version: '1.31.2', namespace: 'default', missingAttributes: [] })),
    describeClock: () =>
      answer(() =>
        SCHEDULE_IDS.map(id => ({
          id,
          isThere: !side.gone.has(id),
          isPaused: side.paused.has(id),
          note: side.paused.get(id) ?? '',
          lastAt: at(-30_000),
          nextAt: side.paused.has(id) ? null : at(30_000),
          isActing: false,
        })),
      ),
    describeQueues: () =>
      answer(() => [
        queue('pipeline', 'workflow'),
        queue('pipeline', 'activity'),
        queue('evotor', 'activity'),
        queue('vk', 'activity'),
        queue('maintenance', 'workflow'),
        queue('maintenance', 'activity'),
      ]),
    setPaused: (id, isPaused, note) =>
      answer(() => {
        known(id);
        if (isPaused) side.paused.set(id, note);
        else side.paused.delete(id);
      }),
    trigger: id =>
      answer(() => {
        known(id);
        side.triggered.push(id);
      }),
    terminate: workflowId => answer(() => void side.terminated.push(workflowId)),
  };
  return side;
}
