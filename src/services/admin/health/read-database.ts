import type { Database } from '../../../db/database.js';
import { databaseFacts } from '../../../db/repositories/system-facts.repository.js';
import { schemaState } from '../../../db/schema-state.js';
import type { DatabaseHealth } from './health-contracts.js';

export type PoolReader = () => DatabaseHealth['pool'];

export async function readDatabase(db: Database, pool: PoolReader): Promise<DatabaseHealth> {
  const asked = performance.now();
  await db.rows('SELECT 1 AS one');
  const pingMs = performance.now() - asked;
  const [facts, schema, newest] = await Promise.all([
    databaseFacts(db),
    schemaState(db),
    db.first<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name DESC LIMIT 1'),
  ]);
  return { ...facts, pingMs, pool: pool(), schema: newest?.name ?? '', ...schema };
}
