import { expect } from 'chai';
import type { Database, SqlValue } from '../../src/db/database.js';
import type { UserId } from '../../src/domain/brand.js';
import { insertUser } from '../../src/db/repositories/users.repository.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly columnType: string;
}

/** A value for a column that must have one. */
function anyValue({ type, columnType }: Column, serial: number): SqlValue {
  if (type === 'enum') return columnType.slice(6, -2).split("','")[0] ?? '';
  if (type === 'datetime') return new Date();
  if (type === 'tinyint') return 1;
  if (type.includes('int')) return serial;
  if (columnType === 'binary(32)') return Buffer.alloc(32, serial);
  if (type.includes('blob')) return Buffer.from([1]);
  if (type === 'longtext') return '{}';
  return `x${serial}`;
}

let serial = 100;

/** One row for a parent, with something in every column that needs it. */
async function fill(db: Database, table: string, parent: Readonly<Record<string, SqlValue>>): Promise<number> {
  serial += 1;
  const columns = await db.rows<Column>(
    `SELECT column_name AS name, data_type AS type, column_type AS columnType FROM information_schema.columns
     WHERE table_schema = DATABASE() AND table_name = :table AND is_nullable = 'NO' AND column_default IS NULL
       AND extra NOT LIKE '%auto_increment%'`,
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

describe('deleting a merchant', () => {
  let base: TestDatabase;

  before(async () => {
    base = await migratedDatabase();
  });
  after(() => base.drop());

  async function merchant(): Promise<UserId> {
    return insertUser(base.db, {
      email: freshEmail(),
      firstName: 'Анна',
      lastName: 'Смирнова',
      phone: null,
      passwordHash: 'x',
      role: 'user',
    });
  }

  it('leaves no row of theirs in any table, and every row of the others', async () => {
    const { db } = base;
    const [gone, stays] = [await merchant(), await merchant()];
    const owned = (
      await db.rows<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = DATABASE()
         AND column_name = 'user_id' AND table_name NOT IN ('user_roles','sync_operations')`,
      )
    ).map(({ name }) => name);
    const children: Record<string, readonly (readonly [table: string, key: string])[]> = {
      evotor_connections: [['partner_tokens', 'evotor_connection_id']],
      vk_connections: [['vk_method_blocks', 'vk_connection_id']],
      sync_configs: [['sync_filters', 'sync_config_id']],
      override_imports: [['override_import_lines', 'import_id']],
    };
    for (const userId of [gone, stays]) {
      for (const table of owned) {
        const id = await fill(db, table, { user_id: userId });
        for (const [child, key] of children[table] ?? []) await fill(db, child, { [key]: id });
        if (table === 'sync_jobs') await fill(db, 'sync_operations', { user_id: userId, job_id: id });
      }
      await fill(db, 'audit_log', { subject_user_id: userId, actor_user_id: userId });
    }
    const counts = async () => {
      const all = await db.rows<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()
         AND table_name NOT IN ('schema_migrations','roles','permissions','role_permissions','rate_counters',
           'clock_beats')`,
      );
      const found = new Map<string, number>();
      for (const { name } of all)
        found.set(name, (await db.first<{ n: number }>(`SELECT COUNT(*) AS n FROM ${name}`))?.n ?? -1);
      return found;
    };
    const before = await counts();
    for (const [table, count] of before) expect(count, table).to.be.at.least(2);

    await db.change('DELETE FROM users WHERE id = :gone', { gone });

    const after = await counts();
    for (const [table, count] of before) expect(after.get(table), table).to.equal(count / 2);
    for (const table of [...owned, 'user_roles', 'sync_operations'])
      expect(await db.rows(`SELECT * FROM ${table} WHERE user_id = :gone`, { gone }), table).to.deep.equal([]);
  });

  it('keeps what an operator did to others, without the operator', async () => {
    const { db } = base;
    const [operator, subject] = [await merchant(), await merchant()];
    const id = await fill(db, 'audit_log', { subject_user_id: subject, actor_user_id: operator });
    await db.change('DELETE FROM users WHERE id = :operator', { operator });
    expect(await db.first('SELECT actor_user_id AS actor FROM audit_log WHERE id = :id', { id })).to.deep.equal({
      actor: null,
    });
  });
});
