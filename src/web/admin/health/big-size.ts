import { NBSP, formatScaled } from '../../../domain/text/format-number.js';
import { sizeText } from '../logs/log-sizes.js';

const GIGABYTE = 1024 ** 3;

/** Sizes of disks and databases: «512,0 МБ», «12,3 ГБ». */
export const bigSizeText = (bytes: number): string =>
  bytes < GIGABYTE ? sizeText(bytes) : `${formatScaled(Math.round((bytes / GIGABYTE) * 10), 1)}${NBSP}ГБ`;
