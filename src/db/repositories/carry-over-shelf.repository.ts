import type { Database, Queries } from '../database.js';
import type { CarriedOver } from './carry-over.repository.js';

/** Lives from the first touch of a restore to its end: what the replaced database knew, should the restore break off. */
export const SHELF_TABLE = 'restore_carried_over';

/** Characters of a row: well under `max_allowed_packet`. */
const PART_CHARS = 500_000;

/** Times and bytes are marked: JSON knows neither. */
function marked(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const given = this[key];
  if (given instanceof Date) return { $time: given.toISOString() };
  if (Buffer.isBuffer(given)) return { $bytes: given.toString('base64') };
  return value;
}

function unmarked(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$time' in value) return new Date(String(value.$time));
  if ('$bytes' in value) return Buffer.from(String(value.$bytes), 'base64');
  return value;
}

/** Puts it down, in the place of an older one; `null` leaves nothing there. */
export async function shelveCarriedOver(db: Database, kept: CarriedOver | null): Promise<void> {
  await db.change(`DROP TABLE IF EXISTS ${SHELF_TABLE}`);
  if (kept === null) return;
  const text = JSON.stringify(kept, marked);
  await db.change(`CREATE TABLE ${SHELF_TABLE} (part INT NOT NULL PRIMARY KEY, content LONGTEXT NOT NULL)`);
  await db.transaction(async queries => {
    for (let part = 0; part * PART_CHARS < text.length; part += 1)
      await queries.change(`INSERT INTO ${SHELF_TABLE} (part, content) VALUES (:part, :content)`, {
        part,
        content: text.slice(part * PART_CHARS, (part + 1) * PART_CHARS),
      });
  });
}

/** What a restore that broke off has put down; `null` = nothing was there to be kept. */
export async function shelvedCarriedOver(queries: Queries): Promise<CarriedOver | null> {
  const isThere = await queries.first(
    'SELECT 1 AS one FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = :name',
    { name: SHELF_TABLE },
  );
  if (isThere === null) return null;
  const rows = await queries.rows<{ content: string }>(`SELECT content FROM ${SHELF_TABLE} ORDER BY part`);
  return JSON.parse(rows.map(({ content }) => content).join(''), unmarked) as CarriedOver;
}
