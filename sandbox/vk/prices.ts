import { badParam } from './vk-failure.js';

/** Roubles as decimal text (at most two decimals) to kopecks; error 100 otherwise. */
export function parseRoubles(name: string, text: string): number {
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(text);
  if (match === null) throw badParam(`${name} is invalid`);
  const cents = (match[2] ?? '').padEnd(2, '0');
  if (cents.length > 2) throw badParam(`${name} has more than two decimals`);
  return Number(match[1]) * 100 + Number(cents);
}

/** Price text as a buyer reads it: 1 234,50 ₽; whole roubles without kopecks. */
export function priceText(kopecks: number): string {
  const roubles = String(Math.floor(kopecks / 100)).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
  const rest = kopecks % 100;
  return `${roubles}${rest === 0 ? '' : `,${String(rest).padStart(2, '0')}`}\u00a0₽`;
}
