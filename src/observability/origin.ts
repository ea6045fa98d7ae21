import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<string>();

/** Runs `work` as something that came from there: `web 203.0.113.7`, `cli`. */
export function withOrigin<T>(origin: string, work: () => T): T {
  return storage.run(origin, work);
}

/** Where what is done now came from; `null` = nobody said so. */
export function currentOrigin(): string | null {
  return storage.getStore() ?? null;
}
