import type { VkGroupId } from '../../domain/brand.js';
import type { BatchOutcome } from './api.js';
import { ABORTED_BEFORE_SENDING } from './call.js';
import { UNCLEAR_VK_CODES } from './error-table.js';
import type { Lane } from './lane.js';
import { STOPPING } from './outcome.js';
import type { VkApiError } from './outcome.js';
import { MAX_SCRIPT_CALLS } from './script.js';
import type { ScriptCall } from './script.js';
import type { ScriptOutcome, ScriptRunner } from './script-runner.js';
import type { BatchCall } from './types.js';
import { scriptCallOf } from './write-params.js';
import { judgeWriteError, readWriteResult } from './write-result.js';

export interface BatchContext {
  readonly groupId: VkGroupId;
  readonly run: ScriptRunner;
  readonly lane: Lane;
  readonly sleep: (ms: number) => Promise<void>;
  readonly signal: AbortSignal | undefined;
}

interface Entry {
  readonly call: BatchCall;
  readonly wire: ScriptCall;
  /** Why an earlier try of this call has no known outcome; then it can no longer be `not_sent`. */
  unclear: string | null;
}

/**
 * Unknown outcomes in a row after which the rest is left unknown: one more than it takes to halve 25 calls down to a
 * single bad one (25, 13, 7, 4, 2, 1), so that one poisonous call cannot pass for an outage.
 */
const MAX_UNKNOWN_IN_ROW = 7;
const REST_AFTER_UNKNOWN_MS = 500;
/** Inner "too many per second": rest, and send those calls again, this often. */
const MAX_TOO_FAST_ROUNDS = 3;
const TOO_FAST_REST_MS = 1000;
const TOO_FAST = 6;
/** `NotSent.code` when the caller called the batch off. */
const ABORTED = 'aborted';

/** One run over the calls given to `batch`. All of them can be repeated, so what is unclear is sent again in halves. */
class BatchRun {
  readonly outcomes = new Map<number, BatchOutcome['outcome']>();
  private stopCode: string | null = null;
  private unknownInRow = 0;
  private tooFastRounds = 0;

  constructor(private readonly context: BatchContext) {}

  async send(part: readonly Entry[]): Promise<void> {
    if (part.length === 0) return;
    if (this.stopCode !== null) {
      this.leaveOut(part, this.stopCode);
      return;
    }
    const script = await this.context.run(
      part.map(({ wire }) => wire),
      'write',
    );
    if (script.outcome === 'ran') return this.take(part, script.results);
    if (script.outcome === 'unknown') return this.retreat(part, script.cause);
    if (UNCLEAR_VK_CODES.has(script.vkCode)) return this.retreat(part, `vk_${script.vkCode}`);
    if (script.policy === 'split_batch') return this.halve(part, `vk_${script.vkCode}`);
    for (const entry of part) this.refuse(entry, script);
  }

  /** A script without an outcome: rest and send the halves, unless nothing at all gets through any more. */
  private async retreat(part: readonly Entry[], cause: string): Promise<void> {
    if (this.context.signal?.aborted) this.stopCode ??= ABORTED;
    if (cause === ABORTED_BEFORE_SENDING) {
      this.leaveOut(part, ABORTED);
      return;
    }
    this.unknownInRow += 1;
    if (this.unknownInRow >= MAX_UNKNOWN_IN_ROW) this.stopCode ??= 'VK.UNAVAILABLE';
    if (part.length === 1 || this.stopCode !== null) {
      for (const entry of part) this.outcomes.set(entry.call.id, { outcome: 'unknown', cause });
      return;
    }
    await this.context.sleep(REST_AFTER_UNKNOWN_MS * this.unknownInRow);
    await this.halve(part, cause);
  }

  private async halve(part: readonly Entry[], cause: string): Promise<void> {
    for (const entry of part) entry.unclear = cause;
    const middle = Math.ceil(part.length / 2);
    await this.send(part.slice(0, middle));
    await this.send(part.slice(middle));
  }

  /** VK executes a script to its end whatever fails in it, so what has a result has it. */
  private async take(part: readonly Entry[], results: readonly InnerResult[]): Promise<void> {
    this.unknownInRow = 0;
    const tooFast: Entry[] = [];
    const unpaired: Entry[] = [];
    part.forEach((entry, index) => {
      const result = results[index];
      if (result === undefined || result.outcome === 'unpaired') unpaired.push(entry);
      else if (result.outcome === 'result') {
        this.outcomes.set(entry.call.id, readWriteResult(entry.call, entry.wire.method, result.value));
      } else if (result.vkCode === TOO_FAST && part.length > 1 && this.tooFastRounds < MAX_TOO_FAST_ROUNDS) {
        tooFast.push(entry);
      } else this.refuse(entry, result);
    });
    for (const entry of unpaired) {
      entry.unclear ??= 'unpaired';
      await this.send([entry]);
    }
    if (tooFast.length === 0) return;
    this.tooFastRounds += 1;
    await this.context.lane.penalty(TOO_FAST_REST_MS * this.tooFastRounds);
    await this.send(tooFast);
  }

  private refuse(entry: Entry, error: VkApiError): void {
    const judged = judgeWriteError(entry.call, error);
    if (STOPPING.has(judged.policy)) this.stopCode ??= judged.code;
    this.outcomes.set(entry.call.id, judged);
  }

  private leaveOut(part: readonly Entry[], code: string): void {
    for (const { call, unclear } of part) {
      this.outcomes.set(
        call.id,
        unclear === null ? { outcome: 'not_sent', code } : { outcome: 'unknown', cause: unclear },
      );
    }
  }
}

type InnerResult = Extract<ScriptOutcome, { outcome: 'ran' }>['results'][number];

/**
 * Sends repeatable writes, 25 to a script. A refusal that forbids further calls (flood, captcha, token, rights, shop
 * off) stops what has not left yet; those are `not_sent`.
 */
export async function sendBatch(context: BatchContext, calls: readonly BatchCall[]): Promise<BatchOutcome[]> {
  const entries = calls.map((call): Entry => ({ call, wire: scriptCallOf(context.groupId, call), unclear: null }));
  const run = new BatchRun(context);
  for (let from = 0; from < entries.length; from += MAX_SCRIPT_CALLS) {
    await run.send(entries.slice(from, from + MAX_SCRIPT_CALLS));
  }
  return calls.map(({ id }) => ({ id, outcome: run.outcomes.get(id) ?? { outcome: 'unknown', cause: 'unpaired' } }));
}
