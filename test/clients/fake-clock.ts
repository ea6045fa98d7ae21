/** A clock that jumps to the next timer as soon as nothing else is left to do. */
export interface FakeClock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Lets time pass until the promise settles. */
  run<T>(promise: Promise<T>): Promise<T>;
}

export function createFakeClock(startAt = 1_000_000, lateness: () => number = () => 0): FakeClock {
  let time = startAt;
  const timers: { at: number; wake: () => void }[] = [];

  return {
    now: () => time,
    sleep: ms => new Promise(wake => timers.push({ at: time + Math.max(0, ms), wake })),
    async run(promise) {
      const state = { settled: false };
      const settle = () => {
        state.settled = true;
      };
      promise.then(settle, settle);
      for (;;) {
        await new Promise(resolve => setImmediate(resolve));
        if (state.settled) return promise;
        timers.sort((a, b) => a.at - b.at);
        const next = timers.shift();
        if (next === undefined) continue;
        time = Math.max(time, next.at + lateness());
        next.wake();
      }
    },
  };
}
