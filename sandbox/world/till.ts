/** One Evotor good in the wire shape of REST v2; `quantity` is always kept here and cut from answers when the stock right is missing. */
export interface TillProduct {
  id: string;
  parent_id?: string;
  name: string;
  type: string;
  /** Roubles. */
  price?: number;
  /** Roubles, up to three decimals. */
  cost_price?: number;
  /** Up to three decimals, may be negative; absent for services. */
  quantity?: number;
  measure_name: string;
  tax: string;
  allow_to_sell: boolean;
  description?: string;
  article_number?: string;
  code?: string;
  barcodes?: string[];
  attributes_choices?: Record<string, string>;
  is_excisable?: boolean;
  is_age_limited?: boolean;
  alcohol_by_volume?: number;
  alcohol_product_kind_code?: number;
  tare_volume?: number;
  store_id: string;
  user_id: string;
  created_at: string;
  updated_at: string;
}

export interface GroupAttribute {
  id: string;
  name: string;
  choices: { id: string; name: string }[];
}

/** A product group; a non-empty `attributes` makes it a variant group. */
export interface TillGroup {
  id: string;
  parent_id?: string;
  name: string;
  barcodes?: string[];
  attributes?: GroupAttribute[];
  store_id: string;
  user_id: string;
  created_at: string;
  updated_at: string;
}

export interface TillStore {
  id: string;
  name: string;
  address?: string;
  created_at: string;
  updated_at: string;
  /** True: the vendor answers 402 for this store, as when the app is not paid for on its tills. */
  paymentRequired: boolean;
  /** True: lists of this store come back empty though the goods are still there (the brake must notice). */
  answersEmpty: boolean;
  groups: Map<string, TillGroup>;
  products: Map<string, TillProduct>;
}

/** Where the merchant's app receives webhooks; tokens are ours to send, never to log. */
export interface WebhookTarget {
  baseUrl: string;
  userToken?: string;
  serviceSecret?: string;
}

/** A merchant's Evotor account with its switches. */
export interface Till {
  userId: string;
  token: string;
  revoked: boolean;
  /** Which forms of the Authorization header are accepted; sources disagree about the real cloud. */
  authForms: { bearer: boolean; xAuthorization: boolean };
  rights: { catalogue: boolean; stock: boolean };
  /** Rows per page, at most 1,000. */
  pageSize: number;
  /** Calls per period for one token and URI; the real numbers are unpublished. */
  rate: {
    limit: number;
    periodSeconds: number;
    /** After a 429 nothing is served for so long; a field report says half an hour. 0 or absent: until the period ends. */
    blockSeconds?: number;
    /** Form of X-RateLimit-Reset; sources disagree. Absent: seconds left. */
    resetForm?: 'secondsLeft' | 'epochSeconds' | 'epochMs';
    /** False: answers carry no X-RateLimit headers. */
    told?: boolean;
  };
  /** What `since` of a list of goods means; absent: milliseconds. */
  since?: 'ms' | 's' | 'ignored' | 'refused';
  /** Lists of groups know `since` too. */
  sinceOnGroups?: boolean;
  /** `…/products/{id}/images` is answered, one picture a good. */
  images?: boolean;
  /** Each first page is read in another order. */
  shuffled?: boolean;
  /** A cursor is good for one call. */
  cursorOnce?: boolean;
  /** Refusals come as plain text. */
  plainErrors?: boolean;
  stores: Map<string, TillStore>;
  webhook?: WebhookTarget;
  /** The app's subscription of this account, as its events have told so far. */
  subscription?: { id: string; sequence: number };
}
