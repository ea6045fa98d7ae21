import type { Queries } from './database.js';
import { migrationFiles } from './migration-files.js';

/** How the database and this program differ, by the names of migrations. Both empty: they fit. */
export interface SchemaState {
  /** Known to the program, not applied: the database is older. */
  readonly pending: readonly string[];
  /** Applied, not known to the program: the database is newer. */
  readonly unknown: readonly string[];
}

/** MariaDB's number for «no such table»: a database nobody has migrated yet. */
const NO_SUCH_TABLE = 1146;

/** Compares the database with this program. Reads only; an empty database has everything pending. */
export async function schemaState(db: Pick<Queries, 'rows'>): Promise<SchemaState> {
  const known = (await migrationFiles()).map(file => file.name);
  const applied = await appliedMigrations(db);
  return {
    pending: known.filter(name => !applied.includes(name)),
    unknown: applied.filter(name => !known.includes(name)),
  };
}

async function appliedMigrations(db: Pick<Queries, 'rows'>): Promise<readonly string[]> {
  try {
    const rows = await db.rows<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name');
    return rows.map(row => row.name);
  } catch (error) {
    if ((error as { parent?: { errno?: number } }).parent?.errno === NO_SUCH_TABLE) return [];
    throw error;
  }
}
