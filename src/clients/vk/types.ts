import type { VkAlbumId, VkGroupId, VkItemId, VkPhotoId } from '../../domain/brand.js';
import type { Kopecks } from '../../domain/money.js';

/** A VK item as last read. Texts are as VK gives them back, which may differ from what was sent. */
export interface VkItem {
  readonly id: VkItemId;
  readonly title: string;
  readonly description: string;
  /** `null`: VK did not say (price by agreement, odd object). */
  readonly priceKopecks: Kopecks | null;
  readonly oldPriceKopecks: Kopecks | null;
  readonly sku: string | null;
  /** −1 = without limit; `null` when the shop keeps no stock (basic market). */
  readonly stock: number | null;
  readonly availability: 'available' | 'removed' | 'unavailable';
  readonly categoryId: number | null;
  /** Empty as well when VK was not asked for extended fields. */
  readonly albumIds: readonly VkAlbumId[];
  readonly photoIds: readonly VkPhotoId[];
  readonly thumbUrl: string | null;
  readonly createdAt: Date | null;
}

/** A VK market album («подборка»). VK leaves empty ones out of its list. */
export interface VkAlbum {
  readonly id: VkAlbumId;
  readonly title: string;
  readonly count: number;
  readonly isHidden: boolean;
  readonly isMain: boolean;
  readonly photoId: VkPhotoId | null;
}

/** Owner of the token. */
export interface VkUser {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
}

/** The community behind the shop. */
export interface VkGroup {
  readonly id: VkGroupId;
  readonly name: string;
  readonly screenName: string;
  /** `null` = VK did not say. */
  readonly isAdmin: boolean | null;
  /** 1 moderator, 2 editor, 3 administrator; `null` when the token's owner has no role. */
  readonly adminLevel: number | null;
  /** `null` when VK did not say. `type` is VK's word for the mode (basic, advanced, …), an open set. */
  readonly market: { readonly enabled: boolean; readonly type: string | null } | null;
}

/** Rights of the token. */
export interface VkPermissions {
  readonly market: boolean;
  readonly photos: boolean;
  readonly groups: boolean;
  readonly mask: number;
}

/** All a new item needs. */
export interface NewVkItem {
  /** 4–100 characters as VK counts. */
  readonly name: string;
  /** At least 10 characters. */
  readonly description: string;
  readonly categoryId: number;
  readonly price: Kopecks;
  readonly mainPhotoId: VkPhotoId;
  /** At most 50 characters; carries the listing key. */
  readonly sku: string;
  /** −1…999999; left out = not sent. */
  readonly stock?: number | undefined;
}

/** Fields of an edit; what is left out stays as it is. `hidden` is always sent: VK may unhide an item without it. */
export interface VkItemEdit {
  readonly hidden: boolean;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly categoryId?: number | undefined;
  readonly price?: Kopecks | undefined;
  /** Sends an empty list of further photos along: both or neither. */
  readonly mainPhotoId?: VkPhotoId | undefined;
  readonly sku?: string | undefined;
  readonly stock?: number | undefined;
}

/** One item that VK did not put into one album although it took the call. */
export interface VkAlbumFailure {
  readonly itemId: VkItemId;
  readonly albumId: VkAlbumId;
  /** Our code (`VK.ITEM_NOT_FOUND`, …). */
  readonly code: string;
  readonly message: string;
}

/** A write was done; `failed` is empty but for `addToAlbum`. */
export interface VkDone {
  readonly failed: readonly VkAlbumFailure[];
}

/**
 * One call of a batch. Creating calls have no place here: a lost reply would leave up to 25 unknown outcomes.
 * `id` is the caller's own and must be unique within the batch.
 */
export type BatchCall = { readonly id: number } & (
  | { readonly op: 'edit'; readonly itemId: VkItemId; readonly fields: VkItemEdit }
  | { readonly op: 'delete'; readonly itemId: VkItemId }
  | { readonly op: 'restore'; readonly itemId: VkItemId }
  | { readonly op: 'addToAlbum'; readonly itemIds: readonly VkItemId[]; readonly albumIds: readonly VkAlbumId[] }
  | { readonly op: 'removeFromAlbum'; readonly itemId: VkItemId; readonly albumIds: readonly VkAlbumId[] }
);
