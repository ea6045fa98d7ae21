import type { VkRule } from './error-table.js';

/**
 * Error 100 by its text, as seen by public clients (IP2VK, VUEAPP): VK gives one code to faults that want quite
 * different answers. First match wins.
 */
const BY_TEXT: readonly (readonly [RegExp, VkRule])[] = [
  [/nothing to change/i, { code: 'VK.NOTHING_TO_CHANGE', kind: 'conflict', policy: 'treat_as_success' }],
  // In a repeated add this may also mean that the first try succeeded.
  [/already assigned|photo not found/i, { code: 'VK.PHOTO_TAKEN', kind: 'conflict', policy: 'heal' }],
  [/photo is undefined/i, { code: 'VK.PHOTO_MISSING', kind: 'upstream_rejected', policy: 'heal' }],
  [/name should be at least/i, { code: 'VK.NAME_TOO_SHORT', kind: 'upstream_rejected', policy: 'skip_item' }],
  [/photo crop|crop photo/i, { code: 'VK.PHOTO_REFUSED', kind: 'upstream_rejected', policy: 'skip_item' }],
];

/** Meaning of an error 100; `null` for a text not known, which stays `VK.PARAM_REFUSED`. */
export function ruleOfError100(message: string): VkRule | null {
  return BY_TEXT.find(([pattern]) => pattern.test(message))?.[1] ?? null;
}
