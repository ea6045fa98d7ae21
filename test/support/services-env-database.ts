import { randomBytes } from 'node:crypto';
import mariadb from 'mariadb';
import { openDatabase, type Database } from '../../src/db/database.js';
import { migrateUp } from '../../src/db/migrate.js';

/** A database of one test file's own, on the real server of the run. */
export interface TestDatabase {
  readonly db: Database;
  readonly url: string;
  drop(): Promise<void>;
}

function serverUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (url === undefined) throw new Error('set TEST_DATABASE_URL: `npm test db`, or `node scripts/dev-servers.mjs`');
  return url;
}

async function onServer(sql: string): Promise<void> {
  const { hostname, port, username, password } = new URL(serverUrl());
  const connection = await mariadb.createConnection({
    host: hostname,
    port: Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  });
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

/** An empty database, not migrated yet. */
export async function emptyDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const name = `evosync_t_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  const address = new URL(serverUrl());
  address.pathname = `/${name}`;
  const db = openDatabase(address.href, options);
  return {
    db,
    url: address.href,
    async drop() {
      await db.close();
      await onServer(`DROP DATABASE ${name}`);
    },
  };
}

/** A migrated database. */
export async function migratedDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const made = await emptyDatabase(options);
  await migrateUp(made.db);
  return made;
}

let accounts = 0;

/** An e-mail no other test has. */
export function freshEmail(): string {
  accounts += 1;
  return `merchant${accounts}-${randomBytes(3).toString('hex')}@test.example`;
}
