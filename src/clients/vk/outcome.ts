import type { ApiError, Ok, Unknown } from '../../domain/result.js';

/**
 * What a VK error asks for.
 * - `retry` do the step again from its start (a new upload address)
 * - `backoff` VK's fault or too fast: the same call later, seconds
 * - `block_method` leave this method alone for minutes to hours
 * - `refresh` refresh the token once, then the merchant must reconnect
 * - `skip_item` this item cannot be sent like this: report it
 * - `heal` our mapping or photo is stale: mend it, then try again
 * - `treat_as_success` what was asked for is so already
 * - `stop_merchant` the merchant must do something first
 * - `stop_operator` our app or its settings are wrong
 * - `split_batch` the same in smaller parts
 * - `learn_limit` a limit of the shop was met: plan without
 * - `captcha` park the merchant, show `redirectUri`
 * - `bug` we called wrongly
 */
export type VkPolicy =
  | 'retry'
  | 'backoff'
  | 'block_method'
  | 'refresh'
  | 'skip_item'
  | 'heal'
  | 'treat_as_success'
  | 'stop_merchant'
  | 'stop_operator'
  | 'split_batch'
  | 'learn_limit'
  | 'captcha'
  | 'bug';

/** VK said no. Proof that nothing was created. */
export interface VkApiError extends ApiError {
  /** VK's error code; 0 where the refusal carries none (upload host, a result of 0). */
  readonly vkCode: number;
  readonly vkSubcode: number | null;
  readonly policy: VkPolicy;
  /** The API method that was refused (inside a script the inner one); `upload` for the upload host. */
  readonly method: string;
  /** Captcha or validation page, alive for minutes. Carries a session token: never to a log. */
  readonly redirectUri: string | null;
}

/** Outcome of one VK call. */
export type VkOutcome<T> = Ok<T> | VkApiError | Unknown;

/**
 * A call of a batch that never left. `code`: that of the refusal which forbade to go on, `VK.UNAVAILABLE` when nothing
 * got through any more, `aborted` when the caller called the batch off.
 */
export interface NotSent {
  readonly outcome: 'not_sent';
  readonly code: string;
}

/** Policies after which further calls of the same batch are not sent. */
export const STOPPING: ReadonlySet<VkPolicy> = new Set<VkPolicy>([
  'block_method',
  'captcha',
  'refresh',
  'stop_merchant',
  'stop_operator',
]);
