import type { Brand } from './brand.js';

/** A quantity in whole thousandths of its unit (1 шт = 1000, 0,5 кг = 500). May be negative on a till. */
export type Milli = Brand<number, 'Milli'>;

/** Marks a whole number of thousandths; throws on anything that is not a safe integer. */
export function milli(value: number): Milli {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not whole thousandths: ${value}`);
  return value as Milli;
}

/** A quantity as a vendor sends it (number, up to 3 decimals) → thousandths, rounded to the nearest. */
export function milliFromUnits(units: number): Milli {
  return milli(Math.round(Number((units * 1000).toFixed(3))));
}
