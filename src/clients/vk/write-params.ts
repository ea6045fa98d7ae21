import type { VkAlbumId, VkGroupId, VkItemId, VkPhotoId } from '../../domain/brand.js';
import { roublesText } from '../../domain/money.js';
import { wireParams } from './params.js';
import type { WireParams } from './params.js';
import type { ScriptCall } from './script.js';
import type { BatchCall, NewVkItem, VkItemEdit } from './types.js';

/** `owner_id` of a community's things is its id, negative. */
export const ownerId = (groupId: VkGroupId): number => -groupId;

/** Parameters of `market.add`. Prices go out in roubles as a decimal text. */
export function addParams(groupId: VkGroupId, item: NewVkItem): WireParams {
  return wireParams({
    owner_id: ownerId(groupId),
    name: item.name,
    description: item.description,
    category_id: item.categoryId,
    price: roublesText(item.price),
    main_photo_id: item.mainPhotoId,
    sku: item.sku,
    stock_amount: item.stock,
  });
}

function editParams(groupId: VkGroupId, itemId: VkItemId, fields: VkItemEdit): WireParams {
  return wireParams({
    owner_id: ownerId(groupId),
    item_id: itemId,
    name: fields.name,
    description: fields.description,
    category_id: fields.categoryId,
    price: fields.price === undefined ? undefined : roublesText(fields.price),
    // Always sent: without it VK was seen to bring a hidden item back.
    deleted: fields.hidden,
    main_photo_id: fields.mainPhotoId,
    // Whether VK keeps or drops further photos without this is unsure: we own all of them, so both or neither.
    photo_ids: fields.mainPhotoId === undefined ? undefined : [],
    sku: fields.sku,
    stock_amount: fields.stock,
  });
}

/** Parameters of `market.addAlbum`, and with an id of `market.editAlbum`. */
export function albumParams(
  groupId: VkGroupId,
  album: { id?: VkAlbumId; title: string; photoId?: VkPhotoId | undefined },
): WireParams {
  return wireParams({
    owner_id: ownerId(groupId),
    album_id: album.id,
    title: album.title,
    photo_id: album.photoId,
  });
}

/** A write of a batch as an API call. */
export function scriptCallOf(groupId: VkGroupId, call: BatchCall): ScriptCall {
  const owner_id = ownerId(groupId);
  switch (call.op) {
    case 'edit':
      return { method: 'market.edit', params: editParams(groupId, call.itemId, call.fields) };
    case 'delete':
      return { method: 'market.delete', params: { owner_id, item_id: call.itemId } };
    case 'restore':
      return { method: 'market.restore', params: { owner_id, item_id: call.itemId } };
    case 'addToAlbum':
      return {
        method: 'market.addToAlbum',
        params: wireParams({ owner_id, item_ids: call.itemIds, album_ids: call.albumIds }),
      };
    case 'removeFromAlbum':
      return {
        method: 'market.removeFromAlbum',
        params: wireParams({ owner_id, item_id: call.itemId, album_ids: call.albumIds }),
      };
  }
}
