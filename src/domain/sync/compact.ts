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

/** Digest of a value nobody knows: never equal to anything. */
export const UNKNOWN_DIGEST = '?'.repeat(DIGEST_CHARS);

/** Fields the merchant may keep by hand («вести вручную в VK»). */
export const LOCKABLE = ['name', 'description', 'photo', 'price', 'album'] as const satisfies readonly Field[];
export type LockableField = (typeof LOCKABLE)[number];

/**
 * One listing as the differ sees it: about 100 bytes, so that a page of them may pass through a workflow.
 * - `k` listing key
 * - `l` link state
 * - `w` wanted: one digest per field, joined without a separator; `null` = not to be listed (or gone)
 * - `s` sent: what was last sent to VK, the same form; 0 = equal to `w`; `null` = nothing known (adopted)
 * - `c` why it is not wanted, when it is not
 * - `e`, `v` echo and VK: what VK showed at the first full read after each field was sent, and what it showed at the
 *   last one, the same form; both absent = equal, or nothing is known
 * - `x` fields that are locked, separated by commas; absent = none
 * - `o` 1 = hidden for longer than the merchant lets a good wait: it is deleted now
 * - `q` 1 = the item carries another `sku` than its key
 * - `h` why it must not be created or changed now (at rest after refusals, an offer of adoption): a code
 */
export interface CompactRecord {
  readonly k: ListingKey;
  readonly l: LinkState;
  readonly w: string | null;
  readonly s: string | 0 | null;
  readonly c?: string;
  readonly e?: string;
  readonly v?: string;
  readonly x?: string;
  readonly o?: 1;
  readonly q?: 1;
  readonly h?: string;
}

/**
 * `restore`: brings back what EvoSync deleted. `rekey`: writes the key into `sku`. `twin_delete`: deletes a second item of
 * a key that EvoSync itself had added.
 */
export type OperationKind =
  | 'hide'
  | 'unhide'
  | 'update'
  | 'delete'
  | 'restore'
  | 'rekey'
  | 'twin_delete'
  | 'album_create'
  | 'album_rename'
  | 'create'
  | 'album_add'
  | 'album_remove';

/** One intended change, before it is written to the ledger with its before and after. */
export interface PlannedChange {
  readonly op: OperationKind;
  readonly k: ListingKey;
  /** Fields to send; empty for create (all of them), hide, delete, restore and rekey. */
  readonly f: readonly Field[];
  /** Why: a reason code, or `CHANGED` / `NEW` / `RETURNED` / `DRIFT` / `OVERDUE`. */
  readonly c: string;
}

/** What the differ found on one page. */
export interface PlanPage {
  readonly changes: readonly PlannedChange[];
  /** Wanted listings with nothing to do. */
  readonly unchanged: number;
}
