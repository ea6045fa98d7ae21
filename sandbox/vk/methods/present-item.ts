import type { Sandbox } from '../../sandbox.js';
import type { Shop, ShopItem, ShopPhoto } from '../../world/shop.js';
import type { VkToken } from '../../world/world.js';
import { manages } from '../access.js';
import { priceText } from '../prices.js';
import { withEntities } from '../text-rules.js';
import { presentCategory } from './categories.js';
import { presentVariants } from './variants.js';

/** VK's currency object for roubles. */
export const ROUBLE = { id: 643, name: 'RUB', title: 'руб.' };

/** Address of a photo's preview; empty when previews are off. */
export function photoUrl(sandbox: Sandbox, photo: ShopPhoto): string {
  return `${sandbox.baseUrl}/vk-photos/${photo.file}`;
}

export function presentPhoto(sandbox: Sandbox, shop: Shop, photo: ShopPhoto): object {
  const url = photoUrl(sandbox, photo);
  return {
    album_id: -53,
    date: Math.floor(photo.createdAt / 1000),
    id: photo.id,
    owner_id: -shop.groupId,
    has_tags: false,
    text: '',
    user_id: 100,
    width: photo.width,
    height: photo.height,
    sizes: [
      { type: 'm', url, width: 130, height: 130 },
      { type: 'x', url, width: 604, height: 604 },
    ],
  };
}

/** An item as the API answers it. */
export function presentItem(sandbox: Sandbox, shop: Shop, item: ShopItem, token: VkToken, extended: boolean): object {
  const photos = [item.mainPhotoId, ...item.photoIds]
    .map(id => shop.photos.get(id))
    .filter(photo => photo !== undefined);
  const text = shop.switches.normaliseText ? withEntities : (raw: string): string => raw;
  return {
    id: item.id,
    owner_id: -shop.groupId,
    title: text(item.title),
    description: text(item.description),
    price: presentPrice(item),
    category: presentCategory(item.categoryId),
    availability: item.hidden ? 2 : 0,
    date: Math.floor(item.createdAt / 1000),
    ...(photos[0] === undefined ? {} : { thumb_photo: photoUrl(sandbox, photos[0]) }),
    ...(item.sku === '' ? {} : { sku: item.sku }),
    ...(item.url === undefined ? {} : { url: item.url }),
    ...(showsStock(shop, item) ? { stock_amount: item.stock } : {}),
    ...(item.dimensions === undefined ? {} : { dimensions: item.dimensions, weight: item.dimensions.weight }),
    ...(item.groupingId === undefined ? {} : { variants_grouping_id: item.groupingId }),
    ...presentVariants(shop, item),
    is_main_variant: false,
    is_owner: manages(shop, token),
    is_adult: false,
    ...(extended
      ? {
          albums_ids: [...item.albumIds],
          photos: photos.map(photo => presentPhoto(sandbox, shop, photo)),
          can_comment: 1,
          can_repost: 1,
          likes: { count: 0, user_likes: 0 },
          reposts: { count: 0 },
          views_count: 0,
          can_edit: manages(shop, token),
          can_delete: manages(shop, token),
        }
      : {}),
  };
}

function showsStock(shop: Shop, item: ShopItem): boolean {
  return item.stock !== undefined && (shop.mode === 'advanced' || shop.switches.basicStock === 'keep');
}

/** The item as lists see it now: for a while after an edit still as it was before. */
export function asListed(sandbox: Sandbox, shop: Shop, item: ShopItem): ShopItem {
  const lag = shop.lag.editMs ?? 0;
  return item.before !== undefined && sandbox.clock.now() - item.updatedAt < lag ? item.before : item;
}

function presentPrice(item: ShopItem): object {
  const old = item.oldPriceKopecks;
  return {
    amount: String(item.priceKopecks),
    currency: ROUBLE,
    text: priceText(item.priceKopecks),
    // A crossed-out price makes sense only above the price; VK shows it only then.
    ...(old !== undefined && old > item.priceKopecks
      ? {
          old_amount: String(old),
          old_amount_text: priceText(old),
          discount_rate: Math.round((1 - item.priceKopecks / old) * 100),
        }
      : {}),
  };
}
