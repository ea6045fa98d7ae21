import type { WeightUnit } from '../settings.js';

/** The unit a good is priced in on the page, against the till's own. */
export interface ShownUnit {
  /** Whole number in front of the unit in «цена за N unit.». */
  readonly amount: number;
  /** Unit as printed, without a final dot; empty when the till gave none. */
  readonly unit: string;
  /** Grams in one till unit; `null` = not a weight. */
  readonly tillGrams: number | null;
  /** Grams in one shown unit; `null` = not a weight, the till's unit is kept. */
  readonly shownGrams: number | null;
}

const GRAMS: ReadonlyMap<string, number> = new Map([
  ['г', 1],
  ['гр', 1],
  ['грамм', 1],
  ['g', 1],
  ['кг', 1000],
  ['килограмм', 1000],
  ['kg', 1000],
]);

/** Unit for a measure of the till under the merchant's weight rule. Other measures than weights are left as they are. */
export function shownUnit(measureName: string | null, rule: WeightUnit): ShownUnit {
  const unit = (measureName ?? '').trim().replace(/\.+$/u, '');
  const tillGrams = GRAMS.get(unit.toLowerCase()) ?? null;
  if (tillGrams === null || rule === 'as_is') return { amount: 1, unit, tillGrams, shownGrams: tillGrams };
  return rule === '1kg'
    ? { amount: 1, unit: 'кг', tillGrams, shownGrams: 1000 }
    : { amount: 100, unit: 'г', tillGrams, shownGrams: 100 };
}
