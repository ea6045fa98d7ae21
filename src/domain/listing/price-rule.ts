import type { Kopecks } from '../money.js';
import type { PriceRounding, PriceRule } from '../settings.js';
import { add, compare, multiply, parseDecimal, rational } from './rational.js';

export const ROUNDINGS = ['none', '1', '5', '10', 'x9'] as const satisfies readonly PriceRounding[];
/** A million roubles up or down. */
export const MAX_ADDEND = 100_000_000;
/** Per cent over cost. */
export const MAX_MARGIN = 1000;

/** Decimal text from 0.0001 to 10000 with at most four decimals. */
export function isMultiplier(text: string): boolean {
  return /^\d{1,5}(\.\d{1,4})?$/u.test(text) && Number(text) >= 0.0001 && Number(text) <= 10_000;
}

/** The first part of a price rule that is out of its range; `null` = all fit. */
export function priceRuleFault(rule: PriceRule): keyof PriceRule | null {
  if (!isMultiplier(rule.multiplier)) return 'multiplier';
  if (!Number.isSafeInteger(rule.addend) || Math.abs(rule.addend) > MAX_ADDEND) return 'addend';
  if (!ROUNDINGS.includes(rule.rounding)) return 'rounding';
  const { floorMarginPercent: margin } = rule;
  if (margin !== null && !(Number.isInteger(margin) && margin >= 0 && margin <= MAX_MARGIN))
    return 'floorMarginPercent';
  return null;
}

/** Whether the rule leaves nothing of any price up to the till's highest: goods would be given away. */
export function leavesNoPrice(rule: Pick<PriceRule, 'multiplier' | 'addend'>, highest: Kopecks): boolean {
  const dearest = add(multiply(rational(highest), parseDecimal(rule.multiplier)), rational(rule.addend));
  return highest > 0 && compare(dearest, rational(0)) <= 0;
}
