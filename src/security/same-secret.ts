import { timingSafeEqual } from 'node:crypto';
import { hashToken } from './hash-token.js';

/** Compares in a time that tells nothing about where, or whether in length, the two differ. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hashToken(given), hashToken(expected));
}
