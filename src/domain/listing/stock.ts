import type { StockMode } from '../settings.js';
import type { ListingMember } from './types.js';
import type { ShownUnit } from './shown-unit.js';
import { shownUnit } from './shown-unit.js';

/** VK `stock_amount`: −1 (unlimited) to 999999. */
const MAX_STOCK = 999_999;

/** How stock is counted for one merchant. */
export interface StockRule {
  readonly mode: StockMode;
  /** Whole units held back, ≥ 0. */
  readonly buffer: number;
  readonly cap: number | null;
  /** Units sent in `fixed` mode. */
  readonly fixed: number;
}

/**
 * Whole units to show, counted in the unit of the price; `null` = unknown, when the till gave no quantity for a member.
 * `members` are those for sale. A rest of less than one unit still counts as 1.
 */
export function stockOf(members: readonly ListingMember[], unit: ShownUnit, rule: StockRule): number | null {
  if (rule.mode === 'fixed') return Math.min(Math.max(Math.trunc(rule.fixed), -1), MAX_STOCK);
  // Everything in thousandths of a gram (or of a unit): whole numbers, so that the sum is exact.
  let total = 0n;
  for (const { product } of members) {
    if (product.quantity === null) return null;
    total += BigInt(product.quantity) * BigInt(gramsPerUnit(product.measureName, unit));
  }
  const shown = 1000n * BigInt(unit.shownGrams ?? 1);
  const left = total - BigInt(Math.trunc(rule.buffer)) * shown;
  if (left <= 0n) return 0;
  const whole = left < shown ? 1 : Number(left / shown);
  return Math.max(0, Math.min(whole, rule.cap ?? MAX_STOCK, MAX_STOCK));
}

/** A member counted in pieces beside weighed ones cannot be converted; its units count as the shown ones. */
function gramsPerUnit(measureName: string | null, unit: ShownUnit): number {
  if (unit.shownGrams === null) return 1;
  return shownUnit(measureName, 'as_is').tillGrams ?? unit.shownGrams;
}
