import type { Database } from '../../src/db/database.js';
import type { UserId } from '../../src/domain/brand.js';

/** Columns that lead from a row to what belongs to a merchant. */
const OWNERS: Readonly<Record<string, string>> = {
  user_id: 'SELECT :userId',
  sync_config_id: 'SELECT id FROM sync_configs WHERE user_id = :userId',
  job_id: 'SELECT id FROM sync_jobs WHERE user_id = :userId',
  vk_connection_id: 'SELECT id FROM vk_connections WHERE user_id = :userId',
  evotor_connection_id: 'SELECT id FROM evotor_connections WHERE user_id = :userId',
};

/** Every row of every table that belongs to a merchant, by table; to be compared with itself later. */
export async function rowsOfMerchant(db: Database, userId: UserId): Promise<Readonly<Record<string, string>>> {
  const columns = await db.rows<{ name: string; columnName: string }>(
    `SELECT table_name AS name, column_name AS columnName FROM information_schema.columns
     WHERE table_schema = DATABASE() AND column_name IN (:owners) ORDER BY table_name, column_name`,
    { owners: Object.keys(OWNERS) },
  );
  const found: Record<string, string> = {
    users: JSON.stringify(await db.rows('SELECT * FROM users WHERE id = :userId', { userId })),
  };
  for (const { name, columnName } of columns) {
    const owned = `SELECT * FROM ${name} WHERE ${columnName} IN (${OWNERS[columnName] ?? ''})`;
    const rows = await db.rows<object>(owned, { userId });
    found[`${name}.${columnName}`] = rows
      .map(row => JSON.stringify(row))
      .sort()
      .join('\n');
  }
  return found;
}
