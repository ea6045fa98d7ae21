import type { GroupId, StoreId, UserId } from '../../domain/brand.js';
import type { Kopecks } from '../../domain/money.js';
import type { PriceRule } from '../../domain/settings.js';

/** What holds for a group: its own word, and what would hold without it. */
export interface GroupWord<Value> {
  readonly own: Value | null;
  readonly inherited: Value;
  /** The group above that says so; `null` = the merchant's settings. */
  readonly inheritedFrom: string | null;
}

export interface GroupSettingsView {
  readonly store: { readonly id: StoreId; readonly name: string };
  readonly group: { readonly id: GroupId; readonly name: string };
  readonly price: GroupWord<PriceRule>;
  readonly category: GroupWord<number>;
  /** Stores that know this very group: its settings hold in all of them. */
  readonly stores: number;
}

/** What a price rule would do to the goods of a group. */
export interface GroupPriceTrial {
  /** Selected goods the rule is for: those of groups below with a rule of their own are not. */
  readonly goods: number;
  /** Of these, goods with a price of their own, which stays. */
  readonly withOwnPrice: number;
  readonly samples: readonly {
    readonly name: string;
    readonly till: Kopecks | null;
    /** `null` = not published with it. */
    readonly before: Kopecks | null;
    readonly after: Kopecks | null;
  }[];
}

/** A price rule as texts, by the names of the settings: `price_multiplier`, `price_addend` … */
export type PriceTexts = Readonly<Record<string, string>>;

/** Price and category per group. Throws `STORE.NOT_FOUND`, `GROUP.NOT_FOUND` for what is not the merchant's. */
export interface GroupSettingsService {
  view(userId: UserId, storeId: StoreId, groupId: GroupId): Promise<GroupSettingsView>;
  /** Three goods before and after; `null` = without a rule of its own. Throws `SETTING.INVALID` (details.field). */
  tryPrice(userId: UserId, storeId: StoreId, groupId: GroupId, texts: PriceTexts | null): Promise<GroupPriceTrial>;
  /** Throws also `SETTING.INVALID`, `SETTING.PRICES_GONE` (details.field). */
  savePrice(userId: UserId, storeId: StoreId, groupId: GroupId, texts: PriceTexts | null): Promise<void>;
  /** `null` = as the group above or the default. Throws also `SETTING.INVALID`. */
  saveCategory(userId: UserId, storeId: StoreId, groupId: GroupId, categoryId: number | null): Promise<void>;
}
