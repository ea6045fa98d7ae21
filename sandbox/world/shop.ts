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
}

export interface ShopAlbum {
  id: number;
  title: string;
  photoId?: number;
  isMain: boolean;
  isHidden: boolean;
  updatedAt: number;
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
  lag: { getMs: number; searchMs: number };
  /** Milliseconds after a delete during which `market.restore` works. */
  restoreWindowMs: number;
  addsToday: { day: string; count: number };
  changedAt: number;
}
