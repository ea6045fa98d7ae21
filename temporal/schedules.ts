import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleSpec } from '@temporalio/client';
import { QUEUES, SCHEDULES, WORKFLOWS } from './contracts.js';

interface ClockEntry {
  readonly id: string;
  readonly workflowType: string;
  readonly spec: ScheduleSpec;
  /** How far back a missed firing is made up for; the server's default of a year would start a stampede. */
  readonly catchupWindow: `${number} ${'minutes' | 'hours'}`;
}

function entries(healthIntervalSeconds: number): readonly ClockEntry[] {
  return [
    {
      id: SCHEDULES.dispatch,
      workflowType: WORKFLOWS.dispatchDueSyncs,
      spec: { intervals: [{ every: '1 minute' }] },
      catchupWindow: '2 minutes',
    },
    {
      id: SCHEDULES.health,
      workflowType: WORKFLOWS.checkConnections,
      spec: { intervals: [{ every: `${healthIntervalSeconds} seconds` }] },
      catchupWindow: '5 minutes',
    },
    {
      id: SCHEDULES.prune,
      workflowType: WORKFLOWS.prune,
      spec: { calendars: [{ hour: 3, minute: 0 }], jitter: '15 minutes' },
      catchupWindow: '12 hours',
    },
    {
      id: SCHEDULES.notices,
      workflowType: WORKFLOWS.tellMerchants,
      spec: { intervals: [{ every: '1 minute' }] },
      catchupWindow: '2 minutes',
    },
  ];
}

/** Creates the Schedules or brings them up to date; a pause set by the operator stays. */
export async function applySchedules(
  client: Client,
  options: { healthIntervalSeconds: number },
): Promise<readonly { id: string; result: 'created' | 'updated' }[]> {
  const results: { id: string; result: 'created' | 'updated' }[] = [];
  for (const { id, workflowType, spec, catchupWindow } of entries(options.healthIntervalSeconds)) {
    const action = {
      type: 'startWorkflow',
      workflowType,
      workflowId: `clock/${id}`,
      taskQueue: QUEUES.maintenance,
      args: [],
      workflowRunTimeout: '30 minutes',
    } as const;
    const policies = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow };
    try {
      await client.schedule.create({ scheduleId: id, spec, action, policies });
      results.push({ id, result: 'created' });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      await client.schedule.getHandle(id).update(previous => ({ spec, action, policies, state: previous.state }));
      results.push({ id, result: 'updated' });
    }
  }
  return results;
}
