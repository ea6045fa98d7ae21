import { z } from 'zod';
import type { Unknown } from '../../domain/result.js';
import type { VkCaller } from './call.js';
import type { VkApiError } from './outcome.js';
import { pairResults, scriptReply } from './pair-results.js';
import type { InnerResult } from './pair-results.js';
import { buildScript } from './script.js';
import type { ScriptCall } from './script.js';

/** A script's fate: one result per call, or none at all. */
export type ScriptOutcome =
  { readonly outcome: 'ran'; readonly results: readonly InnerResult[] } | VkApiError | Unknown;

/** Runs up to 25 calls in one HTTP call; a single call goes directly, without a script. */
export type ScriptRunner = (calls: readonly ScriptCall[], kind: 'read' | 'write') => Promise<ScriptOutcome>;

/** A runner over the caller. Scripts of reads are sent once too: their reader shrinks them instead of repeating. */
export function createScriptRunner(call: VkCaller, secrets: readonly string[]): ScriptRunner {
  return async (calls, kind) => {
    const only = calls.length === 1 ? calls[0] : undefined;
    if (only !== undefined) {
      const single = await call({ ...only, kind, schema: z.unknown() });
      if (single.outcome === 'unknown') return single;
      if (single.outcome === 'api_error') return { outcome: 'ran', results: [single] };
      return { outcome: 'ran', results: [{ outcome: 'result', value: single.value.result }] };
    }
    const reply = await call({
      method: 'execute',
      params: { code: buildScript(calls) },
      kind: kind === 'read' ? 'read_once' : 'write',
      schema: scriptReply,
      isWriteBatch: kind === 'write',
    });
    if (reply.outcome !== 'ok') return reply;
    return {
      outcome: 'ran',
      results: pairResults(calls, reply.value.result, reply.value.executeErrors, secrets),
    };
  };
}
