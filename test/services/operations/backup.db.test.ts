import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { openDatabase, type Database } from '../../../src/db/database.js';
import { schemaState } from '../../../src/db/schema-state.js';
import { createTokenVault, type TokenVault } from '../../../src/security/token-vault.js';
import { verifyBackup } from '../../../src/services/operations/backup-file.js';
import { makeBackup, type BackupDeps } from '../../../src/services/operations/make-backup.js';
import { optionsOf } from '../../../src/services/operations/option-file.js';
import { restoreBackup, type RestoreDeps, type RestoreWish } from '../../../src/services/operations/restore-backup.js';
import { tokenPlace } from '../../../src/services/vendors/token-places.js';
import { refusal } from '../../support/services-env-sentence.js';
import { accountEnv } from '../../support/account-env.js';
import { emptyDatabase, migratedDatabase, type TestDatabase } from '../../support/services-env-database.js';
import { closeIdle } from '../../support/close-idle.js';
import { mariadbPrograms } from '../../support/mariadb-programs.js';
import { settledMerchant } from '../../support/settled-merchant.js';

const KEY = new Uint8Array(32).fill(7);
const OTHER_KEY = new Uint8Array(32).fill(8);

describe('backup and restore', function () {
  this.timeout(60_000);
  let base: TestDatabase;
  let folder: string;
  let programs: { dump: string; client: string };
  const vault = createTokenVault([KEY]);
  let merchant: Awaited<ReturnType<typeof settledMerchant>>;

  before(async () => {
    programs = await mariadbPrograms();
    folder = mkdtempSync(join(tmpdir(), 'evosync-backup-'));
    base = await migratedDatabase();
    merchant = await settledMerchant(base.db, accountEnv(base.db));
    const sealed = vault.seal('vk1.token', tokenPlace.vk(merchant.id));
    await base.db.change('UPDATE vk_connections SET access_token = :sealed WHERE user_id = :id', {
      sealed,
      id: merchant.id,
    });
    // Names that break careless dumps.
    await base.db.change(`UPDATE users SET first_name = :name WHERE id = :id`, { id: merchant.id, name: AWKWARD });
    await base.db.change('UPDATE sync_configs SET confirmed_at = NOW(), is_enabled = TRUE');
    await base.db.change(
      `INSERT INTO sessions (sid, user_id, data, expires, created_at, updated_at)
       VALUES ('secret-session', :id, '{}', NOW(), NOW(), NOW())`,
      { id: merchant.id },
    );
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await base.drop();
  });

  const AWKWARD = `Чай «Ёж» '";\\ 茶 🍵 \u0000 -- x`;
  let files = 0;
  const fresh = (): string => join(folder, `backup-${++files}.sql.gz`);
  const backup = (file: string, over: Partial<BackupDeps> = {}) =>
    makeBackup(
      { db: base.db, databaseUrl: base.url, program: programs.dump, version: '9.9.9', now: Date.now, ...over },
      file,
    );
  async function onEmpty<T>(work: (target: TestDatabase) => Promise<T>): Promise<T> {
    const target = await emptyDatabase();
    try {
      return await work(target);
    } finally {
      await target.drop();
    }
  }
  async function restore(
    { url }: Pick<TestDatabase, 'url'>,
    file: string,
    wish: Partial<RestoreWish> = {},
    over: Partial<RestoreDeps> = {},
  ) {
    const db = openDatabase(url);
    try {
      const deps: RestoreDeps = {
        db,
        databaseUrl: url,
        vault,
        program: programs.client,
        now: Date.now,
        endRuns: () => Promise.resolve(0),
        ...over,
      };
      return await restoreBackup(deps, { file, confirmed: false, withoutKeys: false, paused: false, ...wish });
    } finally {
      await db.close();
    }
  }
  const content = async (db: Database, table: string) =>
    JSON.stringify(await db.rows(`SELECT * FROM \`${table}\` ORDER BY 1, 2`));

  it('brings every row of every table back, and the schema as it was', async () => {
    const file = fresh();
    const made = await backup(file);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(readdirSync(folder)).to.deep.equal(['backup-1.sql.gz']);
    expect(made.rows['users']).to.equal(1);
    await onEmpty(async target => {
      const restored = await restore(target, file);
      expect(restored.isCarriedOver).to.equal(false);
      expect(restored.merchantsTold).to.equal(1);
      const tables = await base.db.rows<{ name: string }>(
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
        expect(plain(await create(target.db)), name).to.equal(plain(await create(base.db)));
        if (changed.includes(name)) continue;
        expect(await content(target.db, name), name).to.equal(await content(base.db, name));
        compared += 1;
      }
      expect(compared).to.be.greaterThan(25);
      expect(await target.db.first('SELECT first_name AS name FROM users')).to.deep.equal({ name: AWKWARD });
      expect(await schemaState(target.db)).to.deep.equal({ pending: [], unknown: [] });
    });
  });

  it('is a plain gzip of SQL: in need the programs of MariaDB alone read it', async () => {
    const file = fresh();
    await backup(file);
    const sql = gunzipSync(readFileSync(file)).toString('utf8');
    expect(sql).to.match(/^-- evosync-backup \{"format":1/);
    expect(sql.trimEnd()).to.match(/\n-- evosync-backup-end [0-9a-f]{64}$/);
    expect(sql).to.include('CREATE TABLE `users`').and.to.include('CREATE TABLE IF NOT EXISTS `schema_migrations`');
    // What lets somebody in is not in it, and neither is the password of the database.
    expect(sql).not.to.include('secret-session');
    expect(sql).not.to.include(decodeURIComponent(new URL(base.url).password));
  });

  it('keeps nothing that lets somebody in, closes what was under way, and has every shop read anew', async () => {
    const file = fresh();
    await backup(file);
    await onEmpty(async target => {
      await restore(target, file);
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
    const file = fresh();
    await backup(file);
    await onEmpty(async target => {
      await restore(target, file, { paused: true });
      expect(await target.db.rows('SELECT id FROM sync_configs WHERE paused_at IS NULL')).to.deep.equal([]);
    });
  });

  it('refuses a full database without a yes, and with it replaces everything', async () => {
    const file = fresh();
    await backup(file);
    await onEmpty(async target => {
      await target.db.change('CREATE TABLE left_over (id INT)');
      expect(await refusal(restore(target, file))).to.deep.include({ code: 'RESTORE.NOT_EMPTY' });
      expect(await target.db.rows('SELECT * FROM left_over')).to.deep.equal([]);
      await closeIdle(target.db);
      await restore(target, file, { confirmed: true });
      expect(await target.db.rows(`SHOW TABLES LIKE 'left_over'`)).to.deep.equal([]);
    });
  });

  it('refuses while somebody else is connected', async () => {
    const file = fresh();
    await backup(file);
    await onEmpty(async target => {
      let release: () => void = () => undefined;
      const held = new Promise<void>(resolve => (release = resolve));
      const busy = target.db.transaction(async queries => {
        await queries.rows('SELECT 1 AS one');
        await held;
      });
      // Fifteen seconds pass at once.
      let time = 0;
      const fault = await refusal(restore(target, file, {}, { now: () => (time += 8000) }));
      release();
      await busy;
      expect(fault).to.deep.include({ code: 'RESTORE.IN_USE' });
      expect(await target.db.rows('SHOW TABLES')).to.deep.equal([]);
    });
  });

  describe('a file that is not right', () => {
    const spoilt = (change: (bytes: Buffer) => Buffer) => async () => {
      const file = fresh();
      await backup(file);
      const other = fresh();
      writeFileSync(other, change(readFileSync(file)));
      await onEmpty(async target => {
        const fault = (await refusal(restore(target, other))) as { code: string; details: { reason: string } };
        expect(fault.code).to.equal('BACKUP.BROKEN');
        expect(await target.db.rows('SHOW TABLES')).to.deep.equal([]);
      });
    };
    const sql = (change: (text: string) => string) => (bytes: Buffer) =>
      gzipSync(change(gunzipSync(bytes).toString('utf8')));

    it(
      'is cut off',
      spoilt(bytes => bytes.subarray(0, -1000)),
    );
    it('is cut off inside its SQL', spoilt(sql(text => text.slice(0, -500))));
    it('was changed', spoilt(sql(text => text.replace('merchant', 'nobody'))));
    it('has another last line', spoilt(sql(text => text.replace(/-end [0-9a-f]{8}/, '-end 00000000'))));
    it('is a dump of somebody else', spoilt(sql(() => 'CREATE TABLE a (id INT);\n')));
    it(
      'is no gzip at all',
      spoilt(() => Buffer.from('-- evosync-backup {}\n')),
    );
    it(
      'is empty',
      spoilt(() => Buffer.alloc(0)),
    );
    it(
      'has a first line without an end',
      spoilt(() => gzipSync('x'.repeat(2_000_000))),
    );
    it('is not there', async () => {
      expect(await refusal(verifyBackup(join(folder, 'nowhere.gz')))).to.deep.include({ code: 'BACKUP.NOT_FOUND' });
    });
  });

  it('refuses a backup of a newer release', async () => {
    const file = fresh();
    await base.db.change("INSERT INTO schema_migrations (name) VALUES ('9999-of-tomorrow')");
    try {
      await backup(file);
    } finally {
      await base.db.change("DELETE FROM schema_migrations WHERE name = '9999-of-tomorrow'");
    }
    await onEmpty(async target => {
      expect(await refusal(restore(target, file))).to.deep.equal({
        code: 'BACKUP.NEWER',
        details: { version: '9.9.9', names: '9999-of-tomorrow' },
      });
    });
  });

  it('says that the keys are missing before it touches anything, and goes on only when told to', async () => {
    const file = fresh();
    const { keyIds } = await backup(file);
    expect(keyIds).to.deep.equal([...vault.keyIds]);
    const other: TokenVault = createTokenVault([OTHER_KEY]);
    await onEmpty(async target => {
      const fault = await refusal(restore(target, file, {}, { vault: other }));
      expect(fault).to.deep.equal({ code: 'BACKUP.KEYS_MISSING', details: { count: 1, keys: keyIds[0] } });
      expect(await target.db.rows('SHOW TABLES')).to.deep.equal([]);
      await closeIdle(target.db);
      await restore(target, file, { withoutKeys: true }, { vault: other });
    });
  });

  describe('a backup that cannot be made', () => {
    const leavesNothing = async (work: Promise<unknown>, code: string) => {
      const before = readdirSync(folder);
      expect(await refusal(work)).to.deep.include({ code });
      expect(readdirSync(folder)).to.deep.equal(before);
    };

    it('never takes the place of an older one', async () => {
      const file = fresh();
      writeFileSync(file, 'an older one');
      await leavesNothing(backup(file), 'BACKUP.EXISTS');
      expect(readFileSync(file, 'utf8')).to.equal('an older one');
    });

    it('has no program', () =>
      leavesNothing(backup(fresh(), { program: '/nowhere/mariadb-dump' }), 'BACKUP.NO_PROGRAM'));
    it('has a program that fails', () => leavesNothing(backup(fresh(), { program: '/bin/false' }), 'BACKUP.FAILED'));
    it('has a program that ends too early', () =>
      leavesNothing(backup(fresh(), { program: '/bin/true' }), 'BACKUP.FAILED'));
    it('goes into a folder that is not there', () =>
      leavesNothing(backup(join(folder, 'nowhere', 'b.gz')), 'BACKUP.FAILED'));
    it('is broken off', async () => {
      const ending = new AbortController();
      const work = backup(fresh(), { signal: ending.signal });
      ending.abort();
      await leavesNothing(work, 'BACKUP.FAILED');
    });
  });

  it('a restore that broke off keeps every program from starting, and is simply run again', async () => {
    const file = fresh();
    await backup(file);
    await onEmpty(async target => {
      const fault = await refusal(restore(target, file, {}, { program: '/bin/false' }));
      expect(fault).to.deep.include({ code: 'RESTORE.FAILED' });
      expect((await schemaState(target.db)).unknown).to.deep.equal(['restore-not-finished-run-it-again']);
      await closeIdle(target.db);
      await restore(target, file, { confirmed: true });
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
