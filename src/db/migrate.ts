import { Umzug, SequelizeStorage } from 'umzug';
import type { Database } from './database.js';
import { migrationFiles } from './migration-files.js';
import type { Migration } from './migration.js';

/** Seconds one starting process waits while another one migrates. */
const LOCK_WAIT_SECONDS = 60;

async function migrator(database: Database): Promise<Umzug<object>> {
  const run = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await database.sequelize.query(statement);
  };
  return new Umzug({
    migrations: (await migrationFiles()).map(({ name, href }) => {
      const load = async () => ((await import(href)) as { migration: Migration }).migration;
      return {
        name,
        up: async () => run((await load()).up),
        down: async () => run((await load()).down),
      };
    }),
    storage: new SequelizeStorage({ sequelize: database.sequelize, tableName: 'schema_migrations' }),
    logger: undefined,
  });
}

/** Brings the schema up to date under a named lock; answers the names that were run. */
export async function migrateUp(database: Database): Promise<readonly string[]> {
  // The lock belongs to one connection, so it is taken and given back on a transaction's.
  return database.transaction(async queries => {
    const row = await queries.first<{ got: number }>(`SELECT GET_LOCK('evosync_migrate', ${LOCK_WAIT_SECONDS}) AS got`);
    if (Number(row?.got) !== 1) throw new Error('another process has been migrating for a minute; try again');
    try {
      const done = await (await migrator(database)).up();
      return done.map(step => step.name);
    } finally {
      await queries.rows(`SELECT RELEASE_LOCK('evosync_migrate') AS released`);
    }
  });
}

/** Takes every migration back. For tests of the migrations only. */
export async function migrateDown(database: Database): Promise<void> {
  await (await migrator(database)).down({ to: 0 });
}

/** Names not yet run. */
export async function pendingMigrations(database: Database): Promise<readonly string[]> {
  return (await (await migrator(database)).pending()).map(step => step.name);
}
