import type { ListingKey, VkItemId } from '../brand.js';
import { shownText } from '../text/shown-text.js';

/** A wanted good that does not stand in VK yet. */
export interface UnlinkedListing {
  readonly key: ListingKey;
  readonly name: string;
  /** Of all its members. */
  readonly barcodes: readonly string[];
  readonly articles: readonly string[];
}

/** A good of the shop that belongs to no listing. */
export interface UnlinkedItem {
  readonly id: VkItemId;
  readonly sku: string | null;
  readonly title: string;
}

export type MatchedBy = 'barcode' | 'article' | 'name';

export interface AdoptionMatch {
  readonly key: ListingKey;
  readonly itemId: VkItemId;
  readonly by: MatchedBy;
}

/** A name as two people might write it. */
const likeName = (name: string): string => shownText(name).toLowerCase().replaceAll('ё', 'е');

const SIGNS: readonly {
  readonly by: MatchedBy;
  readonly ofListing: (listing: UnlinkedListing) => readonly string[];
  readonly ofItem: (item: UnlinkedItem) => string;
}[] = [
  { by: 'barcode', ofListing: ({ barcodes }) => barcodes, ofItem: ({ sku }) => sku ?? '' },
  { by: 'article', ofListing: ({ articles }) => articles, ofItem: ({ sku }) => sku ?? '' },
  { by: 'name', ofListing: ({ name }) => [likeName(name)], ofItem: ({ title }) => likeName(title) },
];

/** The only one of each sign; a sign that two share tells nothing. */
function onlyOnes<T>(all: readonly T[], signsOf: (one: T) => readonly string[]): ReadonlyMap<string, T> {
  const found = new Map<string, T | null>();
  for (const one of all)
    for (const sign of new Set(signsOf(one).map(text => text.trim())))
      if (sign !== '') found.set(sign, found.has(sign) ? null : one);
  return new Map([...found].filter((entry): entry is [string, T] => entry[1] !== null));
}

/**
 * Goods of the merchant's own making that look like a listing of ours, best sign first: barcode, article, name. Each item
 * and each listing is in one match at most, and a sign that two items or two listings share matches nothing: the merchant
 * could not tell them apart either. `isAnswered`: pairs the merchant has said no to.
 */
export function matchForAdoption(
  listings: readonly UnlinkedListing[],
  items: readonly UnlinkedItem[],
  isAnswered: (key: ListingKey, itemId: VkItemId) => boolean = () => false,
): readonly AdoptionMatch[] {
  const matches: AdoptionMatch[] = [];
  const usedKeys = new Set<ListingKey>();
  const usedItems = new Set<VkItemId>();
  for (const { by, ofListing, ofItem } of SIGNS) {
    const byListing = onlyOnes(listings, ofListing);
    const byItem = onlyOnes(items, item => [ofItem(item)]);
    for (const [sign, listing] of byListing) {
      const item = byItem.get(sign);
      if (!item || usedKeys.has(listing.key) || usedItems.has(item.id) || isAnswered(listing.key, item.id)) continue;
      usedKeys.add(listing.key);
      usedItems.add(item.id);
      matches.push({ key: listing.key, itemId: item.id, by });
    }
  }
  return matches;
}
