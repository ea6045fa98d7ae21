import type { Client } from '@temporalio/client';
import { eventSizes, historyOf } from '../test/support/histories.js';

export interface HistorySize {
  /** Runs of the workflow, one after the other by continue-as-new. */
  readonly runs: number;
  readonly events: number;
  readonly largestRunBytes: number;
  readonly largestEventBytes: number;
  readonly totalBytes: number;
}

/** How much one merchant's pipeline left in Temporal, run by run and event by event, as it is stored. */
export async function historySize(client: Client, workflowId: string): Promise<HistorySize> {
  const runs: number[][] = [];
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    const history = await historyOf(client, workflowId, runId);
    runs.push(eventSizes(history).map(({ bytes }) => bytes));
  }
  const perRun = runs.map(events => events.reduce((sum, bytes) => sum + bytes, 0));
  return {
    runs: runs.length,
    events: runs.reduce((sum, events) => sum + events.length, 0),
    largestRunBytes: Math.max(0, ...perRun),
    largestEventBytes: Math.max(0, ...runs.flat()),
    totalBytes: perRun.reduce((sum, bytes) => sum + bytes, 0),
  };
}
