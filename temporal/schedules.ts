import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleSpec } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { intervalOf, type ScheduleId } from '../src/domain/clock/schedules.js';
import { QUEUES, SCHEDULES, WORKFLOWS } from './contracts.js';
import { ensureSearchAttributes, searchKeys } from './search-attributes.js';

interface ClockEntry {
  readonly id: ScheduleId;
  readonly workflowType: string;
  /** What its runs do, for the list of the Temporal Web UI. */
  readonly summary: string;
  readonly spec: ScheduleSpec;
  /** How far back a missed firing is made up for; the server's default of a year would start a stampede. */
  readonly catchupWindow: `${number} ${'minutes' | 'hours'}`;
}

export interface ClockOptions {
  readonly healthIntervalSeconds: number;
  /** Makes what is missing and leaves the rest as it is: two releases side by side do not fight over an interval. */
  readonly onlyMissing?: boolean;
}

export interface AppliedSchedule {
  readonly id: string;
  readonly result: 'created' | 'updated' | 'kept' | 'deleted';
}

/** Marks a Schedule as ours, so that a later release which has it no more can tell it from another program's. */
const OURS = { program: 'evosync' } as const;

function entries(healthIntervalSeconds: number): readonly ClockEntry[] {
  const every = (id: ScheduleId, offset?: number): ScheduleSpec => ({
    intervals: [{ every: intervalOf(id, healthIntervalSeconds * 1000), ...(offset === undefined ? {} : { offset }) }],
  });
  return [
    {
      id: SCHEDULES.dispatch,
      workflowType: WORKFLOWS.dispatchDueSyncs,
      summary: 'starts the runs of merchants who are due',
      spec: every('dispatch'),
      catchupWindow: '2 minutes',
    },
    {
      id: SCHEDULES.health,
      workflowType: WORKFLOWS.checkConnections,
      summary: 'ends stuck jobs, checks idle connections',
      spec: every('health'),
      catchupWindow: '5 minutes',
    },
    {
      id: SCHEDULES.tokens,
      workflowType: WORKFLOWS.renewTokens,
      summary: 'renews VK tokens nobody has used for a day',
      // Between two health checks rather than on top of them.
      spec: every('tokens', 150_000),
      catchupWindow: '5 minutes',
    },
    {
      id: SCHEDULES.notices,
      workflowType: WORKFLOWS.tellMerchants,
      summary: 'writes letters to merchants',
      spec: every('notices'),
      catchupWindow: '2 minutes',
    },
    {
      id: SCHEDULES.prune,
      workflowType: WORKFLOWS.prune,
      summary: 'deletes rows older than the retention',
      spec: { calendars: [{ hour: 3, minute: 0 }], jitter: '15 minutes' },
      catchupWindow: '12 hours',
    },
  ];
}

/**
 * Creates the Schedules or brings them up to date, deletes those of ours that no release has any more, and makes the
 * search attributes known. A pause set by the operator stays. May be repeated, also by several processes at once.
 */
export async function applySchedules(client: Client, options: ClockOptions): Promise<readonly AppliedSchedule[]> {
  const wanted = entries(options.healthIntervalSeconds);
  await ensureSearchAttributes(client);
  const results: AppliedSchedule[] = [];
  for (const entry of wanted) results.push({ id: entry.id, result: await applyOne(client, entry, options) });
  return [...results, ...(options.onlyMissing ? [] : await deleteRetired(client, wanted))];
}

async function applyOne(
  client: Client,
  { id, workflowType, summary, spec, catchupWindow }: ClockEntry,
  { onlyMissing = false }: ClockOptions,
): Promise<AppliedSchedule['result']> {
  const action = {
    type: 'startWorkflow',
    workflowType,
    workflowId: `clock/${id}`,
    taskQueue: QUEUES.maintenance,
    args: [],
    workflowRunTimeout: '30 minutes',
    staticSummary: summary,
    typedSearchAttributes: new TypedSearchAttributes([{ key: searchKeys.trigger, value: 'schedule' }]),
  } as const;
  const policies = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow };
  try {
    await client.schedule.create({ scheduleId: id, spec, action, policies, memo: OURS });
    return 'created';
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    if (onlyMissing) return 'kept';
    await client.schedule.getHandle(id).update(previous => ({ spec, action, policies, state: previous.state }));
    return 'updated';
  }
}

async function deleteRetired(client: Client, wanted: readonly ClockEntry[]): Promise<readonly AppliedSchedule[]> {
  const deleted: AppliedSchedule[] = [];
  for await (const { scheduleId, memo } of client.schedule.list()) {
    if (memo?.['program'] !== OURS.program || wanted.some(({ id }) => id === scheduleId)) continue;
    await client.schedule.getHandle(scheduleId).delete();
    deleted.push({ id: scheduleId, result: 'deleted' });
  }
  return deleted;
}
