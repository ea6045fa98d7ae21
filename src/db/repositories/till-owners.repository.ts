import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** Merchants by the Evotor accounts of their tills; those of nobody are left out. */
export async function ownersOfTills(
  queries: Queries,
  evotorUserIds: readonly string[],
): Promise<ReadonlyMap<string, UserId>> {
  if (evotorUserIds.length === 0) return new Map();
  const rows = await queries.rows<{ evotorUserId: string; userId: UserId }>(
    `SELECT evotor_user_id AS evotorUserId, user_id AS userId FROM evotor_connections
     WHERE evotor_user_id IN (:evotorUserIds) AND user_id IS NOT NULL`,
    { evotorUserIds },
  );
  return new Map(rows.map(({ evotorUserId, userId }) => [evotorUserId, userId]));
}
