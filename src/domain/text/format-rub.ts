import type { Kopecks } from '../money.js';
import { NBSP, formatScaled } from './format-number.js';

/** Money as the pages show it: «350 ₽», «1 234,50 ₽»; the spaces do not break. */
export function formatRub(amount: Kopecks): string {
  return `${formatScaled(amount, 2, 2)}${NBSP}₽`;
}
