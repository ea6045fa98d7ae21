import { schemaState, type SchemaState } from '../../db/schema-state.js';
import type { Queries } from '../../db/database.js';
import { AppError } from '../../domain/errors.js';

/** Names beyond these are only counted. */
const NAMED = 5;

/**
 * Refuses to work on a database that this program was not made for: an older one lacks what it writes to, a newer one
 * may have changed what a column means.
 * @throws AppError SCHEMA.NEWER, SCHEMA.OLDER
 */
export async function requireFittingSchema(db: Pick<Queries, 'rows'>): Promise<void> {
  const { pending } = await refuseNewerSchema(db);
  if (pending.length > 0) throw new AppError('conflict', 'SCHEMA.OLDER', counted(pending));
}

/** The half of it that `migrate` asks: what is missing can be added, what is too much cannot. @throws AppError SCHEMA.NEWER */
export async function refuseNewerSchema(db: Pick<Queries, 'rows'>): Promise<SchemaState> {
  const state = await schemaState(db);
  if (state.unknown.length > 0) throw new AppError('conflict', 'SCHEMA.NEWER', counted(state.unknown));
  return state;
}

function counted(names: readonly string[]): { count: number; names: string } {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return { count: names.length, names: `${names.slice(0, NAMED).join(', ')}${more}` };
}
