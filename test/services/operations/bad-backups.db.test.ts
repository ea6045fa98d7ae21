import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { verifyBackup } from '../../../src/services/operations/backup-file.js';
import type { BackupDeps } from '../../../src/services/operations/make-backup.js';
import { backupEnv, type BackupEnv } from '../../support/backup-env.js';
import { refusal } from '../../support/services-env-sentence.js';

describe('bad backups', function () {
  this.timeout(60_000);
  let env: BackupEnv;

  before(async () => {
    env = await backupEnv();
  });
  after(() => env.close());

  describe('a file that is not right touches nothing', () => {
    const sql = (change: (text: string) => string) => (bytes: Buffer) =>
      gzipSync(change(gunzipSync(bytes).toString('utf8')));
    const SPOILT: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
      'cut off': bytes => bytes.subarray(0, -1000),
      'cut off inside its SQL': sql(text => text.slice(0, -500)),
      changed: sql(text => text.replace('merchant', 'nobody')),
      'with another last line': sql(text => text.replace(/-end [0-9a-f]{8}/, '-end 00000000')),
      'a dump of somebody else': sql(() => 'CREATE TABLE a (id INT);\n'),
      'with a first line of another format': sql(text => text.replace('"format":1', '"format":2')),
      'no gzip at all': () => Buffer.from('-- evosync-backup {}\n'),
      empty: () => Buffer.alloc(0),
      'without an end of the first line': () => gzipSync('x'.repeat(2_000_000)),
    };
    for (const [name, spoil] of Object.entries(SPOILT))
      it(name, async () => {
        const file = env.fresh();
        await env.backup(file);
        const other = env.fresh();
        writeFileSync(other, spoil(readFileSync(file)));
        await env.onEmpty(async target => {
          expect(await refusal(env.restore(target, other))).to.deep.include({ code: 'BACKUP.BROKEN' });
          expect(await target.db.rows('SHOW TABLES')).to.deep.equal([]);
        });
      });

    it('not there', async () => {
      expect(await refusal(verifyBackup(join(env.folder, 'nowhere.gz')))).to.deep.include({ code: 'BACKUP.NOT_FOUND' });
    });
  });

  describe('a backup that cannot be made leaves nothing', () => {
    const refused = async (file: string, over: Partial<BackupDeps> = {}) => {
      const before = readdirSync(env.folder);
      const fault = (await refusal(env.backup(file, over))) as { code: string };
      expect(readdirSync(env.folder)).to.deep.equal(before);
      return fault.code;
    };

    it('beside an older one, which is not touched', async () => {
      const file = env.fresh();
      writeFileSync(file, 'an older one');
      expect(await refused(file)).to.equal('BACKUP.EXISTS');
      expect(readFileSync(file, 'utf8')).to.equal('an older one');
    });

    const PROGRAMS = {
      '/nowhere/mariadb-dump': 'BACKUP.NO_PROGRAM',
      '/bin/false': 'BACKUP.FAILED',
      '/bin/true': 'BACKUP.FAILED',
    };
    for (const [program, code] of Object.entries(PROGRAMS))
      it(`with ${program}`, async () => {
        expect(await refused(env.fresh(), { program })).to.equal(code);
      });

    it('in a folder that is not there', async () => {
      expect(await refused(join(env.folder, 'nowhere', 'b.gz'))).to.equal('BACKUP.FAILED');
    });

    it('when it is broken off', async () => {
      const ending = new AbortController();
      const work = refused(env.fresh(), { signal: ending.signal });
      ending.abort();
      expect(await work).to.equal('BACKUP.FAILED');
    });
  });
});
