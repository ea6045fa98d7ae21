/**
 * Code points above ASCII that windows-1251 has, as inclusive ranges in ascending order, control characters left out.
 * VK counts an item's name in this code page (`market.add`, name 4..100), so only these signs count as one.
 */
const RANGES: readonly (readonly [number, number])[] = [
  [0xa0, 0xa0],
  [0xa4, 0xa4],
  [0xa6, 0xa7],
  [0xa9, 0xa9],
  [0xab, 0xae],
  [0xb0, 0xb1],
  [0xb5, 0xb7],
  [0xbb, 0xbb],
  [0x401, 0x40c],
  [0x40e, 0x44f],
  [0x451, 0x45c],
  [0x45e, 0x45f],
  [0x490, 0x491],
  [0x2013, 0x2014],
  [0x2018, 0x201a],
  [0x201c, 0x201e],
  [0x2020, 0x2022],
  [0x2026, 0x2026],
  [0x2030, 0x2030],
  [0x2039, 0x203a],
  [0x20ac, 0x20ac],
  [0x2116, 0x2116],
  [0x2122, 0x2122],
];

/** Whether windows-1251 has this code point (control characters count as absent). */
export function isCp1251(codePoint: number): boolean {
  if (codePoint <= 0x7e) return codePoint >= 0x20;
  return RANGES.some(([first, last]) => codePoint >= first && codePoint <= last);
}
