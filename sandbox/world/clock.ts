/** The sandbox's time in epoch milliseconds: the real clock plus an offset that tests and the demo may move forward. */
export class Clock {
  #offsetMs: number;

  constructor(offsetMs = 0) {
    this.#offsetMs = offsetMs;
  }

  /** Epoch milliseconds. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Moves the time forward by `ms` milliseconds; going back is refused because stored dates would then lie in the future. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError('the clock only moves forward');
    this.#offsetMs += ms;
  }
}

/** Evotor's timestamp form: milliseconds and an offset without a colon, such as 2026-03-14T12:21:03.392+0000. */
export function evotorTimestamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '+0000');
}
