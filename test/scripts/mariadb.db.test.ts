import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import mariadb from 'mariadb';
import { startMariadb } from '../../scripts/setup/mariadb.mjs';
import { setupFailure } from './fixtures/failure.js';
import { inScratch } from './fixtures/scratch.js';

type Options = Parameters<typeof startMariadb>[0];
let running: Awaited<ReturnType<typeof startMariadb>>[] = [];

async function start(options: Options) {
  const server = await startMariadb({ log: () => undefined, ...options });
  running.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<unknown> {
  const connection = await mariadb.createConnection(url);
  try {
    return await connection.query(sql);
  } finally {
    await connection.end();
  }
}

describe('the embedded MariaDB', function () {
  this.timeout(60_000);
  afterEach(async () => {
    await Promise.all(running.map(server => server.stop()));
    running = [];
  });

  it('keeps its data over a stop and over kill -9', async () => {
    await inScratch(async folder => {
      const dataDir = join(folder, 'a-rather-long-folder-name-'.repeat(5), 'mariadb');
      const first = await start({ dataDir });
      const settings =
        'SELECT @@character_set_server c, @@collation_server o, @@innodb_flush_log_at_trx_commit f, @@bind_address b';
      expect(await query(first.url, settings)).to.deep.equal([
        { c: 'utf8mb4', o: 'utf8mb4_unicode_ci', f: 1n, b: '127.0.0.1' },
      ]);
      await query(first.url, "CREATE TABLE notes (text VARCHAR(50)) AS SELECT 'kept 🫖' AS text");
      await first.stop();
      expect(await first.exited).to.equal('ended with exit code 0');

      const second = await start({ dataDir, port: first.port });
      expect(second.url).to.equal(first.url);
      await query(second.url, "INSERT INTO notes VALUES ('twice')");
      process.kill(second.pid, 'SIGKILL');
      expect(await second.exited).to.equal('was ended by SIGKILL');

      const third = await start({ dataDir });
      expect(await query(third.url, 'SELECT text FROM notes')).to.deep.equal([{ text: 'kept 🫖' }, { text: 'twice' }]);
      await third.stop();
    });
  });

  it('lets nobody in without the password', async () => {
    const server = await start({ ephemeral: true });
    const refused = await mariadb.createConnection({ host: '127.0.0.1', port: server.port, user: 'root' }).then(
      () => 'let in',
      (error: unknown) => String(error),
    );
    expect(refused).to.match(/Access denied|is not allowed/);
  });

  it('says which port is taken', async () => {
    const server = await start({ ephemeral: true });
    const error = await setupFailure(() => start({ ephemeral: true, port: server.port }));
    expect(error.message).to.contain(`Port ${String(server.port)} is taken`);
    expect(await query(server.url, 'SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
  });

  it('a throw-away server leaves no folder behind', async () => {
    const server = await start({ ephemeral: true });
    const rows = (await query(server.url, 'SELECT @@datadir AS folder')) as { folder: string }[];
    const folder = rows[0]?.folder ?? '';
    expect(existsSync(folder)).to.equal(true);
    await server.stop();
    expect(existsSync(folder)).to.equal(false);
  });
});
