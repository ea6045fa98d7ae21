import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { connectTemporal } from '../../temporal/connect.js';
import { SCHEDULES } from '../../temporal/contracts.js';
import { freshEmail } from '../support/services-env-database.js';
import { startCliEnv, type CliAnswer, type CliEnv, type CliOptions } from '../support/services-env-cli.js';

const PASSWORD = 'correct horse battery staple';
const email = freshEmail();

describe('evosync', function () {
  this.timeout(120_000);
  let env: CliEnv;
  let merchant: { id: string; evotorToken: string; vkToken: string; vkGroupId: number; stores: { id: string }[] };
  let product: { id: string; name: string };

  before(async () => {
    env = await startCliEnv();
  });
  after(async () => {
    const client = await connectTemporal({ address: env.temporalAddress, namespace: 'default' });
    for (const id of Object.values(SCHEDULES))
      await client.schedule
        .getHandle(id)
        .delete()
        .catch(() => undefined);
    await client.connection.close();
    await env.close();
  });

  /** With `--json`: the one object of standard output, and nothing beside it. */
  async function run(
    exit: number,
    args: readonly string[],
    options: CliOptions = {},
  ): Promise<Record<string, unknown>> {
    const answer = await env.cli([...args, '--json'], options);
    return jsonOf(answer, exit, args);
  }
  function jsonOf(answer: CliAnswer, exit: number, args: readonly string[]): Record<string, unknown> {
    const where = `${args.join(' ')}\n${answer.stdout}\n${answer.stderr}`;
    expect(answer.exit, where).to.equal(exit);
    expect(answer.stdout.trimEnd().split('\n'), where).to.have.length(1);
    const json = JSON.parse(answer.stdout) as unknown;
    expect(json, where).to.be.an('object');
    return json as Record<string, unknown>;
  }
  const of = (...args: string[]) => [...args, '--user', email];

  it('doctor says what is missing on a fresh machine, with the remedy', async () => {
    const answer = await run(1, ['doctor']);
    const checks = answer['checks'] as { name: string; ok: boolean; remedy: string | null }[];
    expect(answer['ok']).to.equal(false);
    expect(checks.filter(({ ok }) => !ok).map(({ name, remedy }) => [name, remedy])).to.deep.equal([
      ['schema', 'run `evosync migrate`'],
    ]);
  });

  it('a command before `migrate` fails with words, and shows no secret', async () => {
    const args = ['user:create', '--email', email, '--role', 'user'];
    const answer = await env.cli([...args, '--json'], { stdin: PASSWORD });
    expect(jsonOf(answer, 1, args)).to.have.property('error');
    expect(answer.stderr).not.to.match(/argon2|INSERT INTO/);
  });

  it('migrate brings the schema up once, and doctor is content', async () => {
    expect((await run(0, ['migrate']))['applied']).to.have.length.greaterThan(3);
    expect(await run(0, ['migrate'])).to.deep.equal({ applied: [] });
    expect(await run(0, ['doctor'])).to.include({ ok: true });
    // Other runs on this Temporal server must not meet our workflow ids.
    await env.db.sequelize.query(`ALTER TABLE users AUTO_INCREMENT = ${randomInt(1_000_000, 2_000_000_000)}`);
  });

  it('schedules:apply makes the schedules, and again brings them up to date', async () => {
    const ids = Object.values(SCHEDULES).sort();
    for (const _round of [1, 2]) {
      const schedules = (await run(0, ['schedules:apply']))['schedules'] as { id: string; result: string }[];
      expect(schedules.map(({ id }) => id).sort()).to.deep.equal(ids);
    }
  });

  it('user:create adds an account, its password on standard input alone', async () => {
    const made = await run(0, ['user:create', '--email', email, '--role', 'user', '--first-name', 'Анна'], {
      stdin: `${PASSWORD}\n`,
    });
    expect(made).to.include({ email, role: 'user' });
    expect(made['userId']).to.be.a('number');
    const again = await run(1, ['user:create', '--email', email, '--role', 'user'], { stdin: PASSWORD });
    expect(again['error']).to.equal('ACCOUNT.EMAIL_TAKEN');
  });

  it('user:invite writes a letter with the link, which stands in no output', async () => {
    const invited = freshEmail();
    const made = await run(0, ['user:invite', '--email', invited, '--first-name', 'Пётр']);
    expect(made).to.include({ email: invited });
    expect(Date.parse(String(made['expiresAt']))).to.be.greaterThan(Date.now() + 47 * 3_600_000);
    const folder = join(env.dataDir, 'mail');
    const letters = readdirSync(folder).filter(name => name.endsWith('.txt'));
    const text = readFileSync(join(folder, letters.at(-1) ?? ''), 'utf8');
    const token = /\/invite\?token=([\w-]{43})/u.exec(text)?.[1] ?? 'no link';
    expect(text).to.include(invited);
    expect(env.allOutput()).not.to.include(token);
    expect((await run(1, ['user:invite', '--email', email]))['error']).to.equal('ACCOUNT.EMAIL_TAKEN');
  });

  it('wrong use ends with 2, one object and a hint', async () => {
    const wrong: readonly (readonly [args: readonly string[], error: string, stdin?: string])[] = [
      [['sync:run', '--user', 'nobody@test.example'], 'ACCOUNT.NOT_FOUND'],
      [['sync:run'], 'USAGE'],
      [['sync:run', '--no-such-option'], 'USAGE'],
      [['no:such:command'], 'USAGE'],
      [[], 'USAGE'],
      [['user:create', '--email', freshEmail(), '--role', 'king'], 'USAGE', PASSWORD],
      [['user:invite', '--email', freshEmail(), '--role', 'king'], 'USAGE'],
      [['user:invite', '--email', 'no address'], 'ACCOUNT.EMAIL_INVALID'],
      [['user:create', '--email', freshEmail(), '--role', 'user'], 'USAGE'],
      [['user:create', '--email', 'no address', '--role', 'user'], 'ACCOUNT.EMAIL_INVALID', PASSWORD],
      [['user:create', '--email', freshEmail(), '--role', 'user'], 'PASSWORD.TOO_SHORT', 'short'],
      [of('connect:evotor'), 'USAGE'],
      [of('connect:vk', '--group', '-5'), 'USAGE', 'token'],
      [of('connect:evotor'), 'CONNECTION.TOKEN_SHAPE', 'two words'],
      [of('sync:settings', 'price_multiplier=abc'), 'SETTING.INVALID'],
      [of('sync:settings'), 'USAGE'],
      [of('sync:settings', 'novalue'), 'USAGE'],
      [of('sync:filter', '--type', 'planet', '--id', 'x', '--mode', 'include'), 'USAGE'],
      [of('sync:filter', '--type', 'store', '--id', 'x', '--mode', 'include'), 'CATALOGUE.ENTITY_NOT_FOUND'],
      [of('explain', '--product', 'x'), 'PRODUCT.NOT_FOUND'],
    ];
    for (let start = 0; start < wrong.length; start += 3) {
      await Promise.all(
        wrong.slice(start, start + 3).map(async ([args, error, stdin]) => {
          const answer = await env.cli([...args, '--json'], stdin === undefined ? {} : { stdin });
          expect(jsonOf(answer, 2, args)['error'], args.join(' ')).to.equal(error);
          expect(answer.stderr.length).to.be.greaterThan(5);
        }),
      );
    }
  });

  it('what waits for a person ends with 3: nothing is connected', async () => {
    expect((await run(3, of('sync:run')))['error']).to.equal('SYNC.NOT_CONNECTED');
    expect((await run(3, of('sync:preview')))['error']).to.equal('SYNC.NOT_CONNECTED');
  });

  it('connects till and shop through a worker, tokens on standard input', async () => {
    await env.control('POST', '/merchants', { id: 'cli', generate: { goods: 3, groups: 1 } });
    merchant = await env.control('PATCH', '/merchants/cli', { vkTokens: { main: { callsPerSecond: 1000 } } });
    await env.startWorker();
    expect((await run(3, of('connect:evotor'), { stdin: 'not-a-token' }))['error']).to.equal('EVOTOR.TOKEN_REJECTED');
    const till = await run(0, of('connect:evotor'), { stdin: `${merchant.evotorToken}\n` });
    expect(till).to.include({ service: 'evotor', ok: true });
    const shop = await run(0, of('connect:vk', '--group', String(merchant.vkGroupId)), { stdin: merchant.vkToken });
    expect(shop).to.include({ service: 'vk', ok: true });
    expect((shop['lights'] as { id: string }[]).map(({ id }) => id)).to.include('market_right');
  });

  it('sync:run asks for the confirmation first', async () => {
    expect((await run(3, of('sync:run')))['error']).to.equal('SYNC.NOT_CONFIRMED');
    expect(await run(0, of('sync:enable'))).to.deep.equal({ enabled: true, confirmed: false });
    expect((await run(3, of('sync:run')))['error']).to.equal('SYNC.NOT_CONFIRMED');
  });

  it('sync:preview says what a run would do, and writes nothing', async () => {
    const preview = await run(0, of('sync:preview'));
    expect(preview).to.have.all.keys('jobId', 'status', 'planned', 'notListed', 'risky');
    expect(preview['planned']).to.deep.equal({ create: 3, update: 0, hide: 0, unhide: 0, delete: 0 });
    const { items } = await env.control<{ items: unknown[] }>('GET', '/merchants/cli/shop');
    expect(items).to.deep.equal([]);
    const { products } = await env.control<{ products: { id: string; name: string }[] }>(
      'GET',
      '/merchants/cli/products',
    );
    product = products[0]!;
  });

  it('sync:settings, sync:filter, explain and config:read tell and change one merchant’s wishes', async () => {
    const { settings } = await run(0, of('sync:settings', 'price_multiplier=1.5', 'merge_by=id'));
    expect(settings).to.include({ price_multiplier: '1.5', merge_by: 'id' });
    const rule = ['--type', 'product', '--id', product.id, '--mode'];
    expect(await run(0, of('sync:filter', ...rule, 'exclude'))).to.deep.equal({
      type: 'product',
      id: product.id,
      mode: 'exclude',
    });
    const explained = await run(0, of('explain', '--product', product.id));
    expect(explained).to.have.all.keys('product', 'published', 'code', 'reason', 'fix');
    expect(explained).to.deep.include({
      product: { id: product.id, name: product.name },
      published: false,
      code: 'NOT_SELECTED',
    });
    const config = await run(0, of('config:read'));
    expect(config).to.have.all.keys(
      'user',
      'enabled',
      'confirmed',
      'active',
      'stores',
      'groups',
      'products',
      'settings',
    );
    expect(config).to.deep.include({
      user: email,
      enabled: true,
      confirmed: false,
      active: false,
      stores: { include: [], exclude: [] },
      products: { include: [], exclude: [{ id: product.id, name: product.name }] },
    });
    expect(config['settings']).to.deep.equal(settings);
    await run(0, of('sync:filter', ...rule, 'none'));
  });

  it('sync:enable --confirm and sync:run --wait publish, once', async () => {
    expect(await run(0, of('sync:enable', '--confirm'))).to.deep.include({ enabled: true, confirmed: true });
    const first = await run(0, of('sync:run', '--wait'));
    const keys = [
      'jobId',
      'status',
      'created',
      'updated',
      'hidden',
      'deleted',
      'skipped',
      'unchanged',
      'failed',
      'reason',
      'resumeAt',
    ];
    expect(first).to.have.all.keys(...keys);
    expect(first).to.include({ status: 'success', created: 3, failed: 0, reason: null, resumeAt: null });
    const again = await run(0, of('sync:run', '--wait'));
    expect(again).to.include({ status: 'unchanged', created: 0, unchanged: 3 });
    expect(await run(0, of('explain', '--product', product.id))).to.include({ published: true, code: null });
    const started = await run(0, of('sync:run'));
    expect(started).to.have.all.keys('jobId', 'outcome');
    expect(['started', 'joined', 'queued']).to.include(started['outcome']);
    await run(0, of('sync:run', '--wait'));
  });

  it('sync:approve, sync:undo and sync:cancel answer, take back and end a job by its number', async () => {
    await run(0, of('sync:settings', 'mode=approve'));
    await env.control('PATCH', `/merchants/cli/products/${product.id}`, { price: 4321 });
    const preview = await run(0, of('sync:preview'));
    expect(preview['risky']).to.deep.equal([{ kind: 'update', key: product.id, name: product.name, brake: null }]);
    const waiting = await run(3, of('sync:run', '--wait'));
    expect(waiting).to.include({ status: 'awaiting_approval', updated: 0, reason: 'SYNC.APPROVAL_WANTED' });
    const approve = ['sync:approve', '--job', String(waiting['jobId']), '--wait'];
    const approved = await run(0, approve);
    expect(approved).to.include({ status: 'success', updated: 1 });
    expect((await run(1, approve))['error']).to.equal('JOB.NOT_WAITING');
    const job = ['--job', String(approved['jobId'])];
    expect((await run(1, ['sync:cancel', ...job]))['error']).to.equal('JOB.OVER');
    expect(await run(0, ['sync:undo', ...job, '--wait'])).to.include({ status: 'success', updated: 1 });
    expect((await run(1, ['sync:undo', ...job]))['error']).to.equal('JOB.ALREADY_UNDONE');
    const again = await run(3, of('sync:run', '--wait'));
    const cancel = ['sync:cancel', '--job', String(again['jobId']), '--wait'];
    expect(await run(1, cancel)).to.include({ status: 'cancelled', reason: 'SYNC.CANCELLED' });
    for (const [number, error] of [
      ['999999999', 'JOB.NOT_FOUND'],
      ['one', 'USAGE'],
    ] as const)
      expect((await run(2, ['sync:approve', '--job', number]))['error']).to.equal(error);
    await run(0, of('sync:settings', 'mode=automatic'));
    expect(await run(0, of('sync:run', '--wait'))).to.include({ status: 'success', updated: 1 });
  });

  it('finds the servers of a running `npm start` through DATA_DIR', async () => {
    const file = join(env.dataDir, 'runtime.json');
    const without = { DATABASE_URL: undefined, TEMPORAL_ADDRESS: undefined };
    const nothing = await run(1, of('config:read'), { env: without });
    expect(nothing['error']).to.equal('CONFIG');
    writeFileSync(file, JSON.stringify({ databaseUrl: env.url, temporalAddress: env.temporalAddress }), {
      mode: 0o600,
    });
    expect(await run(0, of('config:read'), { env: without })).to.include({ user: email, active: true });
    expect(await run(0, of('sync:run', '--wait'), { env: without })).to.include({ status: 'unchanged' });
    writeFileSync(file, '{"broken');
    expect((await run(1, of('config:read'), { env: without }))['error']).to.equal('CONFIG');
    rmSync(file);
  });

  it('a market that is off ends a run with 1, a revoked token with 3, and it says why', async () => {
    await env.control('PATCH', '/merchants/cli', { shop: { mode: 'none' } });
    await env.control('PATCH', `/merchants/cli/products/${product.id}`, { price: 1234 });
    expect(await run(1, of('sync:run', '--wait'))).to.include({ status: 'failed', reason: 'VK.MARKET_OFF' });
    await env.control('PATCH', '/merchants/cli', { shop: { mode: 'advanced' }, vkTokens: { main: { revoked: true } } });
    expect(await run(3, of('sync:run', '--wait'))).to.include({ status: 'failed', reason: 'VK.TOKEN_REVOKED' });
    await env.control('PATCH', '/merchants/cli', { till: { revoked: true } });
    expect(await run(3, of('sync:run', '--wait'))).to.include({ status: 'failed', reason: 'EVOTOR.TOKEN_REJECTED' });
  });

  it('sync:disable switches off, and leaves the shop as it is', async () => {
    expect(await run(0, of('sync:disable'))).to.deep.equal({ enabled: false });
    expect((await run(3, of('sync:run')))['error']).to.equal('SYNC.DISABLED');
    const { items } = await env.control<{ items: { state: string }[] }>('GET', '/merchants/cli/shop');
    expect(items.map(({ state }) => state)).to.deep.equal(['visible', 'visible', 'visible']);
  });

  it('without --json speaks to a person, and --help needs no server', async () => {
    const answer = await env.cli(of('explain', '--product', product.id));
    expect(answer.exit).to.equal(0);
    expect(answer.stdout).to.match(new RegExp(`^${product.name}: `));
    const help = await env.cli(['--help'], { env: { DATABASE_URL: undefined, TEMPORAL_ADDRESS: undefined } });
    expect(help.exit).to.equal(0);
    for (const command of ['doctor', 'migrate', 'sync:run', 'config:read']) expect(help.stdout).to.include(command);
  });

  it('shows no secret anywhere, in no stream of no process', () => {
    const output = env.allOutput();
    expect(output.length).to.be.greaterThan(1000);
    const password = decodeURIComponent(new URL(env.url).password);
    for (const secret of [PASSWORD, merchant.evotorToken, merchant.vkToken, 'not-a-token', password])
      expect(output.includes(secret), secret.slice(0, 4)).to.equal(false);
  });
});
