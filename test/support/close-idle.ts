import type { Database } from '../../src/db/database.js';

interface Pooled {
  readonly connectionManager: { readonly pool: { destroyAllNow(): Promise<void> } };
}

/** Closes the idle connections of a pool: a restore takes them for another program's. */
export async function closeIdle(db: Database): Promise<void> {
  await (db.sequelize as unknown as Pooled).connectionManager.pool.destroyAllNow();
}
