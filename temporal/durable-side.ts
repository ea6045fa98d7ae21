import {
  ScheduleNotFoundError,
  WorkflowNotFoundError,
  type Client,
  type ScheduleDescription,
} from '@temporalio/client';
import { AppError } from '../src/domain/errors.js';
import { SCHEDULE_IDS, type ScheduleId } from '../src/domain/clock/schedules.js';
import type { DurableSide, QueueView, ScheduleView } from '../src/services/admin/durable-side.js';
import { QUEUES, type QueueName } from './contracts.js';
import { missingSearchAttributes } from './search-attributes.js';

/** The page of the operator answers within three seconds, whatever Temporal does. */
const DEADLINE_MS = 1500;
/** Something is to be changed: worth a longer wait. */
const CHANGE_DEADLINE_MS = 10_000;

/** Kinds of task, as the protocol numbers them. */
const TASKS: Readonly<Record<QueueView['kind'], number>> = { workflow: 1, activity: 2 };

/** Which kinds of work each queue has. */
const WORK: Readonly<Record<QueueName, readonly QueueView['kind'][]>> = {
  pipeline: ['workflow', 'activity'],
  evotor: ['activity'],
  vk: ['activity'],
  maintenance: ['workflow', 'activity'],
};

/** Makes errors of the transport ours. */
type Mapped = <T>(work: () => Promise<T>) => Promise<T>;

/** What the operator sees of a Temporal server and does to it. */
export function createDurableSide(client: Client, mapped: Mapped): DurableSide {
  const within = <T>(ms: number, work: () => Promise<T>): Promise<T> =>
    mapped(() => client.withDeadline(Date.now() + ms, work));

  const change = (id: ScheduleId, work: () => Promise<void>): Promise<void> =>
    within(CHANGE_DEADLINE_MS, async () => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof ScheduleNotFoundError)) throw error;
        throw new AppError('not_found', 'SCHEDULE.NOT_FOUND', { schedule: id }, { cause: error });
      }
    });

  return {
    describeServer: () =>
      within(DEADLINE_MS, async () => {
        // Asking for them is the operator's right, which a server may keep to itself.
        const asked = missingSearchAttributes(client).catch(() => null);
        const info = client.connection.workflowService.getSystemInfo({});
        await Promise.allSettled([asked, info]);
        const [{ serverVersion }, missingAttributes] = await Promise.all([info, asked]);
        return { version: serverVersion, namespace: client.options.namespace, missingAttributes };
      }),
    describeClock: () => within(DEADLINE_MS, () => allEnded(SCHEDULE_IDS.map(id => describeSchedule(client, id)))),
    describeQueues: () =>
      within(DEADLINE_MS, () =>
        allEnded(
          Object.entries(WORK).flatMap(([queue, kinds]) =>
            kinds.map(kind => describeQueue(client, QUEUES[queue as QueueName], kind)),
          ),
        ),
      ),
    setPaused: (id, isPaused, note) =>
      change(id, () => {
        const handle = client.schedule.getHandle(id);
        return isPaused ? handle.pause(note) : handle.unpause(note);
      }),
    trigger: id => change(id, () => client.schedule.getHandle(id).trigger()),
    terminate: (workflowId, reason) =>
      within(CHANGE_DEADLINE_MS, async () => {
        try {
          await client.workflow.getHandle(workflowId).terminate(reason);
        } catch (error) {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        }
      }),
  };
}

/** All answers, or the first error once nobody is asking any more: a call left behind would meet a closed connection. */
async function allEnded<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

async function describeSchedule(client: Client, id: ScheduleId): Promise<ScheduleView> {
  try {
    return scheduleView(id, await client.schedule.getHandle(id).describe());
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    return { id, isThere: false, isPaused: false, note: '', lastAt: null, nextAt: null, isActing: false };
  }
}

function scheduleView(id: ScheduleId, { state, info }: ScheduleDescription): ScheduleView {
  return {
    id,
    isThere: true,
    isPaused: state.paused,
    note: state.note ?? '',
    lastAt: info.recentActions.at(-1)?.takenAt ?? null,
    // Temporal goes on counting while a Schedule is paused.
    nextAt: state.paused ? null : (info.nextActionTimes[0] ?? null),
    isActing: info.runningActions.length > 0,
  };
}

async function describeQueue(client: Client, name: string, kind: QueueView['kind']): Promise<QueueView> {
  const { namespace } = client.options;
  const asked = { namespace, taskQueue: { name }, taskQueueType: TASKS[kind], reportStats: true };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the SDK does not export the protocol's enums
  const { pollers, stats } = await client.connection.workflowService.describeTaskQueue(asked);
  const age = stats?.approximateBacklogAge;
  return {
    name,
    kind,
    pollers: pollers.map(({ identity, lastAccessTime }) => ({
      identity: identity ?? '',
      lastSeenAt: lastAccessTime == null ? null : new Date(Number(lastAccessTime.seconds) * 1000),
    })),
    backlog: stats?.approximateBacklogCount == null ? null : Number(stats.approximateBacklogCount),
    backlogAgeMs: age == null ? null : Number(age.seconds) * 1000,
  };
}
