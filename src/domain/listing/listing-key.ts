import type { ListingKey } from '../brand.js';
import type { MergeBy } from '../settings.js';
import type { TillProduct } from '../till.js';
import { cleanText } from '../text/clean-text.js';
import { shortHash } from '../text/short-hash.js';

/** VK `sku`: at most 50 characters (`market.add`). */
const MAX_KEY = 50;

/**
 * The key of the listing a good belongs to: its Evotor id, or `bc:<first barcode>` / `art:<article>` when goods of
 * several stores are merged by them. A good without barcode or article stands for itself.
 * A key VK could not hold or might change (too long, signs outside windows-1251) ends in `~` and a stable hash instead.
 */
export function listingKey(
  product: Pick<TillProduct, 'id' | 'barcodes' | 'articleNumber'>,
  mergeBy: MergeBy,
): ListingKey {
  return fit(rawKey(product, mergeBy)) as ListingKey;
}

function rawKey(product: Pick<TillProduct, 'id' | 'barcodes' | 'articleNumber'>, mergeBy: MergeBy): string {
  const barcode = product.barcodes.map(code => code.trim()).find(code => code !== '');
  if (mergeBy === 'barcode' && barcode !== undefined) return `bc:${barcode}`;
  const article = product.articleNumber?.trim() ?? '';
  if (mergeBy === 'article' && article !== '') return `art:${article}`;
  return product.id;
}

function fit(key: string): string {
  const clean = cleanText(key);
  if (clean === key && key.length <= MAX_KEY) return key;
  const ending = `~${shortHash(key)}`;
  return `${clean.slice(0, MAX_KEY - ending.length).trimEnd()}${ending}`;
}
