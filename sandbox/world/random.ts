/** A small seeded generator (mulberry32): the same seed always gives the same catalogue and the same faults. */
export class Random {
  #state: number;

  constructor(seed: number | string) {
    this.#state = typeof seed === 'number' ? seed >>> 0 : hashText(seed);
  }

  /** A number from 0 (included) to 1 (not included). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const value = list[Math.floor(this.next() * list.length)];
    if (value === undefined) throw new RangeError('nothing to pick from');
    return value;
  }

  digits(count: number): string {
    let text = '';
    while (text.length < count) text += String(this.int(0, 9));
    return text;
  }

  hex(count: number): string {
    let text = '';
    while (text.length < count) text += this.int(0, 15).toString(16);
    return text;
  }

  /** A lower-case id as Evotor gives goods and groups. */
  uuid(): string {
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-8${this.hex(3)}-${this.hex(12)}`;
  }

  /** An upper-case, date-prefixed id as Evotor gives stores. */
  storeUuid(): string {
    return `20240${this.int(1, 9)}1${this.int(0, 9)}-${this.hex(4)}-4${this.hex(3)}-8${this.hex(3)}-${this.hex(12)}`.toUpperCase();
  }
}

function hashText(text: string): number {
  let hash = 2166136261;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return hash >>> 0;
}
