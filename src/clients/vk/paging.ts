import type { VkGroupId } from '../../domain/brand.js';
import type { VkCaller } from './call.js';
import type { ReadPages } from './read-pages.js';

/** What the shop's readers need. */
export interface ReadContext {
  readonly groupId: VkGroupId;
  readonly call: VkCaller;
  readonly readPages: ReadPages;
}

/** Ids VK takes in one `getById`. */
export const IDS_PER_CALL = 100;

/** A list in pieces of at most `size`. */
export function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, nth) => list.slice(nth * size, (nth + 1) * size));
}

/** Where the pages after the first one begin. */
export function laterOffsets(count: number, pageSize: number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil(count / pageSize) - 1) }, (_, nth) => (nth + 1) * pageSize);
}
