import type { Milli } from '../quantity.js';
import { NBSP, formatScaled } from './format-number.js';

/** A quantity as the pages show it: «0,5 кг», «12 шт», «−3»; no unit when the till gave none. The space does not break. */
export function formatQuantity(quantity: Milli, unit: string | null): string {
  const number = formatScaled(quantity, 3);
  return unit === null || unit === '' ? number : `${number}${NBSP}${unit}`;
}
