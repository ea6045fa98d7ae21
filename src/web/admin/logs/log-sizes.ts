import { NBSP, formatScaled } from '../../../domain/text/format-number.js';
import { count } from '../../texts/numbers.js';

const KILOBYTE = 1024;

/** «512 Б», «1,2 КБ», «3,4 МБ». */
export function sizeText(bytes: number): string {
  if (bytes < KILOBYTE) return `${count(bytes)}${NBSP}Б`;
  const [value, unit] = bytes < KILOBYTE ** 2 ? [bytes / KILOBYTE, 'КБ'] : [bytes / KILOBYTE ** 2, 'МБ'];
  return `${formatScaled(Math.round(value * 10), 1)}${NBSP}${unit}`;
}

export const millisecondsText = (ms: number): string => `${count(ms)}${NBSP}мс`;
