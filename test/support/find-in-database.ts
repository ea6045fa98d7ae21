import type { Database } from '../../src/db/database.js';

/**
 * Where any of these texts stands, in any table and column of the database: as `table.column: text`. Looked for without
 * regard to case, in texts, JSON, blobs and names of buckets alike.
 */
export async function findInDatabase(db: Database, texts: readonly string[]): Promise<readonly string[]> {
  const columns = await db.rows<{ table: string; column: string }>(
    `SELECT c.table_name AS \`table\`, c.column_name AS \`column\` FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
       AND c.data_type IN ('char','varchar','tinytext','text','mediumtext','longtext','json','binary','varbinary',
         'tinyblob','blob','mediumblob','longblob')`,
  );
  const found: string[] = [];
  for (const { table, column } of columns)
    for (const text of texts) {
      const row = await db.first(
        `SELECT 1 AS found FROM \`${table}\`
         WHERE LOCATE(LOWER(:text), LOWER(CONVERT(\`${column}\` USING utf8mb4))) > 0 LIMIT 1`,
        { text },
      );
      if (row !== null) found.push(`${table}.${column}: ${text}`);
    }
  return found.sort();
}
