import { z } from 'zod';
import type { HttpReply } from '../http/http.js';
import { unknownFromReply } from '../http/http-outcome.js';
import { vkApiError } from './api-error.js';
import { UNCLEAR_VK_CODES } from './error-table.js';
import type { VkOutcome } from './outcome.js';
import type { VkParams } from './params.js';

/** One method call. */
export interface VkCall<T> {
  readonly method: string;
  readonly params: VkParams;
  /**
   * - `read`: repeated up to twice when VK cannot answer
   * - `read_once`, `write`: sent once (but for "too many per second", which proves that nothing happened)
   * - `create`: as write; VK's unclear errors (1, 10, 36) are unknown outcomes
   */
  readonly kind: 'read' | 'read_once' | 'write' | 'create';
  readonly schema: z.ZodType<T>;
  /** A write batch keeps its distance from the last one. */
  readonly isWriteBatch?: boolean;
}

/** What VK answered: the checked result, and what went wrong inside a script. */
export interface VkReply<T> {
  readonly result: T;
  readonly executeErrors: readonly ExecuteError[];
}

const executeError = z.looseObject({
  method: z.string(),
  error_code: z.number(),
  error_msg: z.string().optional(),
});
/** A failure inside a script; VK gives no index. */
export type ExecuteError = z.infer<typeof executeError>;

const refusal = z.looseObject({
  error: z.looseObject({
    error_code: z.number(),
    error_msg: z.string().optional(),
    error_subcode: z.number().optional(),
    redirect_uri: z.string().optional(),
  }),
});
const success = z.looseObject({
  response: z.unknown().refine(value => value !== undefined),
  execute_errors: z.array(executeError).default([]),
});

/** VK's answer as an outcome. Errors come with HTTP 200, so the body decides and the status only backs it. */
export function judgeReply<T>(call: VkCall<T>, reply: HttpReply, json: unknown, token: string): VkOutcome<VkReply<T>> {
  const refused = refusal.safeParse(json);
  if (refused.success) {
    const error = vkApiError(refused.data.error, call.method, [token]);
    const isUnclear = call.kind === 'create' && UNCLEAR_VK_CODES.has(error.vkCode);
    return isUnclear ? { outcome: 'unknown', cause: `vk_${error.vkCode}` } : error;
  }
  const answered = success.safeParse(json);
  if (reply.status !== 200 || !answered.success) return unknownFromReply(reply);
  const result = call.schema.safeParse(answered.data.response);
  // What we cannot read proves nothing, least of all that a creating call failed.
  if (!result.success) return { outcome: 'unknown', cause: 'unexpected_reply' };
  return { outcome: 'ok', value: { result: result.data, executeErrors: answered.data.execute_errors } };
}
