import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** A column that holds sealed texts, and what its rows are told apart by. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
}

/** One sealed text with what decides the place it is bound to. */
export interface SealedValue {
  readonly id: number;
  /** `null` = nobody's: a till that waits to be claimed. */
  readonly userId: UserId | null;
  /** Of a connection attempt: whose token it is. */
  readonly service: 'evotor' | 'vk' | null;
  readonly sealed: string;
}

/** Sealed texts of a column after a row, by row id. */
export async function sealedValues(
  queries: Queries,
  { table, column }: SealedColumn,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly SealedValue[]> {
  const service = table === 'connection_attempts' ? 'service' : 'NULL';
  return queries.rows<SealedValue>(
    `SELECT id, user_id AS userId, ${service} AS service, ${column} AS sealed FROM ${table}
     WHERE id > :after AND ${column} IS NOT NULL ORDER BY id LIMIT :limit`,
    page,
  );
}

/** Puts a text in the place of another, unless somebody has changed it since; answers whether it did. */
export async function replaceSealed(
  queries: Queries,
  { table, column }: SealedColumn,
  value: SealedValue,
  renewed: string,
): Promise<boolean> {
  const changed = await queries.change(
    `UPDATE ${table} SET ${column} = :renewed WHERE id = :id AND ${column} = :sealed AND user_id <=> :userId`,
    { id: value.id, userId: value.userId, sealed: value.sealed, renewed },
  );
  return changed > 0;
}
