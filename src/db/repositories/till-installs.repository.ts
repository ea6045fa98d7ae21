import type { UserId } from '../../domain/brand.js';
import type { AppLife, EndedCode } from '../../domain/connections/app-life.js';
import type { Queries, SqlValue } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';

/** A till connection as Evotor's own messages see it, claimed or not. */
export interface TillInstall {
  readonly id: number;
  /** `null` = no merchant has claimed it. */
  readonly userId: UserId | null;
  /** `null` = connected by hand, the account is not known. */
  readonly evotorUserId: string | null;
  readonly sealedToken: string | null;
  /** A token that came while the app was gone or not paid for: not used until it is back. */
  readonly heldToken: string | null;
  readonly claimedEmail: string | null;
  readonly endedCode: EndedCode | null;
  readonly life: AppLife;
  readonly knownStores: readonly KnownStore[] | null;
  readonly connectedAt: Date;
}

export interface KnownStore {
  readonly id: string;
  readonly name: string;
}

interface Row {
  id: number;
  user_id: UserId | null;
  evotor_user_id: string | null;
  access_token: string | null;
  held_token: string | null;
  claimed_email: string | null;
  ended_code: EndedCode | null;
  installed_at: Date | null;
  uninstalled_at: Date | null;
  subscription_id: string | null;
  subscription_sequence: number | null;
  subscription_event_at: Date | null;
  subscription_type: string | null;
  known_stores: unknown;
  connected_at: Date;
}

const toInstall = (row: Row): TillInstall => ({
  id: row.id,
  userId: row.user_id,
  evotorUserId: row.evotor_user_id,
  sealedToken: row.access_token,
  heldToken: row.held_token,
  claimedEmail: row.claimed_email,
  endedCode: row.ended_code,
  life: {
    installedAt: row.installed_at?.getTime() ?? null,
    uninstalledAt: row.uninstalled_at?.getTime() ?? null,
    subscription:
      row.subscription_id === null
        ? null
        : {
            id: row.subscription_id,
            sequence: row.subscription_sequence ?? 0,
            at: row.subscription_event_at?.getTime() ?? 0,
            type: row.subscription_type ?? '',
          },
  },
  knownStores: jsonColumnOrNull<readonly KnownStore[]>(row.known_stores),
  connectedAt: row.connected_at,
});

/** Columns a message may change. */
export type TillInstallChanges = Partial<
  Record<
    | 'user_id'
    | 'access_token'
    | 'auth_scheme'
    | 'held_token'
    | 'claimed_email'
    | 'connection_type'
    | 'is_online'
    | 'blocked_code'
    | 'blocked_until'
    | 'ended_code'
    | 'installed_at'
    | 'uninstalled_at'
    | 'subscription_id'
    | 'subscription_sequence'
    | 'subscription_event_at'
    | 'subscription_type'
    | 'known_stores'
    | 'detached_at'
    | 'last_checked_at'
    | 'connected_at',
    SqlValue
  >
>;

/** The row of an Evotor account, locked, made on first sight. Part of a transaction. */
export async function seeInstall(
  queries: Queries,
  evotorUserId: string,
): Promise<{ readonly install: TillInstall; readonly isNew: boolean }> {
  const read = () =>
    queries.first<Row>('SELECT * FROM evotor_connections WHERE evotor_user_id = :evotorUserId FOR UPDATE', {
      evotorUserId,
    });
  const found = await read();
  if (found !== null) return { install: toInstall(found), isNew: false };
  const made = await queries.change(
    `INSERT IGNORE INTO evotor_connections (evotor_user_id, connection_type, connected_at, updated_at)
     VALUES (:evotorUserId, 'webhook', :now, :now)`,
    { evotorUserId, now: new Date() },
  );
  const row = await read();
  if (row === null) throw new Error('the till connection is gone again');
  return { install: toInstall(row), isNew: made > 0 };
}

/** Locked. Part of a transaction. */
export async function lockInstall(queries: Queries, id: number): Promise<TillInstall | null> {
  const row = await queries.first<Row>('SELECT * FROM evotor_connections WHERE id = :id FOR UPDATE', { id });
  return row && toInstall(row);
}

/** The merchant's till as it is now, locked together with the merchant: nobody else can give them one meanwhile. */
export async function lockTillOf(queries: Queries, userId: UserId): Promise<TillInstall | null> {
  await queries.first('SELECT id FROM users WHERE id = :userId FOR UPDATE', { userId });
  const row = await queries.first<Row>('SELECT * FROM evotor_connections WHERE user_id = :userId FOR UPDATE', {
    userId,
  });
  return row && toInstall(row);
}

export async function findTillOf(queries: Queries, userId: UserId): Promise<TillInstall | null> {
  const row = await queries.first<Row>('SELECT * FROM evotor_connections WHERE user_id = :userId', { userId });
  return row && toInstall(row);
}

export async function findInstall(queries: Queries, id: number): Promise<TillInstall | null> {
  const row = await queries.first<Row>('SELECT * FROM evotor_connections WHERE id = :id', { id });
  return row && toInstall(row);
}

export async function updateInstall(queries: Queries, id: number, changes: TillInstallChanges): Promise<void> {
  const assignments = Object.keys(changes).map(column => `${column} = :${column}`);
  await queries.change(
    `UPDATE evotor_connections SET ${[...assignments, 'updated_at = :now'].join(', ')} WHERE id = :id`,
    { ...(changes as Record<string, SqlValue>), id, now: new Date() },
  );
}

/**
 * One connection of a merchant gives way to another; what was known by its tokens is known by the other's. With
 * `keepsToken` the other goes on with the token of the old one and what is known of it.
 */
export async function replaceTill(
  queries: Queries,
  { oldId, newId, keepsToken }: { readonly oldId: number; readonly newId: number; readonly keepsToken: boolean },
): Promise<void> {
  if (keepsToken)
    await queries.change(
      `UPDATE evotor_connections n JOIN evotor_connections o ON o.id = :oldId SET n.access_token = o.access_token,
         n.auth_scheme = o.auth_scheme, n.is_online = o.is_online, n.blocked_code = o.blocked_code,
         n.blocked_until = o.blocked_until, n.last_checked_at = o.last_checked_at, n.ended_code = NULL WHERE n.id = :newId`,
      { oldId, newId },
    );
  await queries.change('UPDATE partner_tokens SET evotor_connection_id = :newId WHERE evotor_connection_id = :oldId', {
    oldId,
    newId,
  });
  await queries.change('DELETE FROM evotor_connections WHERE id = :oldId', { oldId });
}

/** The merchant parts with a till whose app stays installed: the account is nobody's again, without a token. */
export async function detachTill(queries: Queries, userId: UserId): Promise<void> {
  await queries.change(
    `UPDATE evotor_connections SET user_id = NULL, access_token = NULL, held_token = NULL, is_online = FALSE,
       blocked_code = NULL, blocked_until = NULL, last_checked_at = NULL, known_stores = NULL, detached_at = :now,
       updated_at = :now WHERE user_id = :userId AND evotor_user_id IS NOT NULL`,
    { userId, now: new Date() },
  );
}

/** Forgets tills nobody has claimed and Evotor has not spoken of since. Answers how many. */
export async function pruneUnclaimed(queries: Queries, before: Date): Promise<number> {
  return queries.change('DELETE FROM evotor_connections WHERE user_id IS NULL AND updated_at < :before LIMIT 10000', {
    before,
  });
}
