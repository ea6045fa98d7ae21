import type { GroupId, ListingKey, ProductId, UserId } from '../../domain/brand.js';
import type { PhotoChoice } from '../../domain/listing/types.js';

/** Where the picture VK shows comes from; `null` = the good is not published, so nothing is chosen yet. */
export type PhotoSource = PhotoChoice['source'] | null;

/** Which goods of the choice to list: those without a picture of their own, all or by what VK shows instead, or those with one. */
export const PHOTO_FILTERS = ['missing', 'group', 'merchant', 'name_card', 'own'] as const;
export type PhotoFilter = (typeof PHOTO_FILTERS)[number];

/** One selected good with the picture VK shows of it. */
export interface PhotoRow {
  readonly key: ListingKey;
  readonly productId: ProductId;
  readonly name: string;
  /** Empty for goods without a group. */
  readonly groupName: string;
  readonly articleNumber: string | null;
  readonly source: PhotoSource;
  readonly hasOwn: boolean;
  /** Changes whenever the picture does. */
  readonly version: string;
}

export interface PhotoPage {
  readonly rows: readonly PhotoRow[];
  readonly total: number;
  readonly pageSize: number;
  readonly counts: Readonly<Record<PhotoFilter, number>>;
  /** Version of the picture for all goods without a better one; `null` = there is none. */
  readonly merchantVersion: string | null;
}

/** Whose picture: of a good as VK shows it, of a group, or the merchant's for everything else. */
export type PictureOf = { readonly key: ListingKey } | { readonly groupId: GroupId } | { readonly isMerchants: true };

/** `small` for a row of a list, `large` for a page of its own. */
export type PictureSize = 'small' | 'large';

/** What became of one of several files sent together. */
export interface PhotoOutcome {
  readonly fileName: string;
  /** The good it went to; empty when it went nowhere. */
  readonly goodName: string;
  readonly productId: ProductId | null;
  /** `PHOTO.*`, `LISTING.NOT_FOUND`, `PHOTO.NAME_AMBIGUOUS`, `PHOTO.SAME_GOOD`; `null` = taken. */
  readonly code: string | null;
}

/** Pictures of goods, groups and the merchant. Every id is checked to be the merchant's own. */
export interface PhotoService {
  list(userId: UserId, query: { filter: PhotoFilter; search: string; page: number }): Promise<PhotoPage>;
  /** The good of a till product. Throws `PRODUCT.NOT_FOUND`. */
  ofProduct(userId: UserId, productId: string): Promise<PhotoRow>;
  /** JPEG, small or large. Throws `LISTING.NOT_FOUND`, `PHOTO.MISSING`. */
  picture(userId: UserId, of: PictureOf, size: PictureSize): Promise<{ jpeg: Uint8Array; version: string }>;
  /** Version of a group's own picture, or of the merchant's for everything else; `null` = none. */
  groupVersion(userId: UserId, groupId: GroupId): Promise<string | null>;
  merchantVersion(userId: UserId): Promise<string | null>;
  /**
   * Gives pictures to goods by the names of the files: `{id}.jpg`, a barcode or an article. Each file is told of; the
   * listings follow once, at the end. `bytes` null = larger than is taken.
   */
  setByFileName(
    userId: UserId,
    files: readonly { readonly name: string; readonly bytes: Uint8Array | null }[],
  ): Promise<readonly PhotoOutcome[]>;
}
