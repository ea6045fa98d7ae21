import type { ListingKey, StoreId } from '../brand.js';

/** A selected good as far as it may be the same thing as another store's. */
export interface AlikeGood {
  readonly storeId: StoreId;
  readonly key: ListingKey;
  readonly name: string;
  readonly barcodes: readonly string[];
}

/** Share of such goods, 0…1, over which the merchant must say how stores are merged (spec §2). */
export const ASK_OVER_SHARE = 0.2;

/**
 * Share of goods, 0…1, with a barcode or a name that a good of another store has too, although both would be listings of
 * their own. Names are compared without regard to case and spaces.
 */
export function alikeShare(goods: readonly AlikeGood[]): number {
  if (goods.length === 0) return 0;
  const seen = new Map<string, AlikeGood[]>();
  for (const good of goods)
    for (const mark of marksOf(good)) {
      const known = seen.get(mark) ?? [];
      const sameStore = known.filter(other => other.storeId === good.storeId);
      // Two keys of a store are enough: of them, one is another than any key that is asked about.
      if (sameStore.length < 2 && sameStore.every(other => other.key !== good.key)) known.push(good);
      seen.set(mark, known);
    }
  const isAlike = (good: AlikeGood): boolean =>
    marksOf(good).some(mark =>
      (seen.get(mark) ?? []).some(other => other.storeId !== good.storeId && other.key !== good.key),
    );
  return goods.filter(isAlike).length / goods.length;
}

function marksOf({ name, barcodes }: AlikeGood): readonly string[] {
  const named = name.toLowerCase().replace(/\s+/gu, ' ').trim();
  const marks = barcodes.map(code => code.trim()).filter(code => code !== '');
  return [...marks.map(code => `b ${code}`), ...(named === '' ? [] : [`n ${named}`])];
}
