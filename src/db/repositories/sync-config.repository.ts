import type { UserId } from '../../domain/brand.js';
import type { MerchantSettings } from '../../domain/settings.js';
import { DEFAULT_SETTINGS } from '../../domain/settings.js';
import type { Queries } from '../database.js';
import { jsonColumn } from '../rows.js';

/** State of a merchant's exchange. */
export interface SyncConfigRecord {
  readonly id: number;
  readonly userId: UserId;
  readonly isEnabled: boolean;
  readonly confirmedAt: Date | null;
  readonly pausedAt: Date | null;
  /** When the merchant was told that everything stands in VK for the first time; older than `confirmedAt` = of a former set-up. */
  readonly firstLoadAt: Date | null;
  /** When the merchant said how goods of several stores are merged; `null` = never, the default holds. */
  readonly mergeChosenAt: Date | null;
  /** Goods of several stores were found to be alike, and the merchant must say how they are merged; `null` = no question. */
  readonly mergeAskedAt: Date | null;
  /** The merchant is leaving: what is still to become of the goods in VK. */
  readonly pendingDisconnect: 'hide' | 'delete' | null;
  /** Whose connection ends when those goods are done. */
  readonly disconnectService: 'evotor' | 'vk' | null;
  readonly settings: MerchantSettings;
  /** Raised by everything a merchant changes that can change a listing. */
  readonly inputVersion: number;
  /** `inputVersion` the listings were last computed for. */
  readonly listingsVersion: number;
  /** Digest of the till the listings were last computed from; `null` = of a till that was not read whole. */
  readonly listingsTillDigest: string | null;
  readonly convergedInputVersion: number | null;
  readonly convergedTillDigest: string | null;
  /** `inputVersion` of the last plan that the brakes judged and that left nothing undone. */
  readonly judgedInputVersion: number | null;
  readonly shopReadAt: Date | null;
  /** The installation was put back to a backup then, and the shop has not been read since: it may be ahead. */
  readonly restoredAt: Date | null;
  readonly tillReadAt: Date | null;
  /** First and last hint of a changed till that no run has served yet. */
  readonly dirtySince: Date | null;
  readonly dirtySeenAt: Date | null;
  readonly nextDueAt: Date | null;
  /** Neither the clock nor a hint starts the merchant before. */
  readonly restUntil: Date | null;
  readonly failingCount: number;
}

interface Row {
  id: number;
  user_id: UserId;
  is_enabled: number;
  confirmed_at: Date | null;
  paused_at: Date | null;
  first_load_at: Date | null;
  merge_chosen_at: Date | null;
  merge_asked_at: Date | null;
  pending_disconnect: 'hide' | 'delete' | null;
  disconnect_service: 'evotor' | 'vk' | null;
  settings: unknown;
  input_version: number;
  listings_version: number;
  listings_till_digest: string | null;
  converged_input_version: number | null;
  converged_till_digest: string | null;
  judged_input_version: number | null;
  shop_read_at: Date | null;
  restored_at: Date | null;
  till_read_at: Date | null;
  dirty_since: Date | null;
  dirty_seen_at: Date | null;
  next_due_at: Date | null;
  rest_until: Date | null;
  failing_count: number;
}

const toRecord = (row: Row): SyncConfigRecord => ({
  id: row.id,
  userId: row.user_id,
  isEnabled: Boolean(row.is_enabled),
  confirmedAt: row.confirmed_at,
  pausedAt: row.paused_at,
  firstLoadAt: row.first_load_at,
  mergeChosenAt: row.merge_chosen_at,
  mergeAskedAt: row.merge_asked_at,
  pendingDisconnect: row.pending_disconnect,
  disconnectService: row.disconnect_service,
  // Settings added by a later version have their default until the merchant saves.
  settings: withDefaults(jsonColumn<Partial<MerchantSettings>>(row.settings)),
  inputVersion: row.input_version,
  listingsVersion: row.listings_version,
  listingsTillDigest: row.listings_till_digest,
  convergedInputVersion: row.converged_input_version,
  convergedTillDigest: row.converged_till_digest,
  judgedInputVersion: row.judged_input_version,
  shopReadAt: row.shop_read_at,
  restoredAt: row.restored_at,
  tillReadAt: row.till_read_at,
  dirtySince: row.dirty_since,
  dirtySeenAt: row.dirty_seen_at,
  nextDueAt: row.next_due_at,
  restUntil: row.rest_until,
  failingCount: row.failing_count,
});

/** What was saved before a setting existed has its default. */
function withDefaults(saved: Partial<MerchantSettings>): MerchantSettings {
  return {
    ...DEFAULT_SETTINGS,
    ...saved,
    brakes: { ...DEFAULT_SETTINGS.brakes, ...saved.brakes },
    limits: { ...DEFAULT_SETTINGS.limits, ...saved.limits },
  };
}

/** The merchant's row, made on first sight. */
export async function getSyncConfig(queries: Queries, userId: UserId): Promise<SyncConfigRecord> {
  const read = () => queries.first<Row>('SELECT * FROM sync_configs WHERE user_id = :userId', { userId });
  const found = await read();
  if (found) return toRecord(found);
  const now = new Date();
  await queries.change(
    `INSERT IGNORE INTO sync_configs (user_id, settings, created_at, updated_at)
     VALUES (:userId, :settings, :now, :now)`,
    { userId, settings: '{}', now },
  );
  const made = await read();
  if (!made) throw new Error(`no sync config can be made for user ${userId}`);
  return toRecord(made);
}

/** As {@link getSyncConfig}, locked until the transaction ends: for a change that depends on what is there. */
export async function lockSyncConfig(queries: Queries, userId: UserId): Promise<SyncConfigRecord> {
  await getSyncConfig(queries, userId);
  const row = await queries.first<Row>('SELECT * FROM sync_configs WHERE user_id = :userId FOR UPDATE', { userId });
  if (!row) throw new Error(`the sync config of user ${userId} is gone`);
  return toRecord(row);
}

/** Columns a use case may set; each call touches only what it names. */
export interface SyncConfigChanges {
  is_enabled?: boolean;
  confirmed_at?: Date | null;
  paused_at?: Date | null;
  goods_chosen_at?: Date;
  pilot_skipped_at?: Date;
  first_load_at?: Date;
  merge_chosen_at?: Date | null;
  merge_asked_at?: Date | null;
  settings?: string;
  listings_version?: number;
  listings_till_digest?: string | null;
  converged_input_version?: number | null;
  converged_till_digest?: string | null;
  judged_input_version?: number | null;
  pending_disconnect?: 'hide' | 'delete' | null;
  disconnect_service?: 'evotor' | 'vk' | null;
  shop_read_at?: Date | null;
  restored_at?: null;
  till_read_at?: Date;
  dirty_since?: Date | null;
  dirty_seen_at?: Date | null;
  next_due_at?: Date | null;
  rest_until?: Date | null;
  failing_count?: number;
  last_run_at?: Date;
}

export async function updateSyncConfig(queries: Queries, userId: UserId, changes: SyncConfigChanges): Promise<void> {
  const names = Object.keys(changes);
  await queries.change(
    `UPDATE sync_configs SET ${names.map(name => `${name} = :${name}`).join(', ')}, updated_at = :updatedAt
     WHERE user_id = :userId`,
    { ...changes, userId, updatedAt: new Date() },
  );
}

/** Says that something a listing is made of has changed. */
export async function raiseInputVersion(queries: Queries, userId: UserId): Promise<void> {
  await queries.change('UPDATE sync_configs SET input_version = input_version + 1 WHERE user_id = :userId', { userId });
}

/**
 * Notes a hint that the till has changed: the first one stays, the last one moves. Answers when the one before came,
 * `null` = none was open.
 */
export async function markHint(queries: Queries, userId: UserId, at: Date): Promise<Date | null> {
  const before = await getSyncConfig(queries, userId);
  await queries.change(
    `UPDATE sync_configs SET dirty_seen_at = GREATEST(:at, COALESCE(IF(dirty_since IS NULL, NULL, dirty_seen_at), :at)),
       dirty_since = COALESCE(dirty_since, :at) WHERE user_id = :userId`,
    { userId, at },
  );
  return before.dirtySince === null ? null : before.dirtySeenAt;
}
