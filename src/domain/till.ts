import type { GroupId, ProductId, StoreId } from './brand.js';
import type { Kopecks } from './money.js';
import type { Milli } from './quantity.js';

/** A store of the merchant's Evotor account. */
export interface TillStore {
  readonly id: StoreId;
  readonly name: string;
  readonly address: string | null;
}

/** One attribute of a variant group («Размер») with its choices. */
export interface TillAttribute {
  readonly id: string;
  readonly name: string;
  readonly choices: readonly { readonly id: string; readonly name: string }[];
}

/** A product group; groups nest. Non-empty `attributes` mean a variant group. */
export interface TillGroup {
  readonly id: GroupId;
  readonly storeId: StoreId;
  readonly parentId: GroupId | null;
  readonly name: string;
  readonly attributes: readonly TillAttribute[];
}

/** A product as the till knows it. `null` always means "the till did not say". */
export interface TillProduct {
  readonly id: ProductId;
  readonly storeId: StoreId;
  readonly groupId: GroupId | null;
  readonly name: string;
  /** Evotor product type, an open set; `null` when absent. */
  readonly type: string | null;
  readonly price: Kopecks | null;
  readonly costPrice: Kopecks | null;
  /** `null` = unknown (no stock right, or a service), never zero. */
  readonly quantity: Milli | null;
  readonly measureName: string | null;
  readonly allowToSell: boolean;
  readonly description: string | null;
  readonly articleNumber: string | null;
  readonly code: string | null;
  readonly barcodes: readonly string[];
  /** attribute id → choice id; empty for a plain product. */
  readonly attributesChoices: Readonly<Record<string, string>>;
  readonly isExcisable: boolean;
  readonly isAgeLimited: boolean;
}
