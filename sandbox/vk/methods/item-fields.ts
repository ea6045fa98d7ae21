import type { Shop, ShopItem, ShopPhoto } from '../../world/shop.js';
import type { Params } from '../params.js';
import { parseRoubles } from '../prices.js';
import { hasBadLink, normaliseDescription, normaliseTitle, withoutOddSigns } from '../text-rules.js';
import { badParam, VkFailure } from '../vk-failure.js';
import { readVariants } from './variants.js';

/** The fields of an item that a call may set. */
export type ItemFields = Pick<
  ShopItem,
  | 'title'
  | 'description'
  | 'categoryId'
  | 'priceKopecks'
  | 'oldPriceKopecks'
  | 'sku'
  | 'stock'
  | 'url'
  | 'dimensions'
  | 'mainPhotoId'
  | 'photoIds'
  | 'variantIds'
>;

/** The fields this call brings, checked beyond the contract; absent parameters stay absent. */
export function readItemFields(shop: Shop, params: Params): Partial<ItemFields> {
  if (params.has('video_ids')) throw badParam('video_ids: video not found');
  const fields: Partial<ItemFields> = {};
  const variantIds = readVariants(shop, params);
  if (variantIds !== undefined) fields.variantIds = variantIds;
  const name = params.text('name');
  if (name !== undefined) {
    const title = shop.switches.normaliseText ? normaliseTitle(name) : name;
    fields.title = shop.switches.dropOddSigns === true ? withoutOddSigns(title) : title;
  }
  const description = params.text('description');
  if (description !== undefined) {
    if (hasBadLink(description)) throw new VkFailure(1408);
    const least = shop.limits.descriptionChars ?? 0;
    if ([...description.trim()].length < least)
      throw badParam(`description should be at least ${least} characters length`);
    const kept = shop.switches.normaliseText ? normaliseDescription(description) : description;
    fields.description = shop.switches.joinLines === true ? kept.replace(/\s*\n\s*/gu, ' ') : kept;
  }
  const category = params.int('category_id');
  if (category !== undefined) fields.categoryId = category;
  const price = params.text('price');
  if (price !== undefined) fields.priceKopecks = kept(shop, parseRoubles('price', price));
  const oldPrice = params.text('old_price');
  if (oldPrice !== undefined) fields.oldPriceKopecks = kept(shop, parseRoubles('old_price', oldPrice));
  const sku = params.text('sku');
  if (sku !== undefined) fields.sku = sku.slice(0, shop.limits.skuChars);
  const stock = params.int('stock_amount');
  if (stock !== undefined && keepsStock(shop)) fields.stock = stock;
  const url = params.text('url');
  // The button link belongs to the basic shop; an advanced one ignores it.
  if (url !== undefined && shop.mode === 'basic') fields.url = url;
  const dimensions = readDimensions(params);
  if (dimensions !== undefined) fields.dimensions = dimensions;
  const mainPhotoId = params.int('main_photo_id');
  if (mainPhotoId !== undefined) fields.mainPhotoId = mainPhotoId;
  const photoIds = params.ints('photo_ids');
  if (photoIds !== undefined) fields.photoIds = photoIds;
  return fields;
}

/** A basic shop does not know stock; what it does with the value nobody could say, hence the switch. */
function keepsStock(shop: Shop): boolean {
  if (shop.mode === 'advanced') return true;
  const { basicStock = 'ignore' } = shop.switches;
  if (basicStock === 'error') throw badParam('stock_amount is available in the advanced market only');
  return basicStock === 'keep';
}

/** A price as the shop keeps it, in kopecks. */
function kept(shop: Shop, kopecks: number): number {
  return shop.switches.wholeRoubles === true ? Math.round(kopecks / 100) * 100 : kopecks;
}

function readDimensions(params: Params): ShopItem['dimensions'] | undefined {
  const [width, height, length, weight] = ['dimension_width', 'dimension_height', 'dimension_length', 'weight'].map(
    name => params.int(name),
  );
  if (width === undefined && height === undefined && length === undefined && weight === undefined) return undefined;
  if (width === undefined || height === undefined || length === undefined || weight === undefined) {
    throw new VkFailure(1429, 'Specify width, length, height and weight all together');
  }
  return { width, height, length, weight };
}

/** Checks that each photo is of this shop and free (or already this item's); VK never frees a photo once given to an item. */
export function checkPhotos(shop: Shop, ids: readonly number[], itemId: number | undefined): void {
  const unique = new Set(ids);
  for (const id of unique) {
    const photo = shop.photos.get(id);
    if (photo === undefined || isTaken(shop, photo, itemId)) {
      throw badParam('photo not found or already assigned to another item');
    }
  }
  if (unique.size !== ids.length) throw badParam('photo not found or already assigned to another item');
}

/** By another item, or, where photos of one upload belong together, by a sibling's item. */
function isTaken(shop: Shop, photo: ShopPhoto, itemId: number | undefined): boolean {
  const { photoReuse, bulkPhotosTogether } = shop.switches;
  const byOther = ({ usedBy }: ShopPhoto): boolean => usedBy !== undefined && usedBy !== itemId;
  if (photoReuse !== true && byOther(photo)) return true;
  if (bulkPhotosTogether !== true || photo.bulk === undefined) return false;
  return [...shop.photos.values()].some(other => other.bulk === photo.bulk && byOther(other));
}

export function claimPhotos(shop: Shop, ids: readonly number[], itemId: number): void {
  for (const id of ids) {
    const photo = shop.photos.get(id);
    if (photo !== undefined) photo.usedBy = itemId;
  }
}
