import type { JournalEntry } from '../sandbox/world/journal.js';

/** VK allows three calls a second with one token. */
const SLOT_MS = 1000 / 3;
const WRITE = /^market\.(add|edit|addAlbum|addToAlbum|saveProductPhoto)/;

export interface SlotFigures {
  /** Calls made per slot that VK gives, between the first and the last call that writes. */
  readonly use: number;
  readonly maxInOneSecond: number;
  /** The longest gaps between two calls, with what came before and after them. */
  readonly gaps: readonly { readonly ms: number; readonly from: string; readonly to: string }[];
}

const isWrite = (call: JournalEntry) =>
  WRITE.test(call.method) || (call.inner ?? []).some(({ method }) => WRITE.test(method));

/** How well the calls of one run used their slots; oldest call first. */
export function slotFigures(calls: readonly JournalEntry[]): SlotFigures {
  const writes = calls.filter(isWrite);
  const [first, last] = [writes.at(0)?.at ?? 0, writes.at(-1)?.at ?? 0];
  const working = calls.filter(({ at }) => at >= first && at <= last);
  const gaps = working
    .flatMap((to, index) => {
      const from = working[index - 1];
      return from ? [{ ms: to.at - from.at, from: from.method, to: to.method }] : [];
    })
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 8);
  return {
    use: working.length / ((last - first) / SLOT_MS + 1),
    maxInOneSecond: mostWithin(
      calls.map(({ at }) => at),
      1000,
    ),
    gaps,
  };
}

/** Most times in any window of a length; a window's end does not belong to it. */
function mostWithin(times: readonly number[], windowMs: number): number {
  let most = 0;
  let start = 0;
  times.forEach((time, end) => {
    while ((times[start] ?? time) <= time - windowMs) start += 1;
    most = Math.max(most, end - start + 1);
  });
  return most;
}
