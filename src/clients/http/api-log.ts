/** What is kept of one HTTP call to a vendor. Built by allow-lists: no token and no address query can be in it. */
export interface ApiLogEntry {
  readonly service: 'evotor' | 'vk' | 'vk_upload' | 'vk_id';
  /** HTTP method. */
  readonly method: string;
  /** Path with its ids but without the query; for VK the name of the API method. */
  readonly path: string;
  /** HTTP status; `null` when no complete answer came. */
  readonly status: number | null;
  readonly outcome: 'ok' | 'api_error' | 'unknown';
  /** The vendor's error code, or what made the outcome unknown. */
  readonly vendorCode: string | null;
  /** Text of a `Warning` header: the vendor announces the end of an address. */
  readonly warning: string | null;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Allowed fields as JSON, at most {@link LOG_BODY_CHARS}; writes and errors only. */
  readonly requestBody: string | null;
  readonly responseBody: string | null;
}

/** Takes one entry per HTTP call. Must not throw. */
export type ApiLog = (entry: ApiLogEntry) => void;

/** Longest body kept in the log, in characters. */
export const LOG_BODY_CHARS = 2048;
