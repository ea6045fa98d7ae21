import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { connectTemporal } from '../../temporal/connect.js';
import { WORKFLOWS, syncWorkflowId } from '../../temporal/contracts.js';
import type { UserId } from '../../src/domain/brand.js';
import { closeIdle } from '../support/close-idle.js';
import { mariadbPrograms } from '../support/mariadb-programs.js';
import { freshEmail } from '../support/services-env-database.js';
import { startCliEnv, type CliEnv } from '../support/services-env-cli.js';

const PASSWORD = 'correct horse battery staple';

describe('evosync for the installation', function () {
  this.timeout(180_000);
  let env: CliEnv;
  let variables: Record<string, string>;
  const email = freshEmail();
  const OLD_KEY = randomBytes(32).toString('base64');
  const NEW_KEY = randomBytes(32).toString('base64');
  const file = () => join(env.dataDir, 'backup.sql.gz');

  before(async () => {
    env = await startCliEnv();
    const { dump, client } = await mariadbPrograms();
    // Restoring ends every run of its namespace: not those of other tests.
    const namespace = `restore-${randomBytes(4).toString('hex')}`;
    const temporal = await connectTemporal({ address: env.temporalAddress, namespace: 'default' });
    await temporal.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    await temporal.connection.close();
    variables = {
      MARIADB_DUMP: dump,
      MARIADB_CLIENT: client,
      TEMPORAL_NAMESPACE: namespace,
      TOKEN_ENCRYPTION_KEY: OLD_KEY,
    };
    await run(0, ['migrate']);
    await run(0, ['user:create', '--email', email, '--role', 'user'], { stdin: PASSWORD });
  });
  after(() => env.close());

  async function run(
    exit: number,
    args: readonly string[],
    { stdin = '', more = {} }: { stdin?: string; more?: Record<string, string> } = {},
  ): Promise<Record<string, unknown>> {
    // A restore takes idle connections of the test for another program's.
    await closeIdle(env.db);
    const answer = await env.cli([...args, '--json'], { stdin, env: { ...variables, ...more } });
    expect(answer.exit, `${args.join(' ')}\n${answer.stdout}\n${answer.stderr}`).to.equal(exit);
    return JSON.parse(answer.stdout) as Record<string, unknown>;
  }

  it('backup writes one file for its owner alone, says that keys are apart, and never replaces one', async () => {
    const made = await run(0, ['backup', '--to', file()]);
    expect(made).to.deep.include({ file: file(), keysIncluded: false, format: 1 });
    expect(statSync(file()).mode & 0o777).to.equal(0o600);
    expect(await run(1, ['backup', '--to', file()])).to.deep.equal({
      error: 'BACKUP.EXISTS',
      details: { file: file() },
    });
    expect(await run(2, ['backup'])).to.deep.include({ error: 'USAGE' });
    expect(await run(0, ['backup:verify', '--from', file()])).to.deep.include({ missingKeys: [] });
  });

  it('a disk that takes no more leaves no half of a file', async () => {
    const noise = randomBytes(3_000_000).toString('base64');
    await env.db.change(
      `INSERT INTO photos (user_id, purpose, target_id, sha256, width, height, jpeg, created_at)
       SELECT id, 'product', 'a', :hash, 1, 1, :noise, NOW() FROM users`,
      { hash: randomBytes(32), noise },
    );
    const name = join(env.dataDir, 'too-big.sql.gz');
    // No file may grow over a megabyte, as if that were all the room there is.
    const exit = await limited(['backup', '--to', name, '--json'], 1024);
    expect(exit).to.equal(1);
    expect(readdirSync(env.dataDir).filter(entry => entry.startsWith('too-big'))).to.deep.equal([]);
  });

  /** A command that may not write files over so many blocks of a kilobyte. */
  async function limited(args: readonly string[], blocks: number): Promise<number | null> {
    const child = spawn(
      'bash',
      ['-c', `ulimit -f ${blocks}; exec "$@"`, 'bash', process.execPath, '--import', 'tsx', 'src/main/cli.ts', ...args],
      {
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          NODE_ENV: 'test',
          DATABASE_URL: env.url,
          DATA_DIR: env.dataDir,
          TSX_DISABLE_CACHE: '1',
          ...variables,
        },
        stdio: 'ignore',
      },
    );
    return new Promise(resolve => child.once('close', resolve));
  }

  it('restore asks first, ends the runs, and brings everything back', async () => {
    const temporal = await connectTemporal({
      address: env.temporalAddress,
      namespace: variables['TEMPORAL_NAMESPACE'] ?? '',
    });
    const userId = 77 as UserId;
    const stray = await temporal.workflow.start(WORKFLOWS.syncPipeline, {
      taskQueue: 'nobody-polls-it',
      workflowId: syncWorkflowId(userId),
      args: [{}],
    });
    await new Promise(resolve => setTimeout(resolve, 1000));
    expect(await run(1, ['restore', '--from', file()])).to.deep.include({ error: 'RESTORE.NOT_EMPTY' });
    await env.db.change('DELETE FROM users');
    const restored = await run(0, ['restore', '--from', file(), '--confirm']);
    expect(restored).to.deep.include({ runsEnded: 1, migrated: [], merchantsTold: 0 });
    expect((await stray.describe()).status.name).to.equal('TERMINATED');
    await temporal.connection.close();
    expect(await env.db.rows('SELECT email FROM users')).to.deep.equal([{ email }]);
    expect(await run(1, ['restore', '--from', join(env.dataDir, 'none'), '--confirm'])).to.deep.include({
      error: 'BACKUP.NOT_FOUND',
    });
  });

  it('keys:rotate seals anew, tells when the old key can go, and refuses nothing in between', async () => {
    const both = { TOKEN_ENCRYPTION_KEY: `${NEW_KEY},${OLD_KEY}` };
    await env.db.change(
      `INSERT INTO connection_attempts (user_id, service, token, created_at) SELECT id, 'vk', 'broken', NOW() FROM users`,
    );
    expect(await run(1, ['keys:rotate', '--check'], { more: both })).to.deep.include({ unreadable: 1 });
    await env.db.change('DELETE FROM connection_attempts');
    expect(await run(0, ['keys:rotate'], { more: both })).to.deep.equal({
      resealed: 0,
      total: 0,
      current: 0,
      old: 0,
      unreadable: 0,
      oldKeysNeeded: false,
    });
  });

  it('user:erase wants the e-mail twice, and leaves neither rows nor letters', async () => {
    expect(await run(2, ['user:erase', '--user', email])).to.deep.include({ error: 'USAGE' });
    expect(await run(2, ['user:erase', '--user', email, '--confirm', 'somebody@else.example'])).to.deep.include({
      error: 'USAGE',
    });
    expect(await run(0, ['user:erase', '--user', email, '--confirm', email])).to.deep.include({
      erased: true,
      letters: 1,
    });
    expect(await env.db.rows('SELECT id FROM users')).to.deep.equal([]);
    const mail = join(env.dataDir, 'mail');
    const left = existsSync(mail)
      ? readdirSync(mail).filter(name => readFileSync(join(mail, name), 'utf8').includes(email))
      : [];
    expect(left).to.deep.equal([]);
    expect(await run(2, ['user:erase', '--user', email, '--confirm', email])).to.deep.include({
      error: 'ACCOUNT.NOT_FOUND',
    });
  });

  it('no command ever writes the database’s password', async () => {
    const password = decodeURIComponent(new URL(env.url).password);
    expect(env.allOutput()).not.to.include(password);
    // Nor hands it to a program in a way that the list of processes shows.
    const spy = join(env.dataDir, 'spy.sh');
    writeFileSync(spy, `#!/bin/sh\necho "$@" > "${env.dataDir}/seen"; env >> "${env.dataDir}/seen-env"; exit 1\n`, {
      mode: 0o755,
    });
    await run(1, ['backup', '--to', join(env.dataDir, 'spied.gz')], { more: { MARIADB_DUMP: spy } });
    expect(readFileSync(join(env.dataDir, 'seen'), 'utf8'))
      .to.include('--defaults-file=')
      .and.not.to.include(password);
  });
});
