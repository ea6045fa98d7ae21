import type { Brand } from './brand.js';

/** Money in whole kopecks. Never a float: roubles exist only in vendor JSON and in printed text. */
export type Kopecks = Brand<number, 'Kopecks'>;

/** Marks a whole number of kopecks; throws on anything that is not a safe integer. */
export function kopecks(value: number): Kopecks {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not whole kopecks: ${value}`);
  return value as Kopecks;
}

/** Roubles as a vendor sends them (a JSON number, up to 3 decimals seen) → kopecks, half up. */
export function kopecksFromRoubles(roubles: number): Kopecks {
  return kopecks(Math.round(Number((roubles * 100).toFixed(4))));
}

/** Kopecks → the decimal text VK takes as `price`: a dot and two decimals, or none for whole roubles. */
export function roublesText(amount: Kopecks): string {
  const sign = amount < 0 ? '-' : '';
  const abs = Math.abs(amount);
  const rest = abs % 100;
  const whole = `${sign}${Math.floor(abs / 100)}`;
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(2, '0')}`;
}
