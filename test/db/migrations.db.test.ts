import { expect } from 'chai';
import { readdir } from 'node:fs/promises';
import { openDatabase, type Database } from '../../src/db/database.js';
import { migrateDown, migrateUp, pendingMigrations } from '../../src/db/migrate.js';
import type { Migration } from '../../src/db/migration.js';
import { emptyDatabase, type TestDatabase } from '../support/services-env-database.js';

const folder = new URL('../../migrations/', import.meta.url);

async function tables(db: Database): Promise<readonly string[]> {
  const rows = await db.rows<{ name: string }>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name',
  );
  return rows.map(({ name }) => name);
}

/** The whole schema as text: columns, keys and constraints. */
async function schema(db: Database): Promise<string> {
  const made: string[] = [];
  for (const name of await tables(db)) {
    const row = await db.first<Record<string, string>>(`SHOW CREATE TABLE ${name}`);
    made.push(row?.['Create Table']?.replace(/ AUTO_INCREMENT=\d+/, '') ?? name);
  }
  return made.join('\n');
}

describe('migrations', () => {
  let base: TestDatabase;

  before(async () => {
    base = await emptyDatabase();
  });
  after(() => base.drop());

  it('go up, all the way down, and up again to the same schema', async () => {
    const { db } = base;
    const names = (await readdir(folder)).map(name => name.replace(/\.ts$/, '')).sort();
    expect(await pendingMigrations(db)).to.deep.equal(names);
    expect(await migrateUp(db)).to.deep.equal(names);
    const first = await schema(db);
    await migrateDown(db);
    expect(await tables(db)).to.deep.equal(['schema_migrations']);
    expect(await migrateUp(db)).to.deep.equal(names);
    expect(await schema(db)).to.equal(first);
  });

  it('bear each statement being run again, as after a crash in the middle', async () => {
    const { db } = base;
    await migrateUp(db);
    const before = await schema(db);
    const roles = await db.rows('SELECT * FROM roles ORDER BY id');
    for (const file of (await readdir(folder)).sort()) {
      const { migration } = (await import(new URL(file, folder).href)) as { migration: Migration };
      for (const statement of migration.up) await db.sequelize.query(statement);
    }
    expect(await schema(db)).to.equal(before);
    expect(await db.rows('SELECT * FROM roles ORDER BY id')).to.deep.equal(roles);
  });

  it('are run once by two processes that start together', async () => {
    await migrateDown(base.db);
    const other = openDatabase(base.url);
    try {
      const [one, two] = await Promise.all([migrateUp(base.db), migrateUp(other)]);
      const names = (await readdir(folder)).length;
      expect([one.length, two.length].sort((a, b) => a - b)).to.deep.equal([0, names]);
    } finally {
      await other.close();
    }
    expect(await pendingMigrations(base.db)).to.deep.equal([]);
  });

  it('keep money and quantities out of floating and decimal columns', async () => {
    const rows = await base.db.rows(
      `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = DATABASE()
       AND data_type IN ('decimal','float','double','real','numeric')`,
    );
    expect(rows).to.deep.equal([]);
  });

  it('write every text in utf8mb4 or ascii', async () => {
    const odd = await base.db.rows(
      `SELECT table_name, column_name, character_set_name FROM information_schema.columns
       WHERE table_schema = DATABASE() AND table_name <> 'schema_migrations'
       AND character_set_name IS NOT NULL AND character_set_name NOT IN ('utf8mb4','ascii')`,
    );
    expect(odd).to.deep.equal([]);
    const collations = await base.db.rows(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()
       AND table_name <> 'schema_migrations' AND table_collation NOT LIKE 'utf8mb4%'`,
    );
    expect(collations).to.deep.equal([]);
  });

  it('tie every table of a merchant to the merchant, by a key that cascades', async () => {
    const { db } = base;
    const owned = await db.rows<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE table_schema = DATABASE() AND column_name = 'user_id' ORDER BY table_name`,
    );
    const cascading = await db.rows<{ name: string }>(
      `SELECT DISTINCT r.table_name AS name FROM information_schema.referential_constraints r
       JOIN information_schema.key_column_usage k ON k.constraint_schema = r.constraint_schema
         AND k.constraint_name = r.constraint_name AND k.table_name = r.table_name AND k.column_name = 'user_id'
       WHERE r.constraint_schema = DATABASE() AND r.referenced_table_name = 'users' AND r.delete_rule = 'CASCADE'
       ORDER BY r.table_name`,
    );
    expect(owned.length).to.be.greaterThan(15);
    expect(cascading).to.deep.equal(owned);
  });
});
