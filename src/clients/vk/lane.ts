import { earliestDeparture } from '../../domain/pacing/earliest-departure.js';
import { slotIntervalMs } from '../../domain/pacing/interval.js';

export interface LaneOptions {
  /** Takes `n` slots from the connection's shared row: when each call may leave, epoch milliseconds, ascending. */
  readonly reserve: (n: number) => Promise<readonly number[]>;
  /** Pushes the shared row's next free slot `ms` away, so that other processes wait as well. */
  readonly postpone?: (ms: number) => Promise<void>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** `slotIntervalMs(VK_CALLS_PER_SECOND)`; 343 for 3 calls a second. */
  readonly intervalMs: number;
  /** Told how long each caller waited. */
  readonly onWaited?: (ms: number) => void;
}

/** The one way of a VK token to the API: a call waits here until it may leave. */
export interface Lane {
  /** Resolves when the caller may send one call, which it must do at once. */
  slot(): Promise<void>;
  /** As {@link slot}, and at least a second after the last write batch. */
  writeBatch(): Promise<void>;
  /** VK said "too many": no call leaves for `ms`. */
  penalty(ms: number): Promise<void>;
  readonly slotsUsed: number;
  /** Time callers spent waiting, summed. */
  readonly waitedMs: number;
}

/** Milliseconds between two write batches: a manner (spec §4), not a published limit. */
export const WRITE_BATCH_MS = 1000;

/** Slots taken in one go when several callers wait: about a second's worth, so that a crash wastes little. */
const SLOTS_PER_RESERVATION = 3;

/** A lane over a shared row of slots. Several waiting callers are served by one reservation, in order. */
export function createLane(options: LaneOptions): Lane {
  const { now, sleep, intervalMs } = options;
  const callsPerSecond = Math.max(1, Math.round(slotIntervalMs(1) / intervalMs));
  const waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  let departures: number[] = [];
  let penaltyUntil = 0;
  let serving = false;
  let lastBatchAt = -Infinity;
  let batchTurn: Promise<void> = Promise.resolve();
  let slotsUsed = 0;
  let waitedMs = 0;

  async function sleepUntil(time: () => number): Promise<void> {
    for (let left = time() - now(); left > 0; left = time() - now()) await sleep(left);
  }

  /** A slot that was missed by more than its width may belong to another process's second by now. */
  const isStale = (at: number) => now() - at > intervalMs;

  async function serve(): Promise<void> {
    let retakes = 0;
    while (waiting.length > 0) {
      const slots = await options.reserve(Math.min(SLOTS_PER_RESERVATION, waiting.length));
      if (slots.length === 0) throw new RangeError('a lane reservation gave no slot');
      for (const at of slots) {
        await sleepUntil(() => Math.max(earliestDeparture(departures, at, callsPerSecond), penaltyUntil));
        // A slow database must not starve the lane: the second missed slot in a row is used as it is.
        if (isStale(at) && retakes < 2) {
          retakes += 1;
          continue;
        }
        retakes = 0;
        departures = [...departures, now()].slice(-callsPerSecond);
        slotsUsed += 1;
        waiting.shift()?.resolve();
      }
    }
  }

  function startServing(): void {
    if (serving) return;
    serving = true;
    serve()
      .catch((error: unknown) => waiting.splice(0).forEach(waiter => waiter.reject(error)))
      .finally(() => {
        serving = false;
        if (waiting.length > 0) startServing();
      });
  }

  async function slot(): Promise<void> {
    const since = now();
    await new Promise<void>((resolve, reject) => {
      waiting.push({ resolve, reject });
      startServing();
    });
    const waited = now() - since;
    waitedMs += waited;
    options.onWaited?.(waited);
  }

  async function takeBatchTurn(): Promise<void> {
    await sleepUntil(() => lastBatchAt + WRITE_BATCH_MS);
    await slot();
    lastBatchAt = now();
  }

  return {
    slot,
    writeBatch() {
      const turn = batchTurn.then(takeBatchTurn);
      batchTurn = turn.catch(() => undefined);
      return turn;
    },
    async penalty(ms) {
      penaltyUntil = Math.max(penaltyUntil, now() + ms);
      await options.postpone?.(ms);
    },
    get slotsUsed() {
      return slotsUsed;
    },
    get waitedMs() {
      return waitedMs;
    },
  };
}
