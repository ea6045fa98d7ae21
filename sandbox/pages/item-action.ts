import type { ItemChanges } from '../world/hand-edit.js';
import type { ShopItem } from '../world/shop.js';
import { typedNumber } from './format.js';

/** What one form of the item page means; nothing to change when the value is no good, undefined for an unknown form. */
export function readItemAction(action: string, value: string, item: ShopItem): ItemChanges | undefined {
  const number = typedNumber(value);
  const whole = Number.isInteger(number) ? number : undefined;
  switch (action) {
    case 'price':
      return number === undefined || number < 0 ? {} : { priceKopecks: Math.round(number * 100) };
    case 'rename':
      return value.length < 4 ? {} : { title: value.slice(0, 100) };
    case 'describe':
      return value.length < 10 ? {} : { description: value };
    case 'stock':
      return whole === undefined || whole < -1 ? {} : { stock: whole };
    case 'photo':
      return { newPhoto: true };
    case 'put':
      return whole === undefined || item.albumIds.includes(whole) ? {} : { albumIds: [...item.albumIds, whole] };
    case 'take':
      return { albumIds: item.albumIds.filter(id => id !== whole) };
    case 'hide':
      return { hidden: true };
    case 'show':
      return { hidden: false };
    case 'remove':
      return { deleted: true };
    case 'restore':
      return { deleted: false };
    default:
      return undefined;
  }
}
