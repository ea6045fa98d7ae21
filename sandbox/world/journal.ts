/** `script` marks what a fault rule did to the world. */
export type Vendor = 'evotor' | 'vk' | 'upload' | 'vkid' | 'webhook' | 'script';

/** One call as the sandbox saw it; tokens are never in it. */
export interface JournalEntry {
  seq: number;
  /** Epoch ms of arrival. */
  at: number;
  vendor: Vendor;
  merchant?: string;
  /** VK method, or HTTP method and path for the others. */
  method: string;
  /** `ok`, `error:100`, `http:402`, `reset`, `lost:ok` … */
  outcome: string;
  params: Record<string, string>;
  ms: number;
  /** Calls made inside one `execute`: method and outcome each. */
  inner?: { method: string; outcome: string; faults?: (string | number)[] }[];
  /** Items it made or changed. */
  items?: number[];
  /** Of a successful `market.add`: how many there were with this `sku` by now; 2 and more smell of a twin. */
  addsOfSku?: number;
  /** The rules that hit, by name or id. */
  faults?: (string | number)[];
}

/** The newest calls, oldest first; older ones fall out after `capacity` entries. */
export class Journal {
  #entries: JournalEntry[] = [];
  #seq = 0;
  readonly #capacity: number;

  constructor(capacity = 5000) {
    this.#capacity = capacity;
  }

  add(entry: Omit<JournalEntry, 'seq'>): JournalEntry {
    const kept = { seq: ++this.#seq, ...entry };
    this.#entries.push(kept);
    // Cutting in halves keeps the cost per call constant.
    if (this.#entries.length > this.#capacity * 2) this.#entries = this.#entries.slice(-this.#capacity);
    return kept;
  }

  /** Entries that fit the filter; `since` is a sequence number (not included). */
  list(
    filter: { vendor?: string; method?: string; merchant?: string; since?: number; limit?: number; item?: number } = {},
  ): JournalEntry[] {
    const found = this.#entries.filter(
      entry =>
        (filter.vendor === undefined || entry.vendor === filter.vendor) &&
        (filter.method === undefined || entry.method === filter.method) &&
        (filter.merchant === undefined || entry.merchant === filter.merchant) &&
        (filter.item === undefined || entry.items?.includes(filter.item) === true) &&
        entry.seq > (filter.since ?? 0),
    );
    return found.slice(-(filter.limit ?? 1000));
  }

  clear(): void {
    this.#entries = [];
  }
}
