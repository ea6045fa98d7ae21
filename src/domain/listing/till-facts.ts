import type { StoreId } from '../brand.js';
import type { Kopecks } from '../money.js';
import type { Milli } from '../quantity.js';
import type { TillProduct } from '../till.js';

/** The till's own numbers behind a listing: they tell a change of the till from a change of a rule. */
export interface TillFacts {
  /** Store of the good that gives the price; `null` = nothing is selected. */
  readonly storeId: StoreId | null;
  readonly price: Kopecks | null;
  /** Sum over the goods in sale, those the stock is counted from; `null` = unknown for one of them, or none is in sale. */
  readonly quantity: Milli | null;
}

/** Facts of the selected goods of a listing, in the merchant's order of stores. */
export function tillFacts(selected: readonly TillProduct[]): TillFacts {
  const [first] = selected;
  const quantities = selected.filter(({ allowToSell }) => allowToSell).map(({ quantity }) => quantity);
  const isKnown = quantities.length > 0 && quantities.every(quantity => quantity !== null);
  return {
    storeId: first?.storeId ?? null,
    price: first?.price ?? null,
    quantity: isKnown ? (quantities.reduce<number>((sum, quantity) => sum + Number(quantity), 0) as Milli) : null,
  };
}
