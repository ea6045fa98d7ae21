import type { Database, Queries } from '../database.js';
import { SHELF_TABLE } from './carry-over-shelf.repository.js';

/** Where the names of applied migrations stand. */
export const MIGRATIONS_TABLE = 'schema_migrations';
/** Stands among the applied migrations while a restore is under way: no program knows it, so none starts. */
const UNDER_WAY = 'restore-not-finished-run-it-again';

/** Tables of the database, by name. */
export async function tableNames(queries: Queries): Promise<readonly string[]> {
  const rows = await queries.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name`,
  );
  return rows.map(({ name }) => name);
}

/** Rows of each of our tables. */
export async function rowCounts(queries: Queries): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const name of await tableNames(queries)) {
    if (name === MIGRATIONS_TABLE || name === SHELF_TABLE) continue;
    const row = await queries.first<{ n: number | string }>(`SELECT COUNT(*) AS n FROM \`${name}\``);
    counts[name] = Number(row?.n ?? 0);
  }
  return counts;
}

/** SQL that brings the list of applied migrations back, as the last thing of a backup. */
export async function migrationsAsSql(queries: Queries): Promise<{ names: readonly string[]; sql: string }> {
  const made = await queries.first<Record<string, string>>(`SHOW CREATE TABLE ${MIGRATIONS_TABLE}`);
  const create = (made?.['Create Table'] ?? '').replace(/^CREATE TABLE/, 'CREATE TABLE IF NOT EXISTS');
  const rows = await queries.rows<{ name: string }>(`SELECT name FROM ${MIGRATIONS_TABLE} ORDER BY name`);
  const names = rows.map(({ name }) => name).filter(name => /^[\w.-]+$/.test(name));
  const values = names.map(name => `('${name}')`).join(',');
  return { names, sql: `\n${create};\nINSERT IGNORE INTO ${MIGRATIONS_TABLE} (name) VALUES ${values};\n` };
}

export async function serverVersion(queries: Queries): Promise<string> {
  return (await queries.first<{ v: string }>('SELECT VERSION() AS v'))?.v ?? '?';
}

/** Other connections to this database right now; the caller has used no more than one of its own. */
export async function otherConnections(queries: Queries): Promise<number> {
  const row = await queries.first<{ n: number | string }>(
    'SELECT COUNT(*) AS n FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
  );
  return Number(row?.n ?? 0);
}

/** Whether a restore broke off: what is in the database is no installation. */
export async function isRestoreUnderWay(queries: Queries): Promise<boolean> {
  if (!(await tableNames(queries)).includes(MIGRATIONS_TABLE)) return false;
  const row = await queries.first(`SELECT 1 AS one FROM ${MIGRATIONS_TABLE} WHERE name = :name`, { name: UNDER_WAY });
  return row !== null;
}

/** Takes everything out of the database but what a restore has put down; first of all it is marked as being restored. */
export async function emptyDatabase(db: Database): Promise<void> {
  await db.transaction(async queries => {
    // As the migrator makes it; the backup's own list is added to it.
    await queries.change(`CREATE TABLE IF NOT EXISTS ${MIGRATIONS_TABLE} (name VARCHAR(255) NOT NULL PRIMARY KEY)`);
    await queries.change(`INSERT IGNORE INTO ${MIGRATIONS_TABLE} (name) VALUES (:name)`, { name: UNDER_WAY });
    await queries.change('SET FOREIGN_KEY_CHECKS = 0');
    try {
      for (const name of await tableNames(queries))
        if (name !== MIGRATIONS_TABLE && name !== SHELF_TABLE) await queries.change(`DROP TABLE IF EXISTS \`${name}\``);
    } finally {
      await queries.change('SET FOREIGN_KEY_CHECKS = 1');
    }
    await queries.change(`DELETE FROM ${MIGRATIONS_TABLE} WHERE name <> :name`, { name: UNDER_WAY });
  });
}

/** Takes the mark of a restore under way away: from now on programs may start. */
export async function markRestored(queries: Queries): Promise<void> {
  await queries.change(`DELETE FROM ${MIGRATIONS_TABLE} WHERE name = :name`, { name: UNDER_WAY });
  await queries.change(`DROP TABLE IF EXISTS ${SHELF_TABLE}`);
}

/**
 * Ids given out since the backup was made must not be given to others: runs, letters and logs outside of the database may
 * still name them. Every counter is moved on by so many.
 */
export async function moveIdsOn(queries: Queries, gap: number): Promise<void> {
  const rows = await queries.rows<{ name: string; next: number | string | null }>(
    `SELECT t.table_name AS name, t.auto_increment AS next FROM information_schema.tables t
     JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
       AND c.extra LIKE '%auto_increment%' AND c.data_type = 'bigint'
     WHERE t.table_schema = DATABASE()`,
  );
  for (const { name, next } of rows)
    await queries.change(`ALTER TABLE \`${name}\` AUTO_INCREMENT = ${Number(next ?? 1) + gap}`);
}
