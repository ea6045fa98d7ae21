import { NBSP } from './format-number.js';

/** A price multiplier ("1.10") as the pages show it between two prices: «× 1,1». */
export function formatMultiplier(multiplier: string): string {
  const [whole = '0', fraction = ''] = multiplier.trim().replace(',', '.').split('.');
  const digits = fraction.replace(/0+$/u, '');
  return `×${NBSP}${whole.replace(/^0+(?=\d)/u, '')}${digits === '' ? '' : `,${digits}`}`;
}
