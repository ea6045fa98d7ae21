/** Space that never breaks a line: between thousands, and between a number and its unit. */
export const NBSP = '\u00a0';

/**
 * A whole number of `10^-decimals` as Russian text: thousands apart, decimal comma, no needless zeros.
 * `minDecimals` digits are kept when there is a fraction at all (money shows none or two).
 */
export function formatScaled(value: number, decimals: number, minDecimals = 0): string {
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(?:\d{3})+$)/gu, NBSP);
  const trimmed = digits.slice(digits.length - decimals).replace(/0+$/u, '');
  const fraction = trimmed === '' ? '' : `,${trimmed.padEnd(minDecimals, '0')}`;
  return `${value < 0 ? '−' : ''}${whole}${fraction}`;
}
