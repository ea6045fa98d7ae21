import { AsyncLocalStorage } from 'node:async_hooks';

/** Ids that every log line written inside carries. */
export interface LogContext {
  readonly requestId?: string;
  readonly jobId?: number;
  readonly userId?: number;
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
