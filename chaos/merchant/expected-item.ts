import type { TillGood } from './till-good.js';

/** `VK_CATEGORY_ID` and `VK_STOCK_AMOUNT` as they are unless set. */
const CATEGORY = 40_932;
const STOCK = 1000;

/** What a buyer should see of a good; field by field what is compared. */
export interface ExpectedItem {
  readonly sku: string;
  readonly title: string;
  readonly description: string;
  readonly priceKopecks: number;
  readonly stock: number;
  readonly categoryId: number;
  readonly albums: readonly string[];
}

/** The listing of a plain good, written out by hand: price and name as at the till, the text with the price's unit. */
export function expectedItem(good: TillGood): ExpectedItem | null {
  if (good.absence !== null) return null;
  const sentence = `${good.name} (цена за 1 шт.)`;
  return {
    sku: good.id,
    title: good.title ?? good.name,
    description: good.text === null ? sentence : `${good.text}\n\n${sentence}`,
    priceKopecks: good.kopecks,
    stock: STOCK,
    categoryId: CATEGORY,
    albums: [good.group],
  };
}
