import type { JobId, ListingKey, OperationId, VkAlbumId, VkItemId, VkPhotoId } from '../../domain/brand.js';
import type { Field, OperationKind } from '../../domain/sync/compact.js';
import { jsonColumnOrNull } from '../rows.js';

export type OperationState = 'planned' | 'sent' | 'done' | 'failed' | 'unknown' | 'skipped';
export type FieldValues = Readonly<Record<string, unknown>>;

/** One intended change and its fate: the plan and the ledger in one row. */
export interface Operation {
  readonly id: OperationId;
  readonly jobId: JobId;
  readonly kind: OperationKind;
  readonly key: ListingKey;
  readonly albumTitle: string;
  readonly itemId: VkItemId | null;
  readonly albumId: VkAlbumId | null;
  readonly fields: readonly Field[];
  readonly before: FieldValues | null;
  readonly after: FieldValues | null;
  readonly reasonCode: string;
  readonly state: OperationState;
  readonly photoId: VkPhotoId | null;
  readonly errorCode: string | null;
  /** Held for the merchant's yes, by which brake, and what the merchant said. */
  readonly isRisky: boolean;
  readonly brakeCode: string | null;
  readonly decision: 'approved' | 'declined' | null;
  readonly attempts: number;
  readonly lookups: number;
  readonly lookupAt: Date | null;
  readonly sentAt: Date | null;
  /** Digest of what it would make: two operations of a kind and key with equal targets are the same wish. */
  readonly target: string;
}

export interface OperationRow {
  id: OperationId;
  job_id: JobId;
  kind: OperationKind;
  listing_key: ListingKey;
  album_title: string;
  vk_item_id: VkItemId | null;
  vk_album_id: VkAlbumId | null;
  fields: string;
  before_value: unknown;
  after_value: unknown;
  reason_code: string;
  state: OperationState;
  photo_id: VkPhotoId | null;
  error_code: string | null;
  is_risky: number;
  brake_code: string | null;
  decision: 'approved' | 'declined' | null;
  attempts: number;
  lookups: number;
  lookup_at: Date | null;
  sent_at: Date | null;
  target: string;
}

export const toOperation = (row: OperationRow): Operation => ({
  id: row.id,
  jobId: row.job_id,
  kind: row.kind,
  key: row.listing_key,
  albumTitle: row.album_title,
  itemId: row.vk_item_id,
  albumId: row.vk_album_id,
  fields: row.fields === '' ? [] : (row.fields.split(',') as Field[]),
  before: jsonColumnOrNull<FieldValues>(row.before_value),
  after: jsonColumnOrNull<FieldValues>(row.after_value),
  reasonCode: row.reason_code,
  state: row.state,
  photoId: row.photo_id,
  errorCode: row.error_code,
  isRisky: Boolean(row.is_risky),
  brakeCode: row.brake_code,
  decision: row.decision,
  attempts: row.attempts,
  lookups: row.lookups,
  lookupAt: row.lookup_at,
  sentAt: row.sent_at,
  target: row.target,
});
