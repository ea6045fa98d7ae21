import type { Queries, SqlValue } from './database.js';

/** Rows per statement: keeps one INSERT well under `max_allowed_packet` (16 MB by default). */
const ROWS_PER_STATEMENT = 500;

/** Inserts rows many at a time; rows that are there already (by any unique key) get the columns of `update`. */
export async function upsertRows<Column extends string>(
  queries: Queries,
  table: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, SqlValue>>[],
  update: readonly string[],
): Promise<void> {
  const assignments = update.map(column => (column.includes('=') ? column : `${column} = VALUES(${column})`));
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const values: Record<string, SqlValue> = {};
    const tuples = rows.slice(start, start + ROWS_PER_STATEMENT).map((row, index) => {
      const names = columns.map(column => {
        values[`${column}_${index}`] = row[column];
        return `:${column}_${index}`;
      });
      return `(${names.join(', ')})`;
    });
    await queries.change(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${tuples.join(', ')}
       ON DUPLICATE KEY UPDATE ${assignments.join(', ')}`,
      values,
    );
  }
}
