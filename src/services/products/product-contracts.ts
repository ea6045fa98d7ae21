import type { JobId, ListingKey, ProductId, StoreId, UserId } from '../../domain/brand.js';
import type { ListingExplanation } from '../../domain/listing/explain-listing.js';
import type { PhotoChoice } from '../../domain/listing/types.js';
import type { Kopecks } from '../../domain/money.js';
import type { Milli } from '../../domain/quantity.js';
import type { Field, LockableField } from '../../domain/sync/compact.js';
import type { GoodAnswer } from '../../domain/sync/explain-good.js';
import type { FilterState, JobView, OperationView, ProductRow } from '../web-services.js';

/** One good of the till that belongs to the page: the asked one in each of its stores, and those merged with it. */
export interface ProductMember {
  readonly id: ProductId;
  readonly storeId: StoreId;
  readonly storeName: string;
  readonly name: string;
  /** Names of its groups, root first; empty without one. */
  readonly groupPath: readonly string[];
  readonly articleNumber: string | null;
  readonly barcodes: readonly string[];
  readonly price: Kopecks | null;
  readonly quantity: Milli | null;
  readonly measureName: string | null;
  readonly allowToSell: boolean;
  readonly description: string | null;
  /** Evotor's product type; `null` = the till did not say. */
  readonly type: string | null;
  /** When the till last showed it. */
  readonly readAt: Date;
  /** A whole read of its store no longer had it. */
  readonly isMissing: boolean;
  /** The rules let it through: it is part of what stands in VK. */
  readonly isSelected: boolean;
}

/** What a buyer sees of a good. */
export interface ShownCard {
  readonly name: string;
  readonly description: string;
  readonly price: Kopecks;
  /** `null` = not known. */
  readonly stock: number | null;
  readonly album: string | null;
}

/** The item in VK, as far as EvoSync knows it. */
export interface ProductInShop {
  readonly state: 'live' | 'hidden' | 'deleted' | 'detached';
  readonly itemId: number;
  readonly groupId: number;
  /** Since when it is in this state. */
  readonly since: Date;
  readonly madeBy: 'created' | 'adopted';
  /** What stands there; `null` = nobody has seen or sent anything yet. */
  readonly card: ShownCard | null;
  /** Fields that the next exchange changes. */
  readonly pending: readonly Field[];
  /** Fields somebody changed in VK, and the merchant has not answered. */
  readonly drifted: readonly Field[];
}

/** What the merchant set by hand for the good. */
export interface OwnValues {
  readonly name: string | null;
  readonly description: string | null;
  readonly price: Kopecks | null;
  readonly isPinned: boolean;
  /** «Это не такой товар» was said. */
  readonly isAllowed: boolean;
}

/** Everything the page of one product shows but its time line. */
export interface ProductView extends FilterState {
  readonly id: ProductId;
  readonly name: string;
  /** `null` = no listing was ever computed for it: nothing can be set by hand yet. */
  readonly key: ListingKey | null;
  /** Other listings the same till id belongs to (its barcodes differ between stores). */
  readonly otherKeys: readonly ListingKey[];
  /** Why it is or is not in VK, in the words of `evosync explain`. */
  readonly answer: GoodAnswer;
  readonly vkState: ProductRow['vkState'];
  readonly members: readonly ProductMember[];
  /** What should stand in VK; `null` = nothing should. */
  readonly wanted: (ShownCard & { readonly photo: PhotoChoice['source'] }) | null;
  /** How it comes about; also of a good that is not listed. `null` = the till has nothing to tell of. */
  readonly explanation: ListingExplanation | null;
  readonly inShop: ProductInShop | null;
  readonly own: OwnValues;
  readonly locks: readonly LockableField[];
  /** The merchant may say «это не такой товар»: never of alcohol and the like. */
  readonly canAllow: boolean;
}

/** One thing that happened to a good: something EvoSync did or tried in VK, or something the merchant set. */
export type TimelineEntry =
  | {
      readonly kind: 'operation';
      readonly at: Date;
      readonly jobId: JobId;
      readonly jobKind: JobView['kind'];
      readonly operation: OperationView;
    }
  | {
      readonly kind: 'change';
      readonly at: Date;
      /** `listing.own`, `listing.lock`, `listing.photo`, `listing.drift`, `listing.bring_back`, `rule.change`… */
      readonly action: string;
      readonly before: Readonly<Record<string, unknown>> | null;
      readonly after: Readonly<Record<string, unknown>> | null;
    };

/** One till product. Every id is checked to be the merchant's own: others throw `PRODUCT.NOT_FOUND`. */
export interface ProductService {
  /** `key` chooses between the listings of a till id that has several; one that is not its own is not found. */
  view(userId: UserId, productId: string, key?: string): Promise<ProductView>;
  /** Newest first. */
  timeline(
    userId: UserId,
    product: Pick<ProductView, 'id' | 'key'>,
    page: number,
  ): Promise<{ entries: readonly TimelineEntry[]; total: number; pageSize: number }>;
}
