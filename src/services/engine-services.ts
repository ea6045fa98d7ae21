import type { JobId, GroupId, ListingKey, StoreId, UserId } from '../domain/brand.js';
import type { RuleEffect } from '../domain/selection/rule-effect.js';
import type { LockableField } from '../domain/sync/compact.js';
import type { MergeBy, PriceRule } from '../domain/settings.js';

export interface StartedJob {
  readonly outcome: 'started' | 'joined' | 'queued';
  readonly jobId: JobId;
}

/** What an undo would do to one good, or why it leaves it alone. */
export interface UndoLine {
  readonly operationId: number;
  readonly listingKey: ListingKey;
  /** A till good behind it; `null` = album work, or nobody remembers. */
  readonly productId: string | null;
  readonly name: string;
  /** What was done, and what undoing does: `delete`, `update`, `unhide`, `hide`, `restore`, `album_add`, `album_remove`. */
  readonly did: string;
  readonly does: string | null;
  /** Values that come back, of an update that is taken back; `null` = none. */
  readonly back: {
    readonly fields: readonly string[];
    readonly from: Readonly<Record<string, unknown>> | null;
    readonly to: Readonly<Record<string, unknown>> | null;
  } | null;
  /** Why nothing is done: `UNDO.CHANGED_SINCE`, `UNDO.GONE`, `UNDO.NOT_COVERED`; `null` = it is done. */
  readonly skippedCode: string | null;
}

/** Jobs that wait for the merchant, and taking jobs back. Every id is checked to be the merchant's own. */
export interface ApprovalService {
  /**
   * Approves the risky operations of a waiting job, all or those named; the others are declined until their target
   * changes. Starts a fresh run. Throws `JOB.NOT_FOUND`, `JOB.NOT_WAITING` (also for a superseded one),
   * `JOB.NOTHING_CHOSEN`, `JOB.OPERATION_NOT_FOUND` (details.id).
   */
  approve(
    userId: UserId,
    jobId: JobId,
    choice: 'all' | { readonly operationIds: readonly number[] },
  ): Promise<StartedJob>;
  /** Declines the whole risky set; the waiting job ends `cancelled`. Throws as `approve`. */
  decline(userId: UserId, jobId: JobId): Promise<void>;
  /** Ends a running, queued or waiting job at its next operation; `by`: whoever does, if not its merchant. Throws `JOB.NOT_FOUND`, `JOB.OVER`. */
  cancel(userId: UserId, jobId: JobId, by?: { readonly userId: UserId | null; readonly origin: string }): Promise<void>;
  /** What undoing a finished job would do. Throws `JOB.NOT_FOUND`, `JOB.NOT_OVER`, `JOB.NOT_UNDOABLE`, `JOB.ALREADY_UNDONE`, `UNDO.SHOP_AHEAD`. */
  undoPlan(
    userId: UserId,
    jobId: JobId,
    page: number,
  ): Promise<{ lines: readonly UndoLine[]; total: number; pageSize: number; counts: Readonly<Record<string, number>> }>;
  /** Takes a finished job back and switches the merchant to «approve every run». Throws as `undoPlan`. */
  undo(userId: UserId, jobId: JobId): Promise<StartedJob>;
  /** First try with 1…50 goods, named or chosen by priority. Throws `PILOT.COUNT`, `PILOT.KEY_NOT_LISTED`, `SYNC.NOT_CONNECTED`. */
  pilot(
    userId: UserId,
    goods: { readonly count: number } | { readonly keys: readonly ListingKey[] },
  ): Promise<StartedJob>;
}

/** A good whose VK card somebody changed by hand. */
export interface DriftRow {
  readonly key: ListingKey;
  readonly name: string;
  readonly vkItemId: number;
  /** Changed field, what EvoSync would have there, what VK shows. */
  readonly fields: readonly {
    readonly field: LockableField | 'category';
    readonly ours: string;
    readonly inVk: string;
  }[];
}

/** A good of the merchant's own making that looks like one of ours. */
export interface OfferRow {
  readonly id: number;
  readonly key: ListingKey;
  readonly name: string;
  readonly vkItemId: number;
  readonly vkTitle: string;
  readonly matchedBy: 'barcode' | 'article' | 'name';
}

export interface ShopService {
  /** How many of both kinds of questions below are open. */
  questionCounts(userId: UserId): Promise<{ readonly drifts: number; readonly offers: number }>;
  drifts(userId: UserId, page: number): Promise<{ rows: readonly DriftRow[]; total: number; pageSize: number }>;
  /** `keep` locks the field, `overwrite` sends ours with the next run. Throws `DRIFT.NOT_FOUND`. */
  answerDrift(
    userId: UserId,
    answer: {
      readonly key: ListingKey;
      readonly field: DriftRow['fields'][number]['field'];
      readonly choice: 'overwrite' | 'keep';
    },
  ): Promise<void>;
  offers(userId: UserId, page: number): Promise<{ rows: readonly OfferRow[]; total: number; pageSize: number }>;
  /** `adopt` ties the item to the listing, `new` lets the listing be created. Throws `OFFER.NOT_FOUND`, `OFFER.ITEM_TAKEN`. */
  answerOffer(userId: UserId, offerId: number | 'all', choice: 'adopt' | 'new'): Promise<void>;
  /** [Вернуть] of a good that was removed or hidden by hand in VK. Throws `LINK.NOT_DETACHED`. */
  bringBack(userId: UserId, key: ListingKey): Promise<void>;
}

/** Own values of one good; `null` takes one away, `undefined` leaves it. */
export interface OverrideChange {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly priceKopecks?: number | null;
  readonly isPinned?: boolean;
  /** «Это не такой товар»; only where the reason is overridable, and logged. */
  readonly allowRestricted?: boolean;
}

/** What a photo belongs to; `target` is a listing key or a group id, absent for the merchant's own. */
export type PhotoPlace =
  | { readonly purpose: 'product'; readonly key: ListingKey }
  | { readonly purpose: 'group'; readonly groupId: GroupId }
  | { readonly purpose: 'merchant' };

/** How a change of the merging rule would join goods and move links. */
export interface MergePreview {
  readonly listingsBefore: number;
  readonly listingsAfter: number;
  /** Listings made of goods of several stores. */
  readonly joined: number;
  /** Published goods that move to another key, and those left over because another good took their key. */
  readonly relinked: number;
  readonly leftOver: number;
  readonly samples: readonly { readonly key: ListingKey; readonly names: readonly string[] }[];
}

/** What a rule would move, and the name of its entity; empty for one nobody remembers. */
export interface RulePreview extends RuleEffect {
  readonly name: string;
}

/** Everything a merchant may say about single goods and groups. Each change recomputes the listings at once. */
export interface ListingService {
  /** Throws `LISTING.NOT_FOUND`, `OVERRIDE.INVALID` (details.field), `OVERRIDE.NOT_ALLOWED`. */
  setOverride(userId: UserId, key: ListingKey, change: OverrideChange, origin: string): Promise<void>;
  /** Throws `LISTING.NOT_FOUND`. */
  setLock(userId: UserId, key: ListingKey, field: LockableField, locked: boolean): Promise<void>;
  /** `null` removes the group's rule. Throws `CATALOGUE.ENTITY_NOT_FOUND`, `SETTING.INVALID` (details.field). */
  setGroupPrice(userId: UserId, groupId: GroupId, rule: PriceRule | null): Promise<void>;
  /** `null` = the default category. Throws `CATALOGUE.ENTITY_NOT_FOUND`, `SETTING.INVALID`. */
  setGroupCategory(userId: UserId, groupId: GroupId, categoryId: number | null): Promise<void>;
  /** Throws `PHOTO.TOO_LARGE`, `PHOTO.TOO_MANY_PIXELS`, `PHOTO.NOT_A_PICTURE`, `PHOTO.TOO_SMALL`, `LISTING.NOT_FOUND`. */
  setPhoto(userId: UserId, place: PhotoPlace, bytes: Uint8Array): Promise<void>;
  removePhoto(userId: UserId, place: PhotoPlace): Promise<void>;
  /** Names before and after the cleaner with these switches, for goods whose name would change. */
  previewNames(
    userId: UserId,
    settings: {
      readonly lowerShouting: boolean;
      readonly expandAbbreviations: boolean;
      readonly abbreviations?: string;
    },
    limit: number,
  ): Promise<{
    readonly rows: readonly { readonly key: ListingKey; readonly before: string; readonly after: string }[];
    readonly changed: number;
  }>;
  previewMerge(userId: UserId, mergeBy: MergeBy): Promise<MergePreview>;
  /** How many goods a rule would move in or out besides its own entity. Throws as `setRule`. */
  previewRule(
    userId: UserId,
    rule: { entityType: 'store' | 'group' | 'product'; entityId: string; mode: 'include' | 'exclude' | 'none' },
  ): Promise<RulePreview>;
  /** The merchant's order of stores: the first that has a good gives its price. Throws `STORE.NOT_FOUND`. */
  setStoreOrder(userId: UserId, storeIds: readonly StoreId[]): Promise<void>;
}
