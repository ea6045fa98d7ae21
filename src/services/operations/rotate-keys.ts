import type { Database, Queries } from '../../db/database.js';
import { replaceSealed, sealedValues, type SealedValue } from '../../db/repositories/sealed-values.repository.js';
import { keyIdOf, type TokenVault } from '../../security/token-vault.js';
import { SEALED_COLUMNS, type SealedPlaces } from './sealed-columns.js';

/** Rows looked at in one statement. */
const BATCH = 500;

/** What is sealed with which key. No value and nothing of a key is in it. */
export interface KeyCount {
  /** All sealed values. */
  readonly total: number;
  /** Sealed with the first key of the list. */
  readonly current: number;
  /** Need another key of the list: it must stay until they are sealed anew. */
  readonly old: number;
  /** Open with no key of the list: their merchants have to connect anew, unless the key is found again. */
  readonly unreadable: number;
}

export interface KeyRotation extends KeyCount {
  /** Sealed anew by this very call. */
  readonly resealed: number;
}

interface Deps {
  readonly db: Database;
  readonly vault: TokenVault;
}

/** Counts what every key is still needed for, and tries each value: a key of the right name may still be the wrong one. */
export async function countKeys({ db, vault }: Deps): Promise<KeyCount> {
  const counts = { total: 0, current: 0, old: 0, unreadable: 0 };
  for await (const { column, value } of everySealed(db)) {
    counts.total += 1;
    counts[stateOf(vault, column, value)] += 1;
  }
  return counts;
}

/**
 * Seals everything anew with the newest key, while web and worker run: a value that somebody changed meanwhile is left to
 * them, and counted at the end. May be broken off and repeated at any point.
 */
export async function rotateKeys(deps: Deps): Promise<KeyRotation> {
  const { db, vault } = deps;
  let resealed = 0;
  for await (const { column, value } of everySealed(db)) {
    if (stateOf(vault, column, value) !== 'old') continue;
    const place = column.placeOf(value);
    const renewed = vault.seal(vault.open(value.sealed, place), place);
    if (await replaceSealed(db, column, value, renewed)) resealed += 1;
  }
  return { resealed, ...(await countKeys(deps)) };
}

/** Names of the keys that the sealed values need, to be written beside a backup. */
export async function neededKeys(queries: Queries): Promise<readonly string[]> {
  const ids = new Set<string>();
  for await (const { value } of everySealed(queries)) {
    const id = keyIdOf(value.sealed);
    if (id !== null) ids.add(id);
  }
  return [...ids].sort();
}

function stateOf(vault: TokenVault, column: SealedPlaces, value: SealedValue): 'current' | 'old' | 'unreadable' {
  try {
    vault.open(value.sealed, column.placeOf(value));
  } catch {
    return 'unreadable';
  }
  return keyIdOf(value.sealed) === vault.keyIds[0] ? 'current' : 'old';
}

async function* everySealed(queries: Queries): AsyncGenerator<{ column: SealedPlaces; value: SealedValue }> {
  for (const column of SEALED_COLUMNS)
    for (let after = 0; ;) {
      const page = await sealedValues(queries, column, { after, limit: BATCH });
      for (const value of page) yield { column, value };
      const last = page.at(-1);
      if (last === undefined || page.length < BATCH) break;
      after = last.id;
    }
}
