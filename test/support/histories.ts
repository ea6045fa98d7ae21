import type { Client } from '@temporalio/client';
import protoPackage, { type temporal } from '@temporalio/proto';

// A CommonJS package whose names Node cannot see from outside.
const protos = protoPackage.temporal;

export type History = temporal.api.history.v1.IHistory;

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
