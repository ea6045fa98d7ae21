/** Longest time a scheduled run trusts the last full read of the shop: 24 h (spec §3). */
export const SHOP_READ_MAX_AGE_MS = 24 * 60 * 60 * 1000;

/** What decides whether a run has to look at the shop at all. */
export interface ShopReadFacts {
  readonly trigger: 'schedule' | 'manual' | 'webhook' | 'approval' | 'undo';
  readonly kind: 'sync' | 'preview' | 'pilot' | 'undo' | 'disconnect';
  /** Digest of the till as read in this run; `null` when a store was not read completely. */
  readonly tillDigest: string | null;
  readonly convergedTillDigest: string | null;
  readonly inputVersion: number;
  readonly convergedInputVersion: number | null;
  /** Milliseconds since the last full read of the shop; `null` = never. */
  readonly shopReadAgeMs: number | null;
  readonly hasDueDeletes: boolean;
}

/** Whether nothing can have to be done: same till, same wishes, shop read lately. Then VK is not called at all. */
export function maySkipShopRead(facts: ShopReadFacts): boolean {
  return (
    (facts.trigger === 'schedule' || facts.trigger === 'webhook') &&
    facts.kind === 'sync' &&
    facts.tillDigest !== null &&
    facts.tillDigest === facts.convergedTillDigest &&
    facts.inputVersion === facts.convergedInputVersion &&
    facts.shopReadAgeMs !== null &&
    facts.shopReadAgeMs < SHOP_READ_MAX_AGE_MS &&
    !facts.hasDueDeletes
  );
}
