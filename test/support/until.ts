import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between two looks: short beside what is waited for, long beside a query. */
const LOOK_EVERY_MS = 40;

/** Waits until `probe` answers something other than `null`, `undefined` or `false`, and gives it; fails in the end. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  timeoutMs = 20_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}
