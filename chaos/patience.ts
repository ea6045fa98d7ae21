import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 60;

/** Said when something did not come about in its time. */
export class OutOfPatience extends Error {}

/**
 * Asks again and again until the answer is something, whatever fails in between: servers come and go here.
 * Throws {@link OutOfPatience} with the last failure at the deadline (a value of `performance.now()`).
 */
export async function patiently<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  deadline: number,
): Promise<T> {
  let failure: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false) return answer;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > deadline) throw new OutOfPatience(`waited in vain for ${what}`, { cause: failure });
    await pause(LOOK_EVERY_MS);
  }
}

/** A deadline so many seconds from now. */
export function within(seconds: number): number {
  return performance.now() + seconds * 1000;
}
