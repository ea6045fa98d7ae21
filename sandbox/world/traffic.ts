import type { JournalEntry } from './journal.js';

const WRITES = new Set([
  'market.add',
  'market.edit',
  'market.delete',
  'market.restore',
  'market.addAlbum',
  'market.editAlbum',
  'market.deleteAlbum',
  'market.addToAlbum',
  'market.removeFromAlbum',
  'market.saveProductPhoto',
  'market.saveProductPhotoBulk',
  'market.reorderItems',
  'market.reorderAlbums',
  'market.addProperty',
  'market.editProperty',
  'market.deleteProperty',
  'market.addPropertyVariant',
  'market.editPropertyVariant',
  'market.deletePropertyVariant',
  'market.groupItems',
  'market.ungroupItems',
  'groups.toggleMarket',
]);

/** True for VK methods that change something. */
export function isWrite(method: string): boolean {
  return WRITES.has(method);
}

/** Figures over all calls since the start or the last reset. */
export interface TrafficStats {
  /** HTTP calls of VK methods; one `execute` is one call. */
  vkCalls: number;
  vkCallsByMethod: Record<string, number>;
  /** Calls made inside `execute`, by method. */
  executeCallsByMethod: Record<string, number>;
  /** VK calls that write; an `execute` with at least one write counts once. */
  writeCalls: number;
  /** Single writes, those inside `execute` included. */
  writeOperations: number;
  /** Answers with error 6. */
  tooManyPerSecond: number;
  /** Most arrivals of one token in any 1,000 ms. */
  maxCallsInOneSecond: number;
  errorsByCode: Record<string, number>;
  uploads: number;
  evotorCalls: number;
  evotorCallsByStatus: Record<string, number>;
  webhooks: number;
}

/** Counts calls, per merchant and in all. */
export class Traffic {
  #all = emptyStats();
  #byMerchant = new Map<string, TrafficStats>();

  /** Adds one journal entry to the figures. */
  count(entry: Pick<JournalEntry, 'vendor' | 'merchant' | 'method' | 'outcome' | 'inner'>): void {
    addTo(this.#all, entry);
    if (entry.merchant !== undefined) addTo(this.#of(entry.merchant), entry);
  }

  /** Notes how many calls of one token arrived within the last second. */
  noteWindow(merchant: string, calls: number): void {
    for (const stats of [this.#all, this.#of(merchant)])
      stats.maxCallsInOneSecond = Math.max(stats.maxCallsInOneSecond, calls);
  }

  stats(merchant?: string): TrafficStats {
    return merchant === undefined ? this.#all : this.#of(merchant);
  }

  byMerchant(): Record<string, TrafficStats> {
    return Object.fromEntries(this.#byMerchant);
  }

  reset(): void {
    this.#all = emptyStats();
    this.#byMerchant = new Map();
  }

  #of(merchant: string): TrafficStats {
    let stats = this.#byMerchant.get(merchant);
    if (stats === undefined) this.#byMerchant.set(merchant, (stats = emptyStats()));
    return stats;
  }
}

function emptyStats(): TrafficStats {
  return {
    vkCalls: 0,
    vkCallsByMethod: {},
    executeCallsByMethod: {},
    writeCalls: 0,
    writeOperations: 0,
    tooManyPerSecond: 0,
    maxCallsInOneSecond: 0,
    errorsByCode: {},
    uploads: 0,
    evotorCalls: 0,
    evotorCallsByStatus: {},
    webhooks: 0,
  };
}

function addTo(stats: TrafficStats, entry: Pick<JournalEntry, 'vendor' | 'method' | 'outcome' | 'inner'>): void {
  if (entry.vendor === 'upload') stats.uploads += 1;
  if (entry.vendor === 'webhook') stats.webhooks += 1;
  if (entry.vendor === 'evotor') {
    stats.evotorCalls += 1;
    bump(stats.evotorCallsByStatus, entry.outcome);
  }
  if (entry.vendor !== 'vk') return;
  stats.vkCalls += 1;
  bump(stats.vkCallsByMethod, entry.method);
  const inner = entry.inner ?? [];
  const writes = inner.filter(call => isWrite(call.method)).length + (isWrite(entry.method) ? 1 : 0);
  stats.writeOperations += writes;
  if (writes > 0) stats.writeCalls += 1;
  for (const call of inner) bump(stats.executeCallsByMethod, call.method);
  for (const outcome of [entry.outcome, ...inner.map(call => call.outcome)]) {
    const code = /error:(\d+)/.exec(outcome)?.[1];
    if (code !== undefined) bump(stats.errorsByCode, code);
    if (code === '6') stats.tooManyPerSecond += 1;
  }
}

function bump(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
