import type { Kopecks } from '../money.js';
import { kopecks } from '../money.js';
import type { PriceRounding, PriceRule } from '../settings.js';
import type { Rational } from './rational.js';
import { add, ceil, compare, floor, multiply, parseDecimal, rational } from './rational.js';
import type { ShownUnit } from './shown-unit.js';

/** Kopecks of one step; `x9` has none. */
const STEP: Readonly<Record<Exclude<PriceRounding, 'x9'>, bigint>> = { none: 1n, '1': 100n, '5': 500n, '10': 1000n };
const HALF = rational(1, 2);
/** VK: 0…999999999999 roubles (`market.add`, price). */
export const MAX_SHOP_PRICE = kopecks(99_999_999_999_900);

/** What a shop price is made of; prices in kopecks per till unit. */
export interface PriceInput {
  readonly tillPrice: Kopecks;
  /** `null` or 0 = the till does not know the cost: there is no floor. */
  readonly costPrice: Kopecks | null;
  readonly rule: PriceRule;
  readonly unit: ShownUnit;
}

/** How a shop price came about, step by step; everything in kopecks. */
export interface PriceSteps {
  /** Till price × multiplier ± addend in the shown unit, before the floor and the step; cut to whole kopecks, half up. */
  readonly wanted: Kopecks;
  /** The floor took the place of what the rule gave. */
  readonly isAtFloor: boolean;
  /** What goes to the shop. */
  readonly price: Kopecks;
}

/**
 * Shop price in kopecks per shown unit, exact to the last step: × multiplier, ± addend, to the shown unit, at least
 * cost × (1 + margin), half up to the step; 0 or under the floor goes one step up. Always above 0; may be more than VK
 * takes (`MAX_SHOP_PRICE`).
 */
export function shopPrice(input: PriceInput): Kopecks {
  return priceSteps(input).price;
}

/** The same with the steps on the way, for the page that explains the price. */
export function priceSteps({ tillPrice, costPrice, rule, unit }: PriceInput): PriceSteps {
  const toShown = rational(unit.shownGrams ?? 1, unit.tillGrams ?? 1);
  const wanted = multiply(
    add(multiply(rational(tillPrice), parseDecimal(rule.multiplier)), rational(rule.addend)),
    toShown,
  );
  const lowest = multiply(floorPrice(costPrice, rule.floorMarginPercent), toShown);
  const isAtFloor = compare(wanted, lowest) < 0;
  const value = isAtFloor ? lowest : wanted;
  const price = rule.rounding === 'x9' ? nextNine(value) : toStep(value, lowest, STEP[rule.rounding]);
  return { wanted: safeKopecks(floor(add(wanted, HALF))), isAtFloor, price: safeKopecks(price) };
}

const safeKopecks = (value: bigint): Kopecks =>
  kopecks(value > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER : Number(value));

function floorPrice(costPrice: Kopecks | null, marginPercent: number | null): Rational {
  if (costPrice === null || costPrice <= 0 || marginPercent === null) return rational(0);
  // Four decimals of a per cent are more than the settings page takes.
  const margin = multiply(parseDecimal(marginPercent.toFixed(4)), rational(1, 100));
  return multiply(rational(costPrice), add(rational(1), margin));
}

function toStep(value: Rational, lowest: Rational, step: bigint): bigint {
  const steps = floor(add(multiply(value, rational(1, step)), HALF));
  const rounded = steps * step;
  if (rounded <= 0n) return step;
  return compare(rational(rounded), lowest) < 0 ? rounded + step : rounded;
}

/** Smallest whole rouble ≥ value that ends in 9, in kopecks; `value` is not below 0. */
function nextNine(value: Rational): bigint {
  const roubles = ceil(multiply(value, rational(1, 100)));
  return (roubles + 9n - (roubles % 10n)) * 100n;
}
