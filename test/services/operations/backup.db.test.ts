import { readdirSync, readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Database } from '../../../src/db/database.js';
import { schemaState } from '../../../src/db/schema-state.js';
import { createTokenVault } from '../../../src/security/token-vault.js';
import { optionsOf } from '../../../src/services/operations/option-file.js';
import { AWKWARD, backupEnv, type BackupEnv } from '../../support/backup-env.js';
import { closeIdle } from '../../support/close-idle.js';
import { refusal } from '../../support/services-env-sentence.js';

describe('backup and restore', function () {
  this.timeout(60_000);
  let env: BackupEnv;

  before(async () => {
    env = await backupEnv();
  });
  after(() => env.close());

  const content = async (db: Database, table: string) =>
    JSON.stringify(await db.rows(`SELECT * FROM \`${table}\` ORDER BY 1, 2`));

  it('brings every row of every table back, and the schema as it was', async () => {
    const file = env.fresh();
    const made = await env.backup(file);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(readdirSync(env.folder)).to.deep.equal(['backup-1.sql.gz']);
    expect(made.rows['users']).to.equal(1);
    await env.onEmpty(async target => {
      const restored = await env.restore(target, file);
      expect(restored.isCarriedOver).to.equal(false);
      expect(restored.merchantsTold).to.equal(1);
      const tables = await env.base.db.rows<{ name: string }>(
        'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
      );
      // Sorted out after a restore: what those hold then is tested with it.
      const changed = [
        'sessions',
        'one_time_tokens',
        'connection_attempts',
        'vk_id_requests',
        'sync_configs',
        'sync_jobs',
        'sync_operations',
        'notices',
        'users',
      ];
      let compared = 0;
      for (const { name } of tables.filter(table => table.name !== 'schema_migrations')) {
        const create = (db: Database) => db.first<Record<string, string>>(`SHOW CREATE TABLE \`${name}\``);
        const plain = (row: Record<string, string> | null) =>
          row?.['Create Table']?.replace(/ AUTO_INCREMENT=\d+| (DEFAULT CHARSET|COLLATE)=\w+/g, '');
        expect(plain(await create(target.db)), name).to.equal(plain(await create(env.base.db)));
        if (changed.includes(name)) continue;
        expect(await content(target.db, name), name).to.equal(await content(env.base.db, name));
        compared += 1;
      }
      expect(compared).to.be.greaterThan(25);
      expect(await target.db.first('SELECT first_name AS name FROM users')).to.deep.equal({ name: AWKWARD });
      expect(await schemaState(target.db)).to.deep.equal({ pending: [], unknown: [] });
    });
  });

  it('is a plain gzip of SQL: in need the programs of MariaDB alone read it', async () => {
    const file = env.fresh();
    await env.backup(file);
    const sql = gunzipSync(readFileSync(file)).toString('utf8');
    expect(sql).to.match(/^-- evosync-backup \{"format":1/);
    expect(sql.trimEnd()).to.match(/\n-- evosync-backup-end [0-9a-f]{64}$/);
    expect(sql).to.include('CREATE TABLE `users`').and.to.include('CREATE TABLE IF NOT EXISTS `schema_migrations`');
    // What lets somebody in is not in it, and neither is the password of the database.
    expect(sql).not.to.include('secret-session');
    expect(sql).not.to.include(decodeURIComponent(new URL(env.base.url).password));
  });

  it('keeps nothing that lets somebody in, closes what was under way, and has every shop read anew', async () => {
    const file = env.fresh();
    await env.backup(file);
    await env.onEmpty(async target => {
      await env.restore(target, file);
      const one = (sql: string) => target.db.first<Record<string, unknown>>(sql);
      for (const table of ['sessions', 'one_time_tokens', 'connection_attempts', 'vk_id_requests', 'rate_counters'])
        expect(await one(`SELECT COUNT(*) AS n FROM ${table}`), table).to.deep.equal({ n: 0 });
      expect(
        await one('SELECT status, reason_code AS code, finished_at IS NOT NULL AS ended FROM sync_jobs'),
      ).to.deep.equal({
        status: 'cancelled',
        code: 'SYNC.RESTORED',
        ended: 1,
      });
      expect(await one(`SELECT COUNT(*) AS n FROM sync_operations WHERE state IN ('planned')`)).to.deep.equal({ n: 0 });
      expect(
        await one(
          `SELECT shop_read_at AS seen, converged_till_digest AS converged, restored_at IS NOT NULL AS restored,
             dirty_since IS NOT NULL AS dirty, next_due_at <= NOW(3) + INTERVAL 1 DAY AS due FROM sync_configs`,
        ),
      ).to.deep.equal({ seen: null, converged: null, restored: 1, dirty: 1, due: 1 });
      const next = await one(
        `SELECT MIN(auto_increment) AS next FROM information_schema.tables t JOIN information_schema.columns c
           USING (table_schema, table_name) WHERE t.table_schema = DATABASE() AND c.extra LIKE '%auto_increment%'
           AND c.data_type = 'bigint'`,
      );
      expect(Number(next?.['next'])).to.be.greaterThan(10_000_000);
    });
  });

  it('pauses everybody when it is a copy that must not touch the real shops', async () => {
    const file = env.fresh();
    await env.backup(file);
    await env.onEmpty(async target => {
      await env.restore(target, file, { paused: true });
      expect(await target.db.rows('SELECT id FROM sync_configs WHERE paused_at IS NULL')).to.deep.equal([]);
    });
  });

  it('refuses a full database without a yes, and with it replaces everything', async () => {
    const file = env.fresh();
    await env.backup(file);
    await env.onEmpty(async target => {
      await target.db.change('CREATE TABLE left_over (id INT)');
      expect(await refusal(env.restore(target, file))).to.deep.include({ code: 'RESTORE.NOT_EMPTY' });
      expect(await target.db.rows('SELECT * FROM left_over')).to.deep.equal([]);
      await closeIdle(target.db);
      await env.restore(target, file, { confirmed: true });
      expect(await target.db.rows(`SHOW TABLES LIKE 'left_over'`)).to.deep.equal([]);
    });
  });

  it('refuses while somebody else is connected', async () => {
    const file = env.fresh();
    await env.backup(file);
    await env.onEmpty(async target => {
      let release: () => void = () => undefined;
      const held = new Promise<void>(resolve => (release = resolve));
      const busy = target.db.transaction(async queries => {
        await queries.rows('SELECT 1 AS one');
        await held;
      });
      // Fifteen seconds pass at once.
      let time = 0;
      const fault = await refusal(env.restore(target, file, {}, { now: () => (time += 8000) }));
      release();
      await busy;
      expect(fault).to.deep.include({ code: 'RESTORE.IN_USE' });
      expect(await target.db.rows('SHOW TABLES')).to.deep.equal([]);
    });
  });

  it('refuses a backup of a newer release', async () => {
    const file = env.fresh();
    await env.base.db.change("INSERT INTO schema_migrations (name) VALUES ('9999-of-tomorrow')");
    try {
      await env.backup(file);
    } finally {
      await env.base.db.change("DELETE FROM schema_migrations WHERE name = '9999-of-tomorrow'");
    }
    await env.onEmpty(async target => {
      expect(await refusal(env.restore(target, file))).to.deep.equal({
        code: 'BACKUP.NEWER',
        details: { version: '9.9.9', names: '9999-of-tomorrow' },
      });
    });
  });

  it('says that the keys are missing before it touches anything, and goes on only when told to', async () => {
    const file = env.fresh();
    const { keyIds } = await env.backup(file);
    expect(keyIds).to.deep.equal([...env.vault.keyIds]);
    const other = createTokenVault([new Uint8Array(32).fill(8)]);
    await env.onEmpty(async target => {
      const fault = await refusal(env.restore(target, file, {}, { vault: other }));
      expect(fault).to.deep.equal({ code: 'BACKUP.KEYS_MISSING', details: { count: 1, keys: keyIds[0] } });
      expect(await target.db.rows('SHOW TABLES')).to.deep.equal([]);
      await closeIdle(target.db);
      await env.restore(target, file, { withoutKeys: true }, { vault: other });
    });
  });

  it('a restore that broke off keeps every program from starting, and is simply run again', async () => {
    const file = env.fresh();
    await env.backup(file);
    await env.onEmpty(async target => {
      const fault = await refusal(env.restore(target, file, {}, { program: '/bin/false' }));
      expect(fault).to.deep.include({ code: 'RESTORE.FAILED' });
      expect((await schemaState(target.db)).unknown).to.deep.equal(['restore-not-finished-run-it-again']);
      await closeIdle(target.db);
      await env.restore(target, file, { confirmed: true });
      expect(await schemaState(target.db)).to.deep.equal({ pending: [], unknown: [] });
    });
  });

  it('keeps an awkward password whole in the option file', () => {
    const url = `mariadb://me:${encodeURIComponent('a"b\\c#d \'e')}@[::1]:3307/evosync`;
    expect(optionsOf(url))
      .to.include('password="a\\"b\\\\c#d \'e"')
      .and.to.include('host="::1"')
      .and.to.include('port=3307');
  });
});
