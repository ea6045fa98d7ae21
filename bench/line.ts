/** One figure with its target. */
export interface Line {
  readonly figure: string;
  readonly value: number;
  readonly target: string;
  /** Value divided by the bound, or the bound by the value where more is better: 1 and below is good. `null` = no bound. */
  readonly ratio: number | null;
  readonly isMet: boolean;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** A figure that must not pass a bound. */
export function atMost(figure: string, value: number, bound: number): Line {
  const ratio = bound === 0 ? null : rounded(value / bound);
  return { figure, value: rounded(value), target: `<= ${bound}`, ratio, isMet: value <= bound };
}

/** A figure that must reach a bound. */
export function atLeast(figure: string, value: number, bound: number): Line {
  return { figure, value: rounded(value), target: `>= ${bound}`, ratio: rounded(bound / value), isMet: value >= bound };
}

/** A figure that must be exactly so. */
export function exactly(figure: string, value: number, wanted: number): Line {
  return { figure, value: rounded(value), target: `= ${wanted}`, ratio: null, isMet: value === wanted };
}

/** A figure that is told and not judged. */
export function told(figure: string, value: number): Line {
  return { figure, value: rounded(value), target: '', ratio: null, isMet: true };
}

/** A line of the table. */
export function shown({ figure, value, target, ratio, isMet }: Line): string {
  const share = ratio === null ? '' : `ratio ${ratio}`;
  return `${isMet ? '✓' : '✗'} ${figure.padEnd(46)} ${String(value).padStart(10)}  ${target.padEnd(10)} ${share}`.trimEnd();
}
