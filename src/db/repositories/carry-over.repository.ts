import type { UserId } from '../../domain/brand.js';
import { moreCareful } from '../../domain/more-careful.js';
import type { MerchantSettings } from '../../domain/settings.js';
import { upsertRows } from '../bulk.js';
import type { Queries, SqlValue } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';

type Row = Readonly<Record<string, SqlValue>>;

/** What the database that is about to be replaced knows of an account. */
export interface KnownAccount {
  readonly id: UserId;
  /** With the id: tells whether it is the same person's account or another installation's. */
  readonly createdAt: Date;
  readonly isSuspended: boolean;
  readonly passwordHash: string | null;
  readonly passwordChangedAt: Date | null;
  readonly deleteRequestedAt: Date | null;
  readonly sessionEpoch: number;
  /** `null` = nothing was ever set up. */
  readonly isEnabled: boolean | null;
  readonly isConfirmed: boolean;
  readonly pausedAt: Date | null;
  /** Names of the roles. */
  readonly roles: readonly string[];
  /** What the merchant has set; `null` = nothing was ever set up. */
  readonly settings: Partial<MerchantSettings> | null;
}

/** A field that the merchant keeps by hand. */
interface KnownLock {
  readonly userId: UserId;
  readonly key: string;
  readonly field: string;
  readonly createdAt: Date;
}

/** Tables whose newest rows are worth more than those of any backup: tokens are replaced with each renewal. */
type Connections = 'evotor_connections' | 'partner_tokens' | 'vk_connections' | 'vk_method_blocks';

/** What is newer than any backup, and careful to keep. */
export interface CarriedOver {
  readonly accounts: readonly KnownAccount[];
  readonly locks: readonly KnownLock[];
  readonly connections: Readonly<Record<Connections, readonly Row[]>>;
}

/** Reads it out of the present database. Throws where that is broken. */
export async function readCarriedOver(queries: Queries): Promise<CarriedOver> {
  const accounts = await queries.rows<
    Omit<KnownAccount, 'isSuspended' | 'isEnabled' | 'isConfirmed' | 'roles' | 'settings'> & {
      roles: string | null;
      settings: unknown;
      isSuspended: number;
      isEnabled: number | null;
      isConfirmed: number | null;
    }
  >(
    `SELECT u.id, u.created_at AS createdAt, u.status = 'suspended' AS isSuspended, u.password_hash AS passwordHash,
       u.password_changed_at AS passwordChangedAt, u.delete_requested_at AS deleteRequestedAt,
       u.session_epoch AS sessionEpoch, c.is_enabled AS isEnabled, c.confirmed_at IS NOT NULL AS isConfirmed,
       c.paused_at AS pausedAt, c.settings,
       (SELECT GROUP_CONCAT(r.name) FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id) AS roles
     FROM users u LEFT JOIN sync_configs c ON c.user_id = u.id`,
  );
  const all = (table: string) => queries.rows<Row>(`SELECT * FROM ${table}`);
  return {
    accounts: accounts.map(row => ({
      ...row,
      isSuspended: Boolean(row.isSuspended),
      isEnabled: row.isEnabled === null ? null : Boolean(row.isEnabled),
      isConfirmed: Boolean(row.isConfirmed),
      roles: row.roles?.split(',') ?? [],
      settings: jsonColumnOrNull<Partial<MerchantSettings>>(row.settings),
    })),
    locks: await queries.rows<KnownLock>(
      'SELECT user_id AS userId, listing_key AS `key`, field, created_at AS createdAt FROM field_locks',
    ),
    connections: {
      evotor_connections: await all('evotor_connections'),
      partner_tokens: await all('partner_tokens'),
      vk_connections: await all('vk_connections'),
      vk_method_blocks: await all('vk_method_blocks'),
    },
  };
}

/** Accounts of the restored database: those the replaced one knew too, and those it did not know any more. */
export async function compareAccounts(
  queries: Queries,
  known: readonly KnownAccount[],
): Promise<{ readonly same: readonly KnownAccount[]; readonly gone: readonly UserId[] }> {
  const byId = new Map(known.map(account => [account.id, account]));
  const restored = await queries.rows<{ id: UserId; createdAt: Date }>('SELECT id, created_at AS createdAt FROM users');
  const isSame = ({ id, createdAt }: { id: UserId; createdAt: Date }): boolean =>
    byId.get(id)?.createdAt.getTime() === createdAt.getTime();
  const same = restored.filter(isSame).flatMap(({ id }) => byId.get(id) ?? []);
  return { same, gone: restored.filter(account => !isSame(account)).map(({ id }) => id) };
}

/** Of account and exchange the more careful of both states; of password and roles the newer. */
export async function keepCareful(queries: Queries, account: KnownAccount): Promise<void> {
  await keepRoles(queries, account);
  await keepCarefulSettings(queries, account);
  const { id, isSuspended, passwordHash, passwordChangedAt, deleteRequestedAt, sessionEpoch, pausedAt } = account;
  await queries.change(
    `UPDATE users SET status = IF(:isSuspended, 'suspended', status), delete_requested_at = :deleteRequestedAt,
       session_epoch = GREATEST(session_epoch, :sessionEpoch) + 1,
       password_hash = IF(:passwordChangedAt > COALESCE(password_changed_at, '1970-01-01'), :passwordHash, password_hash),
       password_changed_at = GREATEST(COALESCE(:passwordChangedAt, '1970-01-01'), COALESCE(password_changed_at, '1970-01-01'))
     WHERE id = :id`,
    {
      id,
      isSuspended,
      deleteRequestedAt,
      sessionEpoch,
      passwordHash,
      passwordChangedAt: passwordChangedAt ?? new Date(0),
    },
  );
  await queries.change(
    `UPDATE sync_configs SET is_enabled = is_enabled AND :isEnabled, paused_at = COALESCE(:pausedAt, paused_at),
       confirmed_at = IF(:isConfirmed, confirmed_at, NULL) WHERE user_id = :id`,
    { id, isEnabled: account.isEnabled ?? false, pausedAt, isConfirmed: account.isConfirmed },
  );
}

/** Who was made less since is not made more by a backup. */
async function keepRoles(queries: Queries, { id, roles }: KnownAccount): Promise<void> {
  await queries.change('DELETE FROM user_roles WHERE user_id = :id', { id });
  if (roles.length === 0) return;
  await queries.change('INSERT INTO user_roles (user_id, role_id) SELECT :id, id FROM roles WHERE name IN (:roles)', {
    id,
    roles: [...roles],
  });
}

/** Nothing is sent unasked that the merchant wanted to be asked about, and nothing published that they forbade. */
async function keepCarefulSettings(queries: Queries, { id, settings }: KnownAccount): Promise<void> {
  if (settings === null) return;
  const row = await queries.first<{ settings: unknown }>('SELECT settings FROM sync_configs WHERE user_id = :id', {
    id,
  });
  if (row === null) return;
  const restored = jsonColumnOrNull<Partial<MerchantSettings>>(row.settings) ?? {};
  const careful = JSON.stringify({ ...restored, ...moreCareful(restored, settings) });
  await queries.change('UPDATE sync_configs SET settings = :careful WHERE user_id = :id', { id, careful });
}

/** Locks that were set since hold; those taken away since are back: what is kept by hand is not overwritten. */
export async function addLocks(queries: Queries, { locks }: CarriedOver, owners: ReadonlySet<UserId>): Promise<void> {
  await upsertRows(
    queries,
    'field_locks',
    ['user_id', 'listing_key', 'field', 'created_at'],
    locks
      .filter(({ userId }) => owners.has(userId))
      .map(lock => ({ user_id: lock.userId, listing_key: lock.key, field: lock.field, created_at: lock.createdAt })),
    ['created_at'],
  );
}

/** Accounts that were deleted since stay out of use until the operator has deleted them again. */
export async function suspendAccounts(queries: Queries, ids: readonly UserId[]): Promise<void> {
  if (ids.length === 0) return;
  await queries.change(`UPDATE users SET status = 'suspended' WHERE id IN (:ids)`, { ids: [...ids] });
}

/** Puts the newest connections in the place of the restored ones, of these accounts and of tills nobody has claimed. */
export async function replaceConnections(
  queries: Queries,
  { connections }: CarriedOver,
  owners: ReadonlySet<UserId>,
): Promise<void> {
  for (const table of ['evotor_connections', 'vk_connections']) await queries.change(`DELETE FROM ${table}`);
  const isKept = (row: Row): boolean => row['user_id'] === null || owners.has(row['user_id'] as UserId);
  const ids = (rows: readonly Row[]) => new Set(rows.map(row => row['id']));
  const evotor = connections.evotor_connections.filter(isKept);
  const vk = connections.vk_connections.filter(isKept);
  const [tills, shops] = [ids(evotor), ids(vk)];
  await insertRows(queries, 'evotor_connections', evotor);
  await insertRows(queries, 'vk_connections', vk);
  const tokens = connections.partner_tokens.filter(row => tills.has(row['evotor_connection_id']));
  await insertRows(queries, 'partner_tokens', tokens);
  const blocks = connections.vk_method_blocks.filter(row => shops.has(row['vk_connection_id']));
  await insertRows(queries, 'vk_method_blocks', blocks);
}

/** Columns that only the other schema had are left out. */
async function insertRows(queries: Queries, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = await queries.rows<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = DATABASE() AND table_name = :table AND is_generated = 'NEVER'`,
    { table },
  );
  const names = columns.map(({ name }) => name).filter(name => name in first);
  await upsertRows(
    queries,
    table,
    names,
    rows.map(row => Object.fromEntries(names.map(name => [name, asColumn(row[name])]))),
    names,
  );
}

/** JSON comes back as what it means and goes in as text. */
function asColumn(value: SqlValue | undefined): SqlValue {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object' || value instanceof Date || Buffer.isBuffer(value)) return value;
  return JSON.stringify(value);
}
