import type { Database, SqlValue } from '../../src/db/database.js';
import type { UserId } from '../../src/domain/brand.js';
import { insertUser } from '../../src/db/repositories/users.repository.js';
import { freshEmail } from './services-env-database.js';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly columnType: string;
  readonly chars: number | null;
}

/** Something for a column, of its type and length. */
function anyValue({ type, columnType, chars, name }: Column, serial: number): SqlValue {
  if (type === 'enum') return columnType.slice(6, -2).split("','")[0] ?? '';
  if (type === 'datetime') return new Date(1_700_000_000_000 + serial * 1000);
  if (type === 'tinyint') return 1;
  if (type.includes('int')) return serial;
  if (columnType === 'binary(32)') return Buffer.alloc(32, serial);
  if (type.includes('blob') || type.includes('binary')) return Buffer.from(`b${serial}`);
  if (type === 'longtext') return `{"name":"Чай № ${serial}"}`;
  return `${name.slice(0, 3)}${serial}`.slice(0, chars ?? 100);
}

/** What a row belongs to, besides its merchant. */
const CHILDREN: Readonly<Record<string, readonly (readonly [table: string, key: string])[]>> = {
  evotor_connections: [['partner_tokens', 'evotor_connection_id']],
  vk_connections: [['vk_method_blocks', 'vk_connection_id']],
  sync_configs: [['sync_filters', 'sync_config_id']],
  override_imports: [['override_import_lines', 'import_id']],
};
const CHILD_TABLES = [
  'user_roles',
  'sync_operations',
  ...Object.values(CHILDREN).flatMap(list => list.map(([t]) => t)),
];

let serial = 100;

async function fill(db: Database, table: string, parent: Readonly<Record<string, SqlValue>>): Promise<number> {
  serial += 1;
  const columns = await db.rows<Column>(
    `SELECT column_name AS name, data_type AS type, column_type AS columnType, character_maximum_length AS chars
     FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = :table AND is_generated = 'NEVER'
       AND extra NOT LIKE '%auto_increment%' AND (is_nullable = 'NO' OR column_name NOT REGEXP '_id$')`,
    { table },
  );
  const values: Record<string, SqlValue> = { ...parent };
  for (const column of columns) values[column.name] ??= anyValue(column, serial);
  const names = Object.keys(values);
  return db.insert(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(name => `:${name}`).join(', ')})`,
    values,
  );
}

/** A merchant with a row in every table that can hold one of theirs, and something in every column. */
export async function fillEveryTable(db: Database): Promise<UserId> {
  const userId = await insertUser(db, {
    email: freshEmail(),
    firstName: 'Анна',
    lastName: 'Смирнова',
    phone: `+7916${serial}0000`.slice(0, 12),
    passwordHash: 'x',
    role: 'user',
  });
  const owned = await db.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = DATABASE()
     AND column_name = 'user_id' AND table_name NOT IN (:children)`,
    { children: CHILD_TABLES },
  );
  for (const { name } of owned) {
    const id = await fill(db, name, { user_id: userId });
    for (const [child, key] of CHILDREN[name] ?? []) await fill(db, child, { [key]: id });
    if (name === 'sync_jobs') await fill(db, 'sync_operations', { user_id: userId, job_id: id });
  }
  await fill(db, 'audit_log', { subject_user_id: userId, actor_user_id: userId });
  const tables = await db.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()`,
  );
  // What belongs to nobody.
  for (const { name } of tables)
    if ((await db.first(`SELECT 1 AS found FROM ${name} LIMIT 1`)) === null) await fill(db, name, {});
  return userId;
}
