import type { Actor } from '../../domain/access/actor.js';
import type { JobId, UserId } from '../../domain/brand.js';

/** Who was called; `evotor_webhook` = Evotor called us. */
export type ApiLogService = 'evotor' | 'vk' | 'vk_upload' | 'vk_id' | 'evotor_webhook';

export type ApiLogOutcome = 'ok' | 'api_error' | 'unknown';

/** First digit of an HTTP status; `none` = no complete answer came. */
export type StatusClass = '2' | '3' | '4' | '5' | 'none';

/** Which lines of the log to show; an absent part lets everything through. */
export interface ApiLogFilter {
  /** E-mail or number of the merchant. */
  readonly merchant?: string;
  readonly jobId?: JobId;
  readonly service?: ApiLogService;
  readonly outcome?: ApiLogOutcome;
  readonly statusClass?: StatusClass;
  /** Exactly as the vendor wrote it: `9`, `401`, `timeout`. */
  readonly vendorCode?: string;
  /** Part of the path or of the VK method. */
  readonly path?: string;
  /** Sent at or after. */
  readonly from?: Date;
  /** Sent before. */
  readonly to?: Date;
}

/** Where a page of the log begins: right below a line, or right above one. */
export type ApiLogPlace = { readonly below: number } | { readonly above: number } | null;

/** One call. */
export interface ApiLogLine {
  readonly id: number;
  readonly userId: UserId | null;
  /** E-mail of the merchant; `null` = nobody's call. */
  readonly email: string | null;
  readonly jobId: JobId | null;
  readonly service: ApiLogService;
  /** HTTP method. */
  readonly method: string;
  /** Path without query, or the VK method. */
  readonly path: string;
  readonly status: number | null;
  readonly outcome: ApiLogOutcome;
  readonly vendorCode: string | null;
  readonly durationMs: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly startedAt: Date;
}

/** A page of the log, the newest line first. It has no total: counting millions of lines would cost more than it tells. */
export interface ApiLogPage {
  readonly lines: readonly ApiLogLine[];
  /** Where the next older page begins; `null` = there is none. */
  readonly older: number | null;
  /** Where the next newer page ends; `null` = these are the newest. */
  readonly newer: number | null;
  /**
   * The search stopped after so many lines without filling the page; `older` (or `newer`) goes on from there.
   * `null` = the page is full or the log is through.
   */
  readonly stoppedAfter: number | null;
}

/** Why a body is not in the log. */
export type BodyKept =
  | 'kept'
  /** Cut: the log keeps the first 2,048 characters. */
  | 'shortened'
  /** The call has none. */
  | 'none'
  /** A read that worked: its answer is a page of goods, which the catalogue holds anyway. */
  | 'read_that_worked'
  /** A picture. */
  | 'file'
  /** It carries tokens. */
  | 'secret'
  /** No answer came, or none that could be read. */
  | 'no_answer'
  /** An answer that says nothing but yes. */
  | 'plain_yes'
  /** A message that nobody read: it was refused first, or what it says does not matter. */
  | 'not_read';

export interface ApiLogBody {
  /** Indented JSON, or the text as it was kept; empty = not kept. */
  readonly text: string;
  readonly kept: BodyKept;
}

/** What a command cannot hold, because the log does not: it is not quite the call that was made. */
export type CurlLack = 'page' | 'parameters' | 'end_of_body' | 'address' | 'secrets' | 'body';

/** One call with what was kept of it. Holds no secret. */
export interface ApiLogDetail extends ApiLogLine {
  readonly request: ApiLogBody;
  readonly response: ApiLogBody;
  /** The call as a command for a shell; the token is `$TOKEN`. */
  readonly curl: string;
  readonly curlLacks: CurlLack | null;
  /** Sent again, it changes something. */
  readonly isWrite: boolean;
}

/** The log of all calls to the vendors, and of what Evotor sends us. */
export interface ApiLogViewer {
  /**
   * Throws `API_LOG.NO_SUCH_MERCHANT`. At most {@link SCAN_LINES} lines are looked at, so that the rarest wish costs no
   * more than the most common one.
   */
  list(actor: Actor, filter: ApiLogFilter, place: ApiLogPlace): Promise<ApiLogPage>;
  /** Throws `API_LOG.NOT_FOUND`. That somebody looked is noted in the audit log. */
  line(actor: Actor, id: number): Promise<ApiLogDetail>;
}

/** Most lines of the log one page looks at. */
export const SCAN_LINES = 20_000;
export const API_LOG_PAGE = 50;
