/** A sliding window over arrival times: at most `limit` admitted calls within any 1,000 ms. */
export class RateWindow {
  #admitted: number[] = [];
  #arrived: number[] = [];

  /** Notes an arrival at `now` (epoch ms); tells whether it is admitted and how many arrived in the last 1,000 ms. */
  arrive(now: number, limit: number): { admitted: boolean; arrivedInWindow: number } {
    const since = now - 1000;
    this.#admitted = this.#admitted.filter(at => at > since);
    this.#arrived = this.#arrived.filter(at => at > since);
    this.#arrived.push(now);
    // Refused calls do not push the window on, or a client that hammers would never get through again.
    const admitted = this.#admitted.length < limit;
    if (admitted) this.#admitted.push(now);
    return { admitted, arrivedInWindow: this.#arrived.length };
  }
}
