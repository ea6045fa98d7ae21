import type { ApiLog } from '../../clients/http/api-log.js';
import type { Http } from '../../clients/http/http.js';

/** What probes work with besides the token and the settings. */
export interface ProbeParts {
  readonly http: Http;
  /** Calls of probes belong to no merchant. */
  readonly log: ApiLog;
  readonly now: () => number;
  /** Ends early when the signal says so. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** A JPEG VK takes. */
  readonly photo: () => Promise<Uint8Array>;
  readonly lookupDelaysMs: readonly number[];
  /** Resolves when the log is written. */
  readonly drain: () => Promise<void>;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}
