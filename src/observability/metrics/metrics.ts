/** How a call to a vendor ended. */
export interface VendorCallFacts {
  readonly service: string;
  /** Name of the method or kind of address; of a closed set. */
  readonly call: string;
  readonly outcome: 'ok' | 'api_error' | 'unknown';
  /** The vendor's code or the cause, of a closed set; `null` = it went well. */
  readonly code: string | null;
  readonly seconds: number;
}

/** How a run ended. */
export interface RunFacts {
  readonly kind: string;
  readonly trigger: string;
  readonly outcome: string;
  /** From its start; `null` = it never began. */
  readonly seconds: number | null;
}

/** One piece of work of a worker. */
export interface ActivityFacts {
  readonly activity: string;
  readonly queue: string;
  readonly outcome: 'ok' | 'failed' | 'cancelled';
  readonly seconds: number;
  /** From being due to being begun; `null` for a repeat, whose wait is a pause on purpose. */
  readonly waitedSeconds: number | null;
}

export interface RequestFacts {
  readonly method: string;
  /** The route as it is declared, without ids. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/**
 * What the program counts of itself. Every label value is of a closed set and never names a merchant, so that the number
 * of series does not grow with the number of merchants; each call costs the same however many there are.
 */
export interface Metrics {
  runEnded(facts: RunFacts): void;
  /** Operations of a run that were settled: `done`, `failed`, `skipped`, `unknown`, or put back as `planned`. */
  operations(kind: string, state: string): void;
  vendorCall(facts: VendorCallFacts): void;
  /** How long a call waited for its slot in the lane of its token. */
  slotWaited(seconds: number): void;
  activityEnded(facts: ActivityFacts): void;
  /** What the clock did with merchants that were due. */
  dispatched(result: 'started' | 'running' | 'failed', count: number): void;
  requestEnded(facts: RequestFacts): void;
  loggedIn(outcome: string): void;
  webhook(kind: string, outcome: string): void;
  letter(outcome: 'sent' | 'failed'): void;
  logLine(level: string): void;
}

/** Counts nothing: for the command line and for tests of something else. */
export const NO_METRICS: Metrics = {
  runEnded: () => undefined,
  operations: () => undefined,
  vendorCall: () => undefined,
  slotWaited: () => undefined,
  activityEnded: () => undefined,
  dispatched: () => undefined,
  requestEnded: () => undefined,
  loggedIn: () => undefined,
  webhook: () => undefined,
  letter: () => undefined,
  logLine: () => undefined,
};
