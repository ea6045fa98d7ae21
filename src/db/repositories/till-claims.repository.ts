import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';
import { IS_MERCHANT } from '../merchant-sql.js';
import type { KnownStore } from './till-installs.repository.js';

/** A till that names a merchant by e-mail and waits for their word. */
export interface UnclaimedTill {
  readonly id: number;
  readonly evotorUserId: string;
  readonly hasToken: boolean;
  readonly knownStores: readonly KnownStore[] | null;
  readonly arrivedAt: Date;
}

/**
 * Unclaimed tills whose e-mail is the merchant's confirmed one, newest first. The database's own comparison takes «é» for
 * «e», which are two mailboxes: letters are compared exactly, only their case is not.
 */
export async function unclaimedTills(
  queries: Queries,
  userId: UserId,
  limit: number,
): Promise<readonly UnclaimedTill[]> {
  const rows = await queries.rows<
    Omit<UnclaimedTill, 'hasToken' | 'knownStores'> & { hasToken: number; stores: unknown }
  >(
    `SELECT c.id, c.evotor_user_id AS evotorUserId, c.access_token IS NOT NULL AS hasToken, c.known_stores AS stores,
       c.connected_at AS arrivedAt
     FROM users u JOIN evotor_connections c ON c.claimed_email = u.email
       AND LOWER(c.claimed_email) COLLATE utf8mb4_bin = LOWER(u.email) COLLATE utf8mb4_bin
     WHERE u.id = :userId AND u.status = 'active' AND u.is_email_confirmed AND u.delete_requested_at IS NULL
       AND ${IS_MERCHANT}
       AND c.user_id IS NULL
       AND c.evotor_user_id IS NOT NULL AND c.ended_code IS NULL
       AND (c.access_token IS NOT NULL OR c.detached_at IS NULL)
     ORDER BY c.connected_at DESC, c.id DESC LIMIT :limit`,
    { userId, limit },
  );
  return rows.map(({ hasToken, stores, ...row }) => ({
    ...row,
    hasToken: Boolean(hasToken),
    knownStores: jsonColumnOrNull<readonly KnownStore[]>(stores),
  }));
}

/** Those of these stores that are on the merchant's till as last read. */
export async function storesOwned(
  queries: Queries,
  userId: UserId,
  storeIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (storeIds.length === 0) return new Set();
  const rows = await queries.rows<{ id: string }>(
    'SELECT evotor_id AS id FROM cached_stores WHERE user_id = :userId AND evotor_id IN (:storeIds)',
    { userId, storeIds: [...storeIds] },
  );
  return new Set(rows.map(({ id }) => id));
}
