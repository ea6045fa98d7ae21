import type { ListingKey } from '../brand.js';

/**
 * Fields a listing owns in VK, in the order of their digests in a compact record.
 * `stock` unknown (`null`) has the digest `-` and is never a change of a published item.
 */
export const FIELDS = ['name', 'description', 'price', 'stock', 'category', 'photo', 'album'] as const;
export type Field = (typeof FIELDS)[number];

/** Characters of one field digest; 6 base64url characters = 36 bits, compared within one listing only. */
export const DIGEST_CHARS = 6;

/** State of the link between a listing and its VK item; `none`: never published. */
export type LinkState = 'none' | 'live' | 'hidden' | 'deleted' | 'detached';

/**
 * One listing as the differ sees it: about 100 bytes, so that a page of them may pass through a workflow.
 * - `k` listing key
 * - `l` link state
 * - `w` wanted: one digest per field, joined without a separator; `null` = not to be listed (or gone)
 * - `s` sent: what was last sent to VK, the same form; 0 = equal to `w`; `null` = nothing known (adopted)
 * - `c` why it is not wanted, when it is not
 */
export interface CompactRecord {
  readonly k: ListingKey;
  readonly l: LinkState;
  readonly w: string | null;
  readonly s: string | 0 | null;
  readonly c?: string;
}

export type OperationKind =
  'hide' | 'unhide' | 'update' | 'delete' | 'album_create' | 'album_rename' | 'create' | 'album_add' | 'album_remove';

/** One intended change, before it is written to the ledger with its before and after. */
export interface PlannedChange {
  readonly op: OperationKind;
  readonly k: ListingKey;
  /** Fields to send; empty for create (all of them), hide and delete. */
  readonly f: readonly Field[];
  /** Why: a reason code, or `changed` / `new`. */
  readonly c: string;
}

/** What the differ found on one page. */
export interface PlanPage {
  readonly changes: readonly PlannedChange[];
  /** Wanted listings with nothing to do. */
  readonly unchanged: number;
}
