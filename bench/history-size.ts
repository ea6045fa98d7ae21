import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

export interface HistorySize {
  /** Runs of the workflow, one after the other by continue-as-new. */
  readonly runs: number;
  readonly events: number;
  /** Of the biggest run. */
  readonly largestRunBytes: number;
  readonly largestEventBytes: number;
  readonly totalBytes: number;
}

/** How much one pipeline left in Temporal: every run since `sinceMs`, event by event, as it is stored. */
export async function historySize(client: Client, workflowId: string, sinceMs: number): Promise<HistorySize> {
  const sizes: number[][] = [];
  const query = `WorkflowId = '${workflowId}' AND StartTime >= '${new Date(sinceMs).toISOString()}'`;
  for await (const { runId } of client.workflow.list({ query })) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    sizes.push((events ?? []).map(event => temporal.api.history.v1.HistoryEvent.encode(event).finish().length));
  }
  const perRun = sizes.map(events => events.reduce((sum, bytes) => sum + bytes, 0));
  return {
    runs: sizes.length,
    events: sizes.reduce((sum, events) => sum + events.length, 0),
    largestRunBytes: Math.max(0, ...perRun),
    largestEventBytes: Math.max(0, ...sizes.flat()),
    totalBytes: perRun.reduce((sum, bytes) => sum + bytes, 0),
  };
}
