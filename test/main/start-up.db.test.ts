import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createRelay } from '../support/relay.js';
import { emptyDatabase, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { freePort } from '../support/free-port.js';
import { assembleImage, type Image } from '../support/image.js';
import { runNode, type Program } from '../support/program.js';
import { until } from '../support/until.js';

const KEYS = {
  SECRET_KEY: 'a-secret-of-the-start-up-test',
  TOKEN_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  PORT: '0',
};

/** On what the Dockerfile makes: no source, no package of developers, no `.env` is there to help. */
describe('start of web, worker and command line', function () {
  this.timeout(90_000);
  const temporal = process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
  let base: TestDatabase;
  let image: Image;
  const started: Program[] = [];

  before(async () => {
    // One after the other: copying a thousand files leaves a connection no time to open.
    base = await migratedDatabase();
    image = await assembleImage();
  });
  after(async () => {
    for (const program of started) program.kill();
    await Promise.all(started.map(program => program.exit));
    await base.drop();
    image.remove();
  });

  function start(
    name: 'web' | 'worker' | 'cli',
    env: Record<string, string>,
    args: readonly string[] = [],
    log: 'read' | 'full' = 'read',
  ): Program {
    const program = runNode(
      [`dist/src/main/${name}.js`, ...args],
      image.folder,
      {
        TEMPORAL_ADDRESS: temporal,
        DATABASE_URL: base.url,
        DATA_DIR: join(image.folder, '..', 'data'),
        ...KEYS,
        ...env,
      },
      log,
    );
    started.push(program);
    return program;
  }
  const addressed = (change: (url: URL) => void): string => {
    const url = new URL(base.url);
    change(url);
    return url.href;
  };

  it('serves a page and polls all queues with nothing but the image', async () => {
    const [web, worker] = [start('web', {}), start('worker', {})];
    const [, port] = /"port":(\d+)/.exec(await web.says(/web is listening/)) ?? [];
    const page = await fetch(`http://127.0.0.1:${port}/login`);
    expect(page.status).to.equal(200);
    const assets = [...(await page.text()).matchAll(/(?:href|src)="(\/[^"]+\.(?:css|js|svg|woff2)[^"]*)"/g)].map(
      ([, path]) => path,
    );
    expect(assets.length).to.be.greaterThan(2);
    for (const path of assets) expect((await fetch(`http://127.0.0.1:${port}${path}`)).status, path).to.equal(200);
    expect(await worker.says(/worker is polling/)).not.to.contain('Bundling');
    expect(await web.stop()).to.equal(0);
    expect(await worker.stop()).to.equal(0);
  });

  it('goes on when its log cannot be written', async function () {
    if (!existsSync('/dev/full')) return this.skip();
    const port = await freePort();
    const env = { PORT: String(port), LOG_LEVEL: 'debug' };
    const web = start('web', env, [], 'full');
    for (const _round of [1, 2])
      expect(
        await until('the site', () =>
          fetch(`http://127.0.0.1:${port}/health`).then(
            answer => answer.status,
            () => null,
          ),
        ),
      ).to.equal(200);
    expect(await web.stop()).to.equal(0);
  });

  it('names every wrong setting in one message and prints none of their values', async () => {
    const wrong = {
      PORT: 'port-hunter2',
      DATABASE_URL: 'mysql://someone:pw-hunter2@db/evosync',
      SECRET_KEY: 'hunter2',
      TOKEN_ENCRYPTION_KEY: 'key-hunter2',
      DOMAIN: 'http://hunter2',
      TRUST_PROXY: 'hunter2',
      EMAIL_PROVIDER: 'smtp',
      SMTP_URL: 'hunter2@mail',
      NODE_ENV: 'production',
    };
    const faulty = ['PORT', 'DATABASE_URL', 'SECRET_KEY', 'TOKEN_ENCRYPTION_KEY', 'DOMAIN', 'TRUST_PROXY', 'SMTP_URL'];
    const programs = [start('web', wrong), start('worker', wrong), start('cli', wrong, ['config:check'])];
    for (const program of programs) {
      expect(await program.exit).to.equal(1);
      for (const name of faulty) expect(program.said()).to.match(new RegExp(`^ {2}- ${name} `, 'm'));
      expect(program.said())
        .not.to.contain('hunter2')
        .and.not.to.match(/\n\s+at /);
    }
  });

  it('names both servers that are missing', async () => {
    const program = start('worker', { DATABASE_URL: '', TEMPORAL_ADDRESS: '', DATA_DIR: '/nonexistent' });
    expect(await program.exit).to.equal(1);
    expect(program.said()).to.contain('DATABASE_URL').and.to.contain('TEMPORAL_ADDRESS');
  });

  it('tells a wrong password from an unknown database, at once and without the password', async () => {
    const refused = start('web', { DATABASE_URL: addressed(url => (url.password = 'wrong-hunter2')) });
    const unknown = start('worker', { DATABASE_URL: addressed(url => (url.pathname = '/evosync_no_such')) });
    expect(await refused.exit).to.equal(1);
    expect(refused.said()).to.match(/^DB\.ACCESS_DENIED: .*127\.0\.0\.1:\d+.*password/m);
    expect(refused.said()).not.to.contain('hunter2').and.not.to.contain('waiting');
    expect(await unknown.exit).to.equal(1);
    expect(unknown.said()).to.match(/^DB\.UNKNOWN: .*evosync_no_such/m);
  });

  it('waits for servers that come later, saying so, and ends with code 0 when told to', async () => {
    const { hostname, port } = new URL(base.url);
    const database = await createRelay({ host: hostname, port: Number(port) });
    const [host = '', temporalPort] = temporal.split(':');
    const clock = await createRelay({ host, port: Number(temporalPort) });
    const env = {
      DATABASE_URL: addressed(url => (url.port = String(database.port))),
      TEMPORAL_ADDRESS: `127.0.0.1:${clock.port}`,
    };
    const [web, worker, impatient] = [start('web', env), start('worker', env), start('web', env)];
    for (const program of [web, worker, impatient]) await program.says(/"message":"waiting".*DB\.DOWN/);
    expect(await impatient.stop()).to.equal(0);

    await database.mend();
    await web.says(/web is listening/);
    await worker.says(/"message":"waiting".*TEMPORAL\.DOWN/);
    await clock.mend();
    await worker.says(/worker is polling/);
    expect(await web.stop()).to.equal(0);
    expect(await worker.stop()).to.equal(0);
    await Promise.all([database.cut(), clock.cut()]);
  });

  it('refuses an older and a newer database, and says what to do', async () => {
    const other = await emptyDatabase();
    const env = { DATABASE_URL: other.url };
    try {
      const older = [start('web', env), start('worker', env), start('cli', env, ['config:read', '--user', 'x@y.zz'])];
      for (const program of older) {
        expect(await program.exit).to.equal(1);
        expect(program.said()).to.match(/^SCHEMA\.OLDER: .*run `evosync migrate`/m);
      }
      expect(await other.db.rows('SHOW TABLES')).to.deep.equal([]);
      expect(await start('cli', env, ['migrate']).exit).to.equal(0);
      await other.db.change("INSERT INTO schema_migrations (name) VALUES ('9999-of-tomorrow')");
      const newer = [start('web', env), start('worker', env), start('cli', env, ['migrate'])];
      for (const program of newer) {
        expect(await program.exit).to.equal(1);
        expect(program.said()).to.match(/^SCHEMA\.NEWER: .*9999-of-tomorrow/m);
      }
    } finally {
      await other.drop();
    }
  });

  it('names a Temporal namespace that is not there', async () => {
    const worker = start('worker', { TEMPORAL_NAMESPACE: 'no-such-namespace' });
    expect(await worker.says(/"message":"waiting"/)).to.contain('TEMPORAL.NAMESPACE_UNKNOWN');
    expect(await worker.stop()).to.equal(0);
  });
});
