import type { Client } from '@temporalio/client';
import { temporal as protos } from '@temporalio/proto';

export type History = protos.api.history.v1.IHistory;

export function historyOf(client: Client, workflowId: string, runId?: string): Promise<History> {
  return client.workflow.getHandle(workflowId, runId).fetchHistory();
}

/** Bytes of each event as the server keeps it. */
export function eventSizes(history: History): readonly { readonly type: string; readonly bytes: number }[] {
  const { HistoryEvent } = protos.api.history.v1;
  return (history.events ?? []).map(event => ({
    type: protos.api.enums.v1.EventType[event.eventType ?? 0] ?? 'unknown',
    bytes: HistoryEvent.encode(event).finish().length,
  }));
}

/** Every text of a history, payloads included. */
export function textOf(history: History): string {
  const bytes = protos.api.history.v1.History.encode(history).finish();
  return Buffer.from(bytes).toString('latin1');
}
