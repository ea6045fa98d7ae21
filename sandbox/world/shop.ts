/** One VK Market item. Texts are kept as people read them; entities are added in API answers. */
export interface ShopItem {
  id: number;
  title: string;
  description: string;
  categoryId: number;
  priceKopecks: number;
  oldPriceKopecks?: number;
  sku: string;
  /** −1 no limit, 0 none, n pieces; undefined in a basic shop, which does not know stock. */
  stock?: number;
  /** Unavailable: seen by the owner only (`deleted=1` on the wire). */
  hidden: boolean;
  /** Epoch ms of deletion; undefined while the item lives. */
  deletedAt?: number;
  mainPhotoId: number;
  photoIds: number[];
  url?: string;
  albumIds: number[];
  createdAt: number;
  updatedAt: number;
  /** Millimetres and grams, all four or none. */
  dimensions?: { width: number; height: number; length: number; weight: number };
  /** Who put it there: the API, a hand edit on the shop page, or a test. */
  origin: 'api' | 'hand';
  /** Place in the manual order, smaller first; undefined: by date, before all placed ones. */
  place?: number;
  /** Ids of the values of properties, and the group of variants it belongs to. */
  variantIds?: number[];
  groupingId?: number;
  /** As it was before the last edit by the API; lists answer it while `lag.editMs` lasts. */
  before?: Omit<ShopItem, 'before'>;
  writes?: Writes;
  /** Journal numbers of the call that made it and of the last API call that changed it. */
  createdSeq?: number;
  changedSeq?: number;
}

/** How often something was written since it exists, its making included. */
export interface Writes {
  api: number;
  hand: number;
  /** By VK method, or by name of the hand edit. */
  byKind: Record<string, number>;
}

export interface ShopAlbum {
  id: number;
  title: string;
  photoId?: number;
  isMain: boolean;
  isHidden: boolean;
  updatedAt: number;
  origin?: 'api' | 'hand';
  writes?: Writes;
}

/** A property of variants and its values. */
export interface ShopProperty {
  id: number;
  title: string;
  variants: { id: number; title: string }[];
}

/** A saved product photo; `usedBy` stays set for ever, because VK never frees a photo id. */
export interface ShopPhoto {
  id: number;
  width: number;
  height: number;
  /** Name of the preview JPEG in the photo store. */
  file: string;
  createdAt: number;
  usedBy?: number;
  /** Of the file as it was sent; unknown for photos made by hand. */
  sha256?: string;
  bytes?: number;
  /** The bulk upload it came with. */
  bulk?: string;
}

/** Behaviours of VK that sources leave unsure, each with a switch. */
export interface ShopSwitches {
  /** `market.edit` without any difference answers error 100. */
  nothingToChangeIsError: boolean;
  /** `market.edit` without `deleted` makes a hidden item available. */
  editWithoutDeletedUnhides: boolean;
  /** Texts are trimmed, runs of spaces joined, & < > " answered as entities. */
  normaliseText: boolean;
  /** `market.add` inside `execute`; refused with 13 unless true. */
  addInsideExecute: boolean;
  /** Stock in a basic shop: taken and forgotten, kept, or refused with 100. */
  basicStock?: 'ignore' | 'keep' | 'error';
  /** Prices are kept in whole roubles, half up. */
  wholeRoubles?: boolean;
  /** Line ends in descriptions become blanks. */
  joinLines?: boolean;
  /** Variants are switched on (advanced shop only). */
  variants?: boolean;
  /** `market.add` without a photo is taken. */
  photoOptional?: boolean;
  /** Signs outside cp1251 are dropped from names. */
  dropOddSigns?: boolean;
  /** One photo may serve several items. */
  photoReuse?: boolean;
  /** Photos of one bulk upload serve one item only. */
  bulkPhotosTogether?: boolean;
  /** What an edit does with the fields it does not bring: keep them, refuse the call (as before 2022), or empty the description. */
  partialEdits?: 'keep' | 'refuse' | 'wipe';
  /** An edit without `photo_ids` drops the further photos. */
  editDropsPhotos?: boolean;
  /** `old_price` 0 leaves the struck-out price as it is. */
  oldPriceZeroIgnored?: boolean;
  /** `market.search` finds by `sku` too. */
  searchSku?: boolean;
  /** `addToAlbum` with a wrong id puts the others in all the same. */
  albumPartly?: boolean;
  /** Versions after 5.199 are answered; `addToAlbum` then lists what failed. */
  laterVersions?: boolean;
  /** Hours between UTC and the day `date_from` and `date_to` mean. */
  dateOffsetHours?: number;
}

export interface ShopLimits {
  /** Often quoted, nowhere documented: 15,000 / 100 / 1,000. */
  items: number;
  albums: number;
  itemsPerAlbum: number;
  /** Undefined: no daily limit. */
  addsPerDay?: number;
  /** Code of the refusal once the day's adds are used up. */
  addsPerDayCode: 9 | 29 | 601;
  /** Bytes of an `execute` answer above which it fails with 13; undefined: no limit. */
  executeReplyBytes?: number;
  /** Calls in one script; undefined: 25. */
  executeCalls?: number;
  /** Characters of `sku` that are kept; undefined: all 50. */
  skuChars?: number;
  /** Shortest description; undefined: the contract's 10. */
  descriptionChars?: number;
  /** Items in one `addToAlbum`; undefined: no limit. */
  albumIdsPerCall?: number;
}

/** One VK community with its market. */
export interface Shop {
  groupId: number;
  merchantId: string;
  title: string;
  screenName: string;
  status: string;
  mode: 'none' | 'basic' | 'advanced';
  /** VK user id → 1 moderator, 2 editor, 3 administrator. */
  roles: Map<number, number>;
  items: Map<number, ShopItem>;
  albums: Map<number, ShopAlbum>;
  photos: Map<number, ShopPhoto>;
  nextAlbumId: number;
  switches: ShopSwitches;
  limits: ShopLimits;
  /** Milliseconds after an add during which lists do not show the item yet. */
  lag: {
    getMs: number;
    searchMs: number;
    /** The same for `market.getById`. */
    byIdMs?: number;
    /** Milliseconds during which lists and `getById` still answer an item as it was before an edit. */
    editMs?: number;
  };
  /** Milliseconds after a delete during which `market.restore` works. */
  restoreWindowMs: number;
  addsToday: { day: string; count: number };
  properties?: Map<number, ShopProperty>;
  /** Collections that are gone, newest last; `by` says who took them away. */
  goneAlbums?: { id: number; title: string; origin: 'api' | 'hand'; by: 'api' | 'hand' }[];
  /** Successful adds per `sku` since the beginning, as item ids. */
  addsBySku?: Map<string, number[]>;
  changedAt: number;
}
