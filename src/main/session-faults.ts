import type { Store } from 'express-session';
import { databaseFault } from '../db/database-fault.js';

type Callback = (error?: unknown, value?: unknown) => void;
const METHODS = ['get', 'set', 'touch', 'destroy'] as const;

/** The same store, but what is the database's state comes out as such, so that pages say it and do not call it a bug. */
export function withNamedFaults<S extends Store>(store: S): S {
  const methods = store as unknown as Record<(typeof METHODS)[number], (...given: unknown[]) => unknown>;
  for (const name of METHODS) {
    const original = methods[name].bind(store);
    methods[name] = (...given) => {
      const callback = given.at(-1);
      if (typeof callback !== 'function') return original(...given);
      const named: Callback = (error, value) => {
        (callback as Callback)(error == null ? error : (databaseFault(error) ?? error), value);
      };
      return original(...given.slice(0, -1), named);
    };
  }
  return store;
}
