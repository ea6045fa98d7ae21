import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import type { Database } from '../../src/db/database.js';
import { migrateUp, pendingMigrations } from '../../src/db/migrate.js';
import type { Migration } from '../../src/db/migration.js';
import { fillEveryTable } from '../support/fill-tables.js';
import { emptyDatabase, migratedDatabase } from '../support/services-env-database.js';

const FOLDER = new URL('../../migrations/', import.meta.url);

interface Step extends Migration {
  readonly name: string;
}

async function steps(): Promise<readonly Step[]> {
  const files = (await readdir(FOLDER)).sort();
  return Promise.all(
    files.map(async file => ({
      name: file,
      ...((await import(new URL(file, FOLDER).href)) as { migration: Migration }).migration,
    })),
  );
}

/** Tables by name, each with its definition and, by column, all its values. */
type Picture = ReadonlyMap<string, { readonly made: string; readonly columns: ReadonlyMap<string, string> }>;

/** A definition as the database tells it, whatever the order its columns and keys came in. */
const inOrder = (definition: string): string =>
  definition
    .replace(/ AUTO_INCREMENT=\d+/, '')
    .split('\n')
    .map(line => line.replace(/,$/, ''))
    .sort()
    .join('\n');

async function picture(db: Database): Promise<Picture> {
  const found = new Map<string, { made: string; columns: Map<string, string> }>();
  const tables = await db.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()
     AND table_name <> 'schema_migrations'`,
  );
  for (const { name } of tables) {
    const created = await db.first<Record<string, string>>(`SHOW CREATE TABLE ${name}`);
    const rows = await db.rows<Record<string, unknown>>(`SELECT * FROM ${name} ORDER BY 1, 2`);
    const columns = new Map(
      Object.keys(rows[0] ?? {}).map(column => [column, JSON.stringify(rows.map(row => row[column]))]),
    );
    found.set(name, { made: inOrder(created?.['Create Table'] ?? ''), columns });
  }
  return found;
}

const definitions = (seen: Picture) => Object.fromEntries([...seen].map(([name, { made }]) => [name, made]));
/** Tables whose rows a migration takes away by what it says. */
const emptied = ({ down, up }: Step) =>
  [...down, ...up].flatMap(sql => [...sql.matchAll(/\b(?:DELETE FROM|UPDATE) (\w+)/g)].map(([, table]) => table ?? ''));

/** Values that both pictures have a place for are equal. */
function expectKept(before: Picture, after: Picture, step: Step): number {
  let compared = 0;
  for (const [table, { columns }] of after) {
    if (emptied(step).includes(table)) continue;
    for (const [column, values] of columns) {
      const was = before.get(table)?.columns.get(column);
      if (was === undefined) continue;
      expect(values, `${step.name}: ${table}.${column}`).to.equal(was);
      compared += 1;
    }
  }
  return compared;
}

describe('migrations on a database with data', function () {
  this.timeout(120_000);

  it('go back one by one and forth again: the schema as before, and no value lost that has a place', async () => {
    const base = await migratedDatabase();
    try {
      const { db } = base;
      for (const _merchant of [1, 2]) await fillEveryTable(db);
      const full = await picture(db);
      const without = [...full].filter(([, { columns }]) => columns.size === 0).map(([name]) => name);
      expect(without, 'tables nothing was put into').to.deep.equal([]);
      let compared = 0;
      for (const step of [...(await steps())].reverse()) {
        const above = await picture(db);
        for (const sql of step.down) await db.sequelize.query(sql);
        const below = await picture(db);
        compared += expectKept(above, below, step);
        for (const sql of step.up) await db.sequelize.query(sql);
        const again = await picture(db);
        for (const [table, { made }] of above) expect(again.get(table)?.made, `${step.name}: ${table}`).to.equal(made);
        expect([...again.keys()]).to.deep.equal([...above.keys()]);
        compared += expectKept(below, again, step);
        for (const sql of step.down) await db.sequelize.query(sql);
      }
      expect(compared).to.be.greaterThan(1000);
      expect([...(await picture(db)).keys()]).to.deep.equal([]);
    } finally {
      await base.drop();
    }
  });

  it('is simply run again after it died between two statements', async () => {
    const base = await emptyDatabase();
    try {
      const { db } = base;
      const sequelize = db.sequelize;
      const query = sequelize.query.bind(sequelize) as (...args: unknown[]) => Promise<unknown>;
      let left = 0;
      const dying = (async (...args: unknown[]) => {
        const isChange = typeof args[0] === 'string' && /^\s*(CREATE|ALTER|INSERT|UPDATE|DELETE|DROP)/.test(args[0]);
        if (isChange && (left -= 1) < 0) throw new Error('the power is out');
        return query(...args);
      }) as typeof sequelize.query;
      let deaths = 0;
      for (;;) {
        left = 16;
        sequelize.query = dying;
        const died = await migrateUp(db).then(
          () => false,
          () => true,
        );
        sequelize.query = query as typeof sequelize.query;
        if (!died) break;
        deaths += 1;
        // A statement that was carried out and not written down: the next run meets it once more.
        expect((await pendingMigrations(db)).length).to.be.greaterThan(0);
        const [next = ''] = await pendingMigrations(db);
        const step = (await steps()).find(({ name }) => name.startsWith(next));
        for (const sql of step?.up ?? []) await query(sql);
        if (deaths % 2 === 0) await query(`INSERT IGNORE INTO schema_migrations (name) VALUES ('${next}')`);
      }
      expect(deaths).to.be.greaterThan(3);
      expect(await pendingMigrations(db)).to.deep.equal([]);
      const fresh = await migratedDatabase();
      try {
        expect(definitions(await picture(db))).to.deep.equal(definitions(await picture(fresh.db)));
      } finally {
        await fresh.drop();
      }
    } finally {
      await base.drop();
    }
  });
});
