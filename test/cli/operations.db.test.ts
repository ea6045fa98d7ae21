import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/config/project-root.js';
import { installationFacts } from '../../src/db/repositories/installation-facts.repository.js';
import { mariadbPrograms } from '../support/mariadb-programs.js';
import { runNode } from '../support/program.js';
import { migratedDatabase, type TestDatabase } from '../support/services-env-database.js';

/** The commands that keep an installation, as an operator types them: the programs, the database and the files are real. */
describe('evosync keeps an installation', function () {
  this.timeout(120_000);
  let base: TestDatabase;
  let folder: string;
  let environment: Record<string, string>;

  before(async () => {
    const { dump, client } = await mariadbPrograms();
    base = await migratedDatabase();
    folder = mkdtempSync(join(tmpdir(), 'evosync-operations-'));
    environment = {
      NODE_ENV: 'test',
      DATA_DIR: folder,
      DATABASE_URL: base.url,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      SECRET_KEY: randomBytes(24).toString('hex'),
      TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      MARIADB_DUMP: dump,
      MARIADB_CLIENT: client,
      ...(process.env['LD_LIBRARY_PATH'] === undefined ? {} : { LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'] }),
    };
  });
  after(async () => {
    await base.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The one object of `--json`. */
  async function run(exit: number, args: readonly string[]): Promise<Record<string, unknown>> {
    const program = runNode(['--import', 'tsx', 'src/main/cli.ts', ...args, '--json'], projectRoot, environment);
    expect(await program.exit, program.said()).to.equal(exit);
    const line = program
      .said()
      .split('\n')
      .find(text => text.startsWith('{"') && !text.startsWith('{"time"'));
    return JSON.parse(line ?? 'null') as Record<string, unknown>;
  }

  it('backup and backup:verify: a file, whole, for its owner alone, and the figures know of it', async () => {
    expect((await installationFacts(base.db, new Date())).backupAgeSeconds).to.equal(null);
    const file = join(folder, 'night.sql.gz');
    const made = await run(0, ['backup', '--to', file]);
    expect(made).to.include({ file, keysIncluded: false });
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(await run(0, ['backup:verify', '--from', file])).to.include({ format: 1 });
    expect((await installationFacts(base.db, new Date())).backupAgeSeconds).to.be.within(0, 60);
  });

  it('keys:rotate counts before it seals anything', async () => {
    expect(await run(0, ['keys:rotate', '--check'])).to.include({ old: 0, unreadable: 0 });
  });
});
