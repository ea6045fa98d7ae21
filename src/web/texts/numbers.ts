import { NBSP, formatScaled } from '../../domain/text/format-number.js';
import { pluralRu } from '../../domain/text/plural-ru.js';

/** A whole number with its thousands apart: «12 400». */
export const count = (n: number): string => formatScaled(n, 0);

/** A number with its noun: «21 товар». The space does not break. */
export const counted = (n: number, one: string, few: string, many: string): string =>
  `${count(n)}${NBSP}${pluralRu(n, one, few, many)}`;

export const goods = (n: number): string => counted(n, 'товар', 'товара', 'товаров');
