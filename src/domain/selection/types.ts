import type { GroupId, ProductId, StoreId } from '../brand.js';

export type EntityType = 'store' | 'group' | 'product';
export type FilterMode = 'include' | 'exclude';

/** One row of `sync_filters`. It applies to the id in every store. */
export interface FilterRule {
  readonly entityType: EntityType;
  readonly entityId: string;
  /** Name at the time the rule was written, so that a vanished entity can still be named. */
  readonly entityName: string;
  readonly mode: FilterMode;
}

/** Why something is in or out: which entity decided, and by what. */
export interface SelectionReason {
  readonly level: EntityType;
  /** `included`/`excluded` by a rule; `not_on_white_list`: other entities are included, this one is not; `default`: no rule. */
  readonly because: 'included' | 'excluded' | 'not_on_white_list' | 'default';
  /** Name of the deciding entity; empty for `default`. */
  readonly name: string;
}

/** Effective state of a store, group or product. */
export interface Effective {
  readonly selected: boolean;
  readonly reason: SelectionReason;
}

/** Answers for one merchant's rules and groups; built once, asked many times. */
export interface Selection {
  store(id: StoreId): Effective;
  group(storeId: StoreId, groupId: GroupId): Effective;
  product(place: { storeId: StoreId; groupId: GroupId | null; productId: ProductId; name: string }): Effective;
}
