import { kopecks, type Kopecks } from '../money.js';

/** Spaces as tables and hands put them between thousands. */
const SPACE = /[\s\u00a0\u2007\u202f]/gu;
const UNIT = /(?:₽|руб\.?|р\.?)$/iu;

/**
 * A price as people write it — «1 234,50», «1234.5», «350 ₽» — in kopecks; `null` = no price can be read from it.
 * Never rounded or guessed: «1,234.50» and «10,505» are not read.
 */
export function parseOwnPrice(text: string): Kopecks | null {
  const number = text.trim().replace(UNIT, '').trim();
  if (!/^\d/u.test(number) || !/^(?:\d{1,12}|\d{1,3}(?:[\s\u00a0\u2007\u202f]\d{3})+)(?:[.,]\d{1,2})?$/u.test(number))
    return null;
  const [roubles = '', fraction = ''] = number.replace(SPACE, '').split(/[.,]/u);
  const amount = Number(roubles) * 100 + Number(fraction.padEnd(2, '0'));
  return Number.isSafeInteger(amount) ? kopecks(amount) : null;
}
