import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';

/** One list of an export: a table of the merchant's, row by row in the order of a key of its own. */
export interface ExportSection {
  readonly name: string;
  /** Columns as they are called in the file: `name: 'SQL'`. No secret, nobody else's data. */
  readonly columns: Readonly<Record<string, string>>;
  readonly from: string;
  /** Unique among the rows of one merchant; must be one of the columns. */
  readonly key: string;
  /** Columns that hold JSON. */
  readonly json?: readonly string[];
}

/** Rows fetched at a time. */
const PAGE_ROWS = 500;

const plain = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.map(name => [name.replace(/_([a-z])/gu, (_all, letter: string) => letter.toUpperCase()), `t.${name}`]),
  );

/** Every list of an export. A new table of the merchant's wishes or history belongs here. */
export const EXPORT_SECTIONS: readonly ExportSection[] = [
  {
    name: 'tillConnections',
    from: 'evotor_connections t',
    key: 'id',
    columns: plain(
      'id',
      'evotor_user_id',
      'connection_type',
      'is_online',
      'blocked_code',
      'last_checked_at',
      'connected_at',
      'claimed_email',
      'installed_at',
      'uninstalled_at',
      'ended_code',
      'subscription_type',
      'subscription_event_at',
    ),
  },
  {
    name: 'vkConnections',
    from: 'vk_connections t',
    key: 'id',
    columns: plain(
      'id',
      'vk_user_id',
      'vk_user_name',
      'group_id',
      'group_name',
      'group_screen_name',
      'market_type',
      'is_online',
      'blocked_code',
      'last_checked_at',
      'connected_at',
    ),
  },
  {
    name: 'exchange',
    from: 'sync_configs t',
    key: 'id',
    columns: plain(
      'id',
      'is_enabled',
      'confirmed_at',
      'paused_at',
      'settings',
      'last_run_at',
      'created_at',
      'updated_at',
    ),
    json: ['settings'],
  },
  {
    name: 'rules',
    from: 'sync_filters t JOIN sync_configs c ON c.id = t.sync_config_id',
    key: 'id',
    columns: plain('id', 'entity_type', 'entity_id', 'entity_name', 'filter_mode', 'parent_entity_id', 'created_at'),
  },
  {
    name: 'priceRules',
    from: 'price_rules t',
    key: 'id',
    columns: plain(
      'id',
      'group_evotor_id',
      'multiplier',
      'addend_kopecks',
      'rounding',
      'floor_margin_percent',
      'updated_at',
    ),
  },
  {
    name: 'groupSettings',
    from: 'group_settings t',
    key: 'groupEvotorId',
    columns: plain('group_evotor_id', 'category_id', 'updated_at'),
  },
  {
    name: 'ownValues',
    from: 'product_overrides t',
    key: 'listingKey',
    columns: plain(
      'listing_key',
      'name',
      'description',
      'price_kopecks',
      'allow_restricted',
      'is_pinned',
      'updated_at',
    ),
  },
  {
    name: 'locks',
    from: 'field_locks t',
    key: 'lock',
    columns: { lock: "CONCAT(t.listing_key, ' ', t.field)", ...plain('listing_key', 'field', 'created_at') },
  },
  {
    name: 'photos',
    from: 'photos t',
    key: 'id',
    columns: { ...plain('id', 'purpose', 'target_id', 'width', 'height', 'created_at'), bytes: 'LENGTH(t.jpeg)' },
  },
  {
    name: 'listings',
    from: 'listings t',
    key: 'id',
    columns: plain(
      'id',
      'listing_key',
      'is_listed',
      'is_selected',
      'reason_code',
      'reason_params',
      'hold_code',
      'name',
      'description',
      'price_kopecks',
      'stock',
      'album_title',
      'category_id',
      'updated_at',
    ),
    json: ['reasonParams'],
  },
  {
    name: 'itemLinks',
    from: 'item_links t',
    key: 'id',
    columns: plain(
      'id',
      'vk_group_id',
      'listing_key',
      'vk_item_id',
      'state',
      'state_cause',
      'state_at',
      'made_by',
      'sent',
      'created_at',
      'updated_at',
    ),
    json: ['sent'],
  },
  {
    name: 'albumLinks',
    from: 'album_links t',
    key: 'id',
    columns: plain('id', 'vk_group_id', 'title', 'vk_album_id', 'made_by', 'created_at', 'updated_at'),
  },
  {
    name: 'jobs',
    from: 'sync_jobs t',
    key: 'id',
    columns: plain(
      'id',
      'kind',
      'triggered_by',
      'status',
      'items_created',
      'items_updated',
      'items_hidden',
      'items_deleted',
      'items_skipped',
      'items_unchanged',
      'items_failed',
      'reason_code',
      'reason_params',
      'created_at',
      'started_at',
      'finished_at',
    ),
    json: ['reasonParams'],
  },
  {
    name: 'operations',
    from: 'sync_operations t',
    key: 'id',
    columns: plain(
      'id',
      'job_id',
      'vk_group_id',
      'kind',
      'listing_key',
      'album_title',
      'vk_item_id',
      'fields',
      'before_value',
      'after_value',
      'reason_code',
      'state',
      'error_code',
      'created_at',
      'finished_at',
    ),
    json: ['beforeValue', 'afterValue'],
  },
  {
    name: 'notices',
    from: 'notices t',
    key: 'id',
    columns: plain('id', 'code', 'params', 'is_open', 'created_at', 'closed_at'),
    json: ['params'],
  },
  {
    name: 'checks',
    from: 'health_check_logs t',
    key: 'id',
    columns: plain('id', 'service', 'event', 'detail', 'checked_at'),
  },
  {
    name: 'audit',
    from: 'audit_log t',
    key: 'id',
    // Who else did it is not the merchant's data: only whether it was themselves.
    columns: {
      ...plain('id', 'action', 'entity', 'before_value', 'after_value', 'created_at'),
      origin: `IF(t.actor_user_id IS NULL OR t.actor_user_id = t.subject_user_id, t.origin, SUBSTRING_INDEX(t.origin, ' ', 1))`,
      isOwn: 't.actor_user_id <=> t.subject_user_id',
    },
    json: ['beforeValue', 'afterValue'],
  },
];

/** Tables whose owner stands under another name than `user_id`. */
const OWNER: Readonly<Record<string, string>> = { rules: 'c.user_id', audit: 't.subject_user_id' };

/** Rows after a key, `PAGE_ROWS` at most; `after` null = from the first. */
export async function exportRows(
  queries: Queries,
  userId: UserId,
  section: ExportSection,
  after: string | number | null,
): Promise<{ readonly rows: readonly Record<string, unknown>[]; readonly next: string | number | null }> {
  const { columns, from, key, name, json = [] } = section;
  const list = Object.entries(columns).map(([alias, sql]) => `${sql} AS \`${alias}\``);
  const found = await queries.rows<Record<string, unknown>>(
    `SELECT ${list.join(', ')} FROM ${from} WHERE ${OWNER[name] ?? 't.user_id'} = :userId
       ${after === null ? '' : `AND ${columns[key] ?? ''} > :after`} ORDER BY ${columns[key] ?? ''} LIMIT ${PAGE_ROWS}`,
    { userId, after },
  );
  const rows = found.map(row => ({
    ...row,
    ...Object.fromEntries(json.map(column => [column, jsonColumnOrNull(row[column])])),
  }));
  const last = found.at(-1)?.[key];
  return { rows, next: found.length === PAGE_ROWS ? (last as string | number) : null };
}
