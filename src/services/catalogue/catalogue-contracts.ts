import type { GroupId, ListingKey, StoreId, UserId } from '../../domain/brand.js';
import type { GoodsSort, GoodsState, ShopState } from '../../domain/listing/goods-states.js';
import type { Effective, EntityType, FilterMode, SelectionReason } from '../../domain/selection/types.js';
import type { RulePreview } from '../engine-services.js';

export type { GoodsSort, GoodsState } from '../../domain/listing/goods-states.js';

/** What a rule row shows: the rule itself and the effective state with its reason. */
export interface FilterState {
  readonly rule: FilterMode | null;
  readonly effective: Effective;
}

export interface StoreRow extends FilterState {
  readonly id: StoreId;
  readonly name: string;
  readonly address: string | null;
  readonly products: number;
  readonly groups: number;
  readonly readState: 'never' | 'complete' | 'incomplete' | 'not_paid';
  readonly readCode: string | null;
  readonly isMissing: boolean;
}

export interface GroupRow extends FilterState {
  readonly id: GroupId;
  /** 0 for a root group; rows come in tree order. */
  readonly depth: number;
  readonly name: string;
  readonly products: number;
  readonly listed: number;
  readonly isMissing: boolean;
  /** The pseudo-group «Без группы». */
  readonly isPseudo: boolean;
}

/** One row of the products table (a till product with the state of its listing). */
export interface ProductRow extends FilterState {
  readonly id: string;
  readonly storeId: StoreId;
  readonly name: string;
  readonly articleNumber: string | null;
  readonly priceKopecks: number | null;
  readonly quantityMilli: number | null;
  readonly measureName: string | null;
  readonly allowToSell: boolean;
  readonly groupName: string | null;
  /** `in_vk`: live; `waiting`: listed, not yet sent; `hidden`; `not_listed`: see reason; `not_selected`: left out by a rule. */
  readonly vkState: ShopState;
  readonly reason: { readonly code: string; readonly params: Readonly<Record<string, string>> } | null;
  readonly vkItemId: number | null;
  /** `null` = the good has no listing. */
  readonly listingKey: ListingKey | null;
  /** Why a wanted good waits: at rest after refusals, an offer to answer, no room in the shop. */
  readonly holdCode: string | null;
  /** Somebody changed its card in VK, and the merchant has not answered yet. */
  readonly isDrifted: boolean;
}

export interface GoodsQuery {
  /** `null` = the goods of all stores. */
  readonly storeId: StoreId | null;
  readonly groupId: GroupId | null;
  readonly search: string;
  readonly state: GoodsState;
  /** Only goods with this reason; absent = any. */
  readonly reason?: string;
  /** Absent = by name. */
  readonly sort?: GoodsSort;
  readonly isDescending?: boolean;
  readonly page: number;
}

export interface GoodsFound {
  /** `null` = the list of all stores. */
  readonly store: { readonly id: StoreId; readonly name: string } | null;
  readonly group: { readonly id: GroupId; readonly name: string } | null;
  readonly storeNames: ReadonlyMap<StoreId, string>;
  readonly rows: readonly ProductRow[];
  readonly total: number;
  /** The page shown: the last one when a later one was asked for. */
  readonly page: number;
  readonly pageSize: number;
  /** By state, under the same store, group and search. The six states add up to `all`. */
  readonly counts: Readonly<Record<GoodsState, number>>;
  /** Why goods are not in VK, under the same store, group and search; the most frequent first. */
  readonly reasons: readonly { readonly code: string; readonly count: number }[];
}

/** What a switch did, for the confirmation line. */
export interface ToggleOutcome {
  readonly name: string;
  readonly selected: boolean;
  /** Other entities of the same type that moved in or out by this rule. */
  readonly othersChanged: number;
  readonly reason: SelectionReason;
}

/** Rows a bulk action is for: those that were ticked, or all that a list shows. */
export type BulkTarget =
  | { readonly kind: 'picked'; readonly entityType: EntityType; readonly ids: readonly string[] }
  | { readonly kind: 'found'; readonly entityType: 'product'; readonly query: Omit<GoodsQuery, 'page'> }
  | { readonly kind: 'found'; readonly entityType: 'group'; readonly storeId: StoreId; readonly search: string }
  | { readonly kind: 'found'; readonly entityType: 'store'; readonly search: string };

/** Rows one bulk action may change. */
export const MOST_IN_BULK = 5000;

/** How the reading of the till goes on, or how the last one ended. */
export interface TillReadView {
  readonly state: 'queued' | 'reading' | 'computing' | 'done' | 'failed';
  readonly askedAt: Date;
  readonly finishedAt: Date | null;
  readonly storesDone: number;
  readonly storesTotal: number;
  /** The store being read; empty before the first one. */
  readonly storeName: string;
  /** Why it failed. */
  readonly code: string | null;
}

export interface CatalogueService {
  /** `lastReadAt`: last complete read of anything; `null` = never read. `numbers` count goods, as the lists show them. */
  stores(userId: UserId): Promise<{
    rows: readonly StoreRow[];
    lastReadAt: Date | null;
    numbers: {
      readonly onTill: number;
      readonly selected: number;
      readonly inVk: number;
      readonly withReason: number;
    };
  }>;
  /** Throws `STORE.NOT_FOUND` for an id that is not the merchant's. */
  groups(userId: UserId, storeId: StoreId): Promise<{ store: StoreRow; rows: readonly GroupRow[] }>;
  /** Throws `STORE.NOT_FOUND`, `GROUP.NOT_FOUND`. */
  products(userId: UserId, query: GoodsQuery): Promise<GoodsFound>;
  toggleStore(userId: UserId, storeId: StoreId, on: boolean): Promise<ToggleOutcome>;
  toggleGroup(userId: UserId, storeId: StoreId, groupId: GroupId, on: boolean): Promise<ToggleOutcome>;
  /** What a press would move, in till goods, before it is saved; `groupId` null = the store. Throws as the switch itself. */
  previewToggle(
    userId: UserId,
    place: { readonly storeId: StoreId; readonly groupId: GroupId | null },
    on: boolean,
  ): Promise<RulePreview>;
  setRule(userId: UserId, rule: { entityType: EntityType; entityId: string; mode: FilterMode | 'none' }): Promise<void>;
  /** Several rules, all or none. Throws `CATALOGUE.ENTITY_NOT_FOUND`, `RULE.CONTRADICTION`. */
  setRules(
    userId: UserId,
    rules: readonly { entityType: EntityType; entityId: string; mode: FilterMode | 'none' }[],
  ): Promise<void>;
  /** Ids of the rows a bulk action is for. Throws `BULK.NOTHING`, `BULK.TOO_MANY` (details.most). */
  bulkIds(userId: UserId, target: BulkTarget): Promise<readonly string[]>;
  /** What one rule for all of them would move. Throws `CATALOGUE.ENTITY_NOT_FOUND`. */
  previewRules(
    userId: UserId,
    entityType: EntityType,
    ids: readonly string[],
    mode: FilterMode | 'none',
  ): Promise<RulePreview>;
  /** One rule for all of them, all or none; answers how many changed. Throws `CATALOGUE.ENTITY_NOT_FOUND`. */
  setRuleOf(userId: UserId, entityType: EntityType, ids: readonly string[], mode: FilterMode | 'none'): Promise<number>;
  /** Takes back into the exchange those of them that were removed or hidden by hand in VK; answers how many. */
  bringBackGoods(userId: UserId, ids: readonly string[]): Promise<number>;
  /** Rules whose store, group or product is gone from the till: «нет в каталоге». They can be taken away with `setRule`. */
  vanished(
    userId: UserId,
  ): Promise<readonly { entityType: EntityType; entityId: string; entityName: string; mode: FilterMode }[]>;
  /**
   * Reads the till into the cache without touching VK (short workflow, started and not waited for); a second wish joins
   * the reading under way. Throws `SYNC.NOT_CONNECTED`.
   */
  requestRefresh(userId: UserId): Promise<void>;
  /** Starts the first reading of a till nobody has read since it was connected; once, however often it is called. */
  fillOnce(userId: UserId): Promise<void>;
  /** `null` = never read since this is recorded. */
  reading(userId: UserId): Promise<TillReadView | null>;
}
