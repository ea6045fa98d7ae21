import type { ListingContext, PhotoChoice } from './types.js';

/** Best picture at hand: the good's own, its group's, the merchant's, else a card with name and group (never the price). */
export function choosePhoto(ctx: ListingContext, name: string, groupName: string): PhotoChoice {
  if (ctx.overrides.photoRef !== null) return { source: 'product', ref: ctx.overrides.photoRef };
  if (ctx.group.photoRef !== null) return { source: 'group', ref: ctx.group.photoRef };
  if (ctx.merchantPhotoRef !== null) return { source: 'merchant', ref: ctx.merchantPhotoRef };
  return { source: 'name_card', title: name, subtitle: groupName };
}
