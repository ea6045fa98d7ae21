import type { ListingKey } from '../brand.js';

/** A good by the key it stood under and the one it stands under now. */
export interface KeyedGood {
  /** `null` = it had none yet. */
  readonly oldKey: ListingKey | null;
  readonly newKey: ListingKey;
  /** It was selected while it stood under the old key. */
  readonly wasSelected: boolean;
}

/**
 * Where each key went that no good stands under any more: to the key of its first selected good, else of its first one.
 * `goods` come in the merchant's order of stores. A key that still has a good keeps what belongs to it.
 */
export function movedKeys(goods: readonly KeyedGood[]): ReadonlyMap<ListingKey, ListingKey> {
  const inUse = new Set(goods.map(good => good.newKey));
  const moved = new Map<ListingKey, ListingKey>();
  for (const isWanted of [true, false])
    for (const { oldKey, newKey, wasSelected } of goods)
      if (oldKey !== null && wasSelected === isWanted && !inUse.has(oldKey) && !moved.has(oldKey))
        moved.set(oldKey, newKey);
  return moved;
}
