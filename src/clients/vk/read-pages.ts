import type { z } from 'zod';
import type { VkCaller } from './call.js';
import { UNCLEAR_VK_CODES } from './error-table.js';
import { STOPPING } from './outcome.js';
import type { VkOutcome } from './outcome.js';
import { MAX_SCRIPT_CALLS } from './script.js';
import type { ScriptCall } from './script.js';
import type { ScriptRunner } from './script-runner.js';

/** Makes read calls in order, many to a script, handing each result on; ends at the first call that cannot be read. */
export type ReadPages = <T>(
  calls: readonly ScriptCall[],
  schema: z.ZodType<T>,
  onResult: (value: T) => Promise<void> | void,
) => Promise<VkOutcome<null>>;

/** A third each time: 25, 8, 2, 1 finds a fitting width in few calls and wastes little where only one page fits. */
const narrower = (width: number) => Math.max(1, Math.floor(width / 3));

/**
 * A page reader that begins with 25 calls to a script and takes fewer as soon as VK cannot answer so much in one go
 * (error 13, a reply over the size cap, silence). What it learnt stays for the client's life.
 */
export function createReadPages(call: VkCaller, run: ScriptRunner, signal: AbortSignal | undefined): ReadPages {
  let width = MAX_SCRIPT_CALLS;

  return async function readPages<T>(
    calls: readonly ScriptCall[],
    schema: z.ZodType<T>,
    onResult: (value: T) => Promise<void> | void,
  ): Promise<VkOutcome<null>> {
    async function readSingly(single: ScriptCall): Promise<VkOutcome<null>> {
      const reply = await call({ ...single, kind: 'read', schema });
      if (reply.outcome !== 'ok') return reply;
      await onResult(reply.value.result);
      return DONE;
    }

    let next = 0;
    while (next < calls.length) {
      const part = calls.slice(next, next + width);
      const only = part.length === 1 ? part[0] : undefined;
      if (only !== undefined) {
        const outcome = await readSingly(only);
        if (outcome.outcome !== 'ok') return outcome;
        next += 1;
        continue;
      }
      const script = await run(part, 'read');
      if (script.outcome !== 'ran') {
        const isTooMuch =
          script.outcome === 'unknown'
            ? signal?.aborted !== true
            : script.policy === 'split_batch' || UNCLEAR_VK_CODES.has(script.vkCode);
        if (!isTooMuch) return script;
        width = narrower(part.length);
        continue;
      }
      for (const [index, single] of part.entries()) {
        const result = script.results[index];
        if (result?.outcome === 'api_error' && STOPPING.has(result.policy)) return result;
        const read = result?.outcome === 'result' ? schema.safeParse(result.value) : undefined;
        if (read?.success) await onResult(read.data);
        else {
          const outcome = await readSingly(single);
          if (outcome.outcome !== 'ok') return outcome;
        }
      }
      next += part.length;
    }
    return DONE;
  };
}

const DONE = { outcome: 'ok', value: null } as const;
