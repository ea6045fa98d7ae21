import type { Shop, ShopItem } from '../../world/shop.js';
import type { Params } from '../params.js';
import { parseRoubles } from '../prices.js';
import { hasBadLink, normaliseDescription, normaliseTitle } from '../text-rules.js';
import { badParam, VkFailure } from '../vk-failure.js';

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
>;

/** The fields this call brings, checked beyond the contract; absent parameters stay absent. */
export function readItemFields(shop: Shop, params: Params): Partial<ItemFields> {
  if (params.has('video_ids')) throw badParam('video_ids: video not found');
  if (params.has('variant_ids')) throw new VkFailure(1416, 'Variant not found');
  const fields: Partial<ItemFields> = {};
  const name = params.text('name');
  if (name !== undefined) fields.title = shop.switches.normaliseText ? normaliseTitle(name) : name;
  const description = params.text('description');
  if (description !== undefined) {
    if (hasBadLink(description)) throw new VkFailure(1408);
    fields.description = shop.switches.normaliseText ? normaliseDescription(description) : description;
  }
  const category = params.int('category_id');
  if (category !== undefined) fields.categoryId = category;
  const price = params.text('price');
  if (price !== undefined) fields.priceKopecks = parseRoubles('price', price);
  const oldPrice = params.text('old_price');
  if (oldPrice !== undefined) fields.oldPriceKopecks = parseRoubles('old_price', oldPrice);
  const sku = params.text('sku');
  if (sku !== undefined) fields.sku = sku;
  const stock = params.int('stock_amount');
  // A basic shop does not know stock: the value is taken and forgotten.
  if (stock !== undefined && shop.mode === 'advanced') fields.stock = stock;
  const url = params.text('url');
  if (url !== undefined) fields.url = url;
  const dimensions = readDimensions(params);
  if (dimensions !== undefined) fields.dimensions = dimensions;
  const mainPhotoId = params.int('main_photo_id');
  if (mainPhotoId !== undefined) fields.mainPhotoId = mainPhotoId;
  const photoIds = params.ints('photo_ids');
  if (photoIds !== undefined) fields.photoIds = photoIds;
  return fields;
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
    if (photo === undefined || (photo.usedBy !== undefined && photo.usedBy !== itemId)) {
      throw badParam('photo not found or already assigned to another item');
    }
  }
  if (unique.size !== ids.length) throw badParam('photo not found or already assigned to another item');
}

export function claimPhotos(shop: Shop, ids: readonly number[], itemId: number): void {
  for (const id of ids) {
    const photo = shop.photos.get(id);
    if (photo !== undefined) photo.usedBy = itemId;
  }
}
