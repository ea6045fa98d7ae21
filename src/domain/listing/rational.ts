/** An exact fraction; `denominator` > 0. Not reduced: a price takes a handful of steps only. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export function rational(numerator: number | bigint, denominator: number | bigint = 1n): Rational {
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}

/** Decimal text ("1.15", "-0,5") as a fraction; throws `RangeError` on anything else. */
export function parseDecimal(text: string): Rational {
  const [, sign = '', whole = '', fraction = ''] = /^\s*(-?)(\d+)(?:[.,](\d+))?\s*$/u.exec(text) ?? [];
  if (whole === '') throw new RangeError(`not a decimal: ${text}`);
  const numerator = BigInt(`${whole}${fraction}`);
  return rational(sign === '' ? numerator : -numerator, 10n ** BigInt(fraction.length));
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

/** Negative, zero or positive as `a` is below, at or above `b`. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

/** Largest whole number not above `a`. */
export function floor(a: Rational): bigint {
  const cut = a.numerator / a.denominator;
  return cut * a.denominator > a.numerator ? cut - 1n : cut;
}

/** Smallest whole number not below `a`. */
export function ceil(a: Rational): bigint {
  return -floor({ numerator: -a.numerator, denominator: a.denominator });
}
