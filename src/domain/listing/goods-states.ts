/** States a till good can be in, as the pages of the catalogue tell them apart; each good is in exactly one. */
export const SHOP_STATES = ['in_vk', 'waiting', 'not_listed', 'hidden', 'detached', 'not_selected'] as const;
export type ShopState = (typeof SHOP_STATES)[number];

/** What a list of goods may be narrowed to; the first four cut across the states. */
export const GOODS_STATES = ['all', 'selected', 'with_reason', 'drifted', ...SHOP_STATES] as const;
export type GoodsState = (typeof GOODS_STATES)[number];

/** Columns a list of goods may be sorted by. */
export const GOODS_SORTS = ['name', 'article', 'price', 'quantity', 'sale', 'state'] as const;
export type GoodsSort = (typeof GOODS_SORTS)[number];
