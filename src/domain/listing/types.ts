import type { ListingKey } from '../brand.js';
import type { Kopecks } from '../money.js';
import type { MerchantSettings, PriceRule } from '../settings.js';
import type { TillAttribute, TillGroup, TillProduct } from '../till.js';
import type { ReasonCode } from './reasons.js';

/** One till product that belongs to a listing, with what is known of its surroundings. */
export interface ListingMember {
  readonly product: TillProduct;
  /** Its group, `null` for goods without one (or whose group the till does not know). */
  readonly group: TillGroup | null;
  /** Names from the root group down to the product's own group; empty without a group. */
  readonly groupPath: readonly string[];
  /** Attributes of the variant group, to name the choices; empty for plain goods. */
  readonly attributes: readonly TillAttribute[];
}

/** Where the picture of a listing comes from, best first (spec §2, Photo). `ref` is a row id of `photos`. */
export type PhotoChoice =
  | { readonly source: 'product' | 'group' | 'merchant'; readonly ref: number }
  | { readonly source: 'name_card'; readonly title: string; readonly subtitle: string }
  | { readonly source: 'default' };

/** What the merchant set by hand for one listing; `null` = nothing. */
export interface ListingOverrides {
  readonly name: string | null;
  readonly description: string | null;
  readonly price: Kopecks | null;
  readonly photoRef: number | null;
  /** The merchant said of an overridable restriction: «это не такой товар». */
  readonly allowRestricted: boolean;
}

/** What the merchant set for the group of the first member. */
export interface GroupDefaults {
  readonly price: PriceRule | null;
  readonly categoryId: number | null;
  readonly photoRef: number | null;
}

/** Everything the listing rules need besides the members. */
export interface ListingContext {
  readonly settings: MerchantSettings;
  readonly group: GroupDefaults;
  readonly overrides: ListingOverrides;
  readonly merchantPhotoRef: number | null;
  /** `VK_CATEGORY_ID`. */
  readonly defaultCategoryId: number;
  /** `VK_STOCK_AMOUNT`, whole units. */
  readonly fixedStock: number;
}

/** What should stand in VK for one or more till products. */
export interface Listing {
  readonly kind: 'listing';
  readonly key: ListingKey;
  /** 4–100 characters as VK counts them. */
  readonly name: string;
  /** At least 10 characters, plain text. */
  readonly description: string;
  readonly price: Kopecks;
  /** Whole units; `null` = unknown: a published item keeps what was sent, a new one gets the fixed amount. */
  readonly stock: number | null;
  /** Album title, at most 128 characters; `null` = in no album. */
  readonly album: string | null;
  readonly categoryId: number;
  readonly photo: PhotoChoice;
}

/** Why there is no listing, as a value. */
export interface NotListed {
  readonly kind: 'not_listed';
  readonly key: ListingKey;
  readonly code: ReasonCode;
  /** Values for the sentence of the reason (names, words, types). */
  readonly params: Readonly<Record<string, string>>;
}
