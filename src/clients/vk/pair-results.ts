import { z } from 'zod';
import { vkApiError } from './api-error.js';
import { STOPPING } from './outcome.js';
import type { VkApiError } from './outcome.js';
import type { ExecuteError } from './reply.js';
import type { ScriptCall } from './script.js';

/** What a script told about one of its calls; `unpaired`: it failed or is missing, and nobody knows with which error. */
export type InnerResult =
  { readonly outcome: 'result'; readonly value: unknown } | VkApiError | { readonly outcome: 'unpaired' };

/** The reply of our one script. */
export const scriptReply = z.array(z.tuple([z.number().int().nonnegative(), z.unknown()]));

const UNPAIRED: InnerResult = { outcome: 'unpaired' };

/**
 * Pairs a script's results with its calls. VK puts `false` where a call failed and lists the errors, without an index,
 * in the order of the calls. Where counts or methods do not fit, no error is pinned on a call, except when all errors
 * say the same or one of them forbids any further call: then that one stands for all.
 */
export function pairResults(
  calls: readonly ScriptCall[],
  pairs: z.infer<typeof scriptReply>,
  errors: readonly ExecuteError[],
  secrets: readonly string[],
): InnerResult[] {
  const values = new Map(pairs);
  const failed = calls.flatMap((_, index) => (values.get(index) === false ? [index] : []));
  const refusals = errors.map(error => vkApiError(error, error.method, secrets));
  const fit =
    failed.length === errors.length && failed.every((index, nth) => calls[index]?.method === errors[nth]?.method);
  const stop = refusals.find(({ policy }) => STOPPING.has(policy));
  const isSame = refusals.every(
    ({ vkCode, method }) => vkCode === refusals[0]?.vkCode && method === refusals[0].method,
  );
  const common = stop ?? (isSame ? refusals[0] : undefined);

  return calls.map((_, index) => {
    if (!values.has(index)) return UNPAIRED;
    const value = values.get(index);
    if (value !== false) return { outcome: 'result', value };
    return (fit ? refusals[failed.indexOf(index)] : common) ?? UNPAIRED;
  });
}
