import { FIELDS, UNKNOWN_DIGEST, type Field } from './compact.js';
import { digestOf } from './digests.js';

/** Fields whose drift EvoSync overwrites by itself; every other drift waits for the merchant's answer (spec §3). */
const OVERWRITTEN: readonly Field[] = ['price', 'stock'];

/**
 * Fields somebody changed in VK: what VK shows now is not what it showed after the field was last sent. A field without
 * an echo yet, or without a reading, has not drifted as far as anybody knows.
 */
export function driftedFields(echo: string | null | undefined, inVk: string | null | undefined): readonly Field[] {
  if (!echo || !inVk) return [];
  return FIELDS.filter(field => {
    const [shown, now] = [digestOf(echo, field), digestOf(inVk, field)];
    return shown !== UNKNOWN_DIGEST && now !== UNKNOWN_DIGEST && shown !== now;
  });
}

/** Whether a drift of this field is overwritten without asking. */
export const isOverwritten = (field: Field): boolean => OVERWRITTEN.includes(field);
