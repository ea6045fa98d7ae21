import { AsyncLocalStorage } from 'node:async_hooks';

/** Ids that every log line written inside carries. */
export interface LogContext {
  readonly requestId?: string;
  /** What the proxy in front calls the request. */
  readonly proxyRequestId?: string;
  readonly jobId?: number;
  readonly userId?: number;
  /** Of the work of a worker: which workflow it belongs to, and which step of it it is. */
  readonly workflowId?: string;
  readonly runId?: string;
  readonly activity?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `work` with these ids, added to those already there. */
export function withContext<T>(context: LogContext, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...context }, work);
}

/** The ids in force here; empty outside of any context. */
export function currentContext(): LogContext {
  return storage.getStore() ?? {};
}
