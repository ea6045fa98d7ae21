import type { ListingKey, ProductId, UserId } from '../../domain/brand.js';
import type { Kopecks } from '../../domain/money.js';
import { upsertRows } from '../bulk.js';
import type { Queries } from '../database.js';
import { jsonColumn } from '../rows.js';

/** A file that was read and compared, as stored. `counts` and the lines' `details` are the use case's own. */
export interface StoredImport {
  readonly id: number;
  readonly fileName: string;
  readonly counts: unknown;
  readonly createdAt: Date;
  readonly appliedAt: Date | null;
}

export interface StoredLine {
  readonly line: number;
  /** `null` = to be applied. */
  readonly faultCode: string | null;
  readonly productId: string;
  readonly name: string;
  readonly details: unknown;
}

/** Ids asked for in one statement. */
const IDS_PER_QUERY = 1000;
/** Characters the columns hold. */
const MAX_ID = 80;
const MAX_NAME = 500;
const MAX_FILE_NAME = 255;

/** Keeps a compared file until it expires, and drops those that have. */
export async function saveImport(
  queries: Queries,
  userId: UserId,
  file: { readonly name: string; readonly counts: object; readonly expiresAt: Date; readonly now: Date },
  lines: readonly StoredLine[],
): Promise<number> {
  await queries.change('DELETE FROM override_imports WHERE expires_at < :now', { now: file.now });
  const id = await queries.insert(
    `INSERT INTO override_imports (user_id, file_name, counts, created_at, expires_at)
     VALUES (:userId, :name, :counts, :now, :expiresAt)`,
    {
      userId,
      name: file.name.slice(0, MAX_FILE_NAME),
      counts: JSON.stringify(file.counts),
      now: file.now,
      expiresAt: file.expiresAt,
    },
  );
  await upsertRows(
    queries,
    'override_import_lines',
    ['import_id', 'line', 'fault_code', 'product_evotor_id', 'name', 'details'],
    lines.map(line => ({
      import_id: id,
      line: line.line,
      fault_code: line.faultCode,
      product_evotor_id: line.productId.slice(0, MAX_ID),
      name: line.name.slice(0, MAX_NAME),
      details: JSON.stringify(line.details),
    })),
    ['details'],
  );
  return id;
}

/** `null` = not this merchant's, or too old. */
export async function findImport(
  queries: Queries,
  userId: UserId,
  id: number,
  { now, locked = false }: { readonly now: Date; readonly locked?: boolean },
): Promise<StoredImport | null> {
  const row = await queries.first<StoredImport>(
    `SELECT id, file_name AS fileName, counts, created_at AS createdAt, applied_at AS appliedAt FROM override_imports
     WHERE id = :id AND user_id = :userId AND expires_at >= :now ${locked ? 'FOR UPDATE' : ''}`,
    { id, userId, now },
  );
  return row === null ? null : { ...row, counts: jsonColumn(row.counts) };
}

/** The next lines of an import, those to be applied or those with a fault. */
export async function importLines(
  queries: Queries,
  importId: number,
  { isFaulty, after, limit }: { readonly isFaulty: boolean; readonly after: number; readonly limit: number },
): Promise<readonly StoredLine[]> {
  const rows = await queries.rows<StoredLine>(
    `SELECT line, fault_code AS faultCode, product_evotor_id AS productId, name, details FROM override_import_lines
     WHERE import_id = :importId AND line > :after AND fault_code IS ${isFaulty ? 'NOT ' : ''}NULL
     ORDER BY line LIMIT :limit`,
    { importId, after, limit },
  );
  return rows.map(row => ({ ...row, details: jsonColumn(row.details) }));
}

export async function markImportApplied(queries: Queries, importId: number, now: Date): Promise<void> {
  await queries.change('UPDATE override_imports SET applied_at = :now WHERE id = :importId', { importId, now });
}

/** A listing by one of its till products, with its own values. */
export interface OwnValuesRow {
  readonly productId: ProductId;
  readonly key: ListingKey;
  readonly name: string;
  readonly ownName: string | null;
  readonly ownDescription: string | null;
  readonly ownPriceKopecks: Kopecks | null;
}

/**
 * The listings of some till products: of a product that stands in several, the selected one of the first store.
 * `locked`: until the transaction ends.
 */
export async function ownValuesOfProducts(
  queries: Queries,
  userId: UserId,
  productIds: readonly string[],
  { locked = false }: { readonly locked?: boolean } = {},
): Promise<ReadonlyMap<string, OwnValuesRow>> {
  const found = new Map<string, OwnValuesRow>();
  for (let start = 0; start < productIds.length; start += IDS_PER_QUERY) {
    const rows = await queries.rows<OwnValuesRow>(
      `SELECT m.product_evotor_id AS productId, m.listing_key AS \`key\`, p.name, o.name AS ownName,
         o.description AS ownDescription, o.price_kopecks AS ownPriceKopecks
       FROM listing_members m
       JOIN listings s ON s.user_id = m.user_id AND s.listing_key = m.listing_key
       JOIN cached_products p ON p.user_id = m.user_id AND p.store_evotor_id = m.store_evotor_id
         AND p.evotor_id = m.product_evotor_id AND p.missing_since IS NULL
       LEFT JOIN cached_stores st ON st.user_id = m.user_id AND st.evotor_id = m.store_evotor_id
       LEFT JOIN product_overrides o ON o.user_id = m.user_id AND o.listing_key = m.listing_key
       WHERE m.user_id = :userId AND m.product_evotor_id IN (:ids)
       ORDER BY m.is_selected DESC, st.position, st.id ${locked ? 'FOR UPDATE' : ''}`,
      { userId, ids: productIds.slice(start, start + IDS_PER_QUERY) },
    );
    for (const row of rows) if (!found.has(row.productId)) found.set(row.productId, row);
  }
  return found;
}

/** Own values of one listing, as far as a file names them. */
export interface OwnValuesChange {
  readonly key: ListingKey;
  readonly name: string | null;
  readonly description: string | null;
  readonly priceKopecks: number | null;
}

/** Writes the own texts and prices of many listings; what else the merchant said of them stays. */
export async function saveOwnValues(
  queries: Queries,
  userId: UserId,
  changes: readonly OwnValuesChange[],
): Promise<void> {
  const now = new Date();
  const columns = ['user_id', 'listing_key', 'name', 'description', 'price_kopecks', 'updated_at'] as const;
  await upsertRows(
    queries,
    'product_overrides',
    columns,
    changes.map(({ key, name, description, priceKopecks }) => ({
      user_id: userId,
      listing_key: key,
      name,
      description,
      price_kopecks: priceKopecks,
      updated_at: now,
    })),
    columns.slice(2),
  );
}
