import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import request from 'supertest';
import type { JobId, UserId } from '../../src/domain/brand.js';
import { tokenPlace } from '../../src/services/vendors/token-places.js';
import { startRealSite, type RealSite } from '../support/real-site.js';
import { runCli } from '../support/run-cli.js';
import { findSecrets, historiesSince, tablesAsText } from '../support/secret-hunt.js';
import { freshEmail } from '../support/services-env-database.js';
import { until } from '../support/until.js';
import { WEBHOOK_SECRET } from '../support/webhook-site.js';

const made = (name: string): string => `${name}-${randomBytes(12).toString('hex')}`;

/** Everything nobody may read anywhere, by name; filled as the day goes on. */
const secrets: Record<string, string> = {
  'the first password': `Пароль «&+» ${randomBytes(6).toString('hex')}`,
  'the second password': made('second password'),
  'the password of the mail server': made('mail/+='),
  'the token of the metrics': made('metrics'),
  SECRET_KEY: made('session-key'),
  TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  EVOTOR_WEBHOOK_SECRET: WEBHOOK_SECRET,
  'a refused token of Evotor': made('evotor-refused'),
  'a refused token of VK': `vk1.a.${made('vk-refused')}`,
  'a password given to the command line': made('cli password'),
};
const secret = (name: string): string => secrets[name] ?? '';

describe('a day with every secret in it', function () {
  this.timeout(180_000);
  const begun = new Date();
  const email = freshEmail();
  const log: string[] = [];
  let site: RealSite;
  let agent: ReturnType<typeof request.agent>;
  let userId: UserId;
  let commandLine = '';

  before(async () => {
    const logStream = new PassThrough();
    logStream.on('data', (chunk: Buffer) => log.push(chunk.toString()));
    site = await startRealSite({
      observed: { logStream },
      smtpPassword: secret('the password of the mail server'),
      environment: {
        LOG_LEVEL: 'debug',
        SECRET_KEY: secret('SECRET_KEY'),
        TOKEN_ENCRYPTION_KEY: secret('TOKEN_ENCRYPTION_KEY'),
        METRICS_TOKEN: secret('the token of the metrics'),
      },
    });
    agent = request.agent(site.url);
    await site.env.control('POST', '/merchants', { id: 'open', generate: { goods: 3, groups: 1 } });
    const shown = await site.env.control<{ evotorToken: string; vkToken: string }>('GET', '/merchants/open');
    secrets['the token of Evotor'] = shown.evotorToken;
    secrets['the token of VK'] = shown.vkToken;
  });
  after(() => site.close());

  /** Opens a page, then sends its form; cookies and form tokens that go over the wire are remembered. */
  async function post(path: string, fields: object, page = path): Promise<request.Response> {
    const shown = await agent.get(page).redirects(3);
    const _csrf = /name="_csrf" value="([^"]+)"/u.exec(shown.text)?.[1] ?? '';
    const answer = await agent
      .post(path)
      .type('form')
      .send({ ...fields, _csrf });
    secrets['a form token'] = _csrf;
    for (const answered of [shown, answer])
      for (const cookie of (answered.headers['set-cookie'] as string[] | undefined) ?? [])
        if (/sid|session/iu.test(cookie))
          secrets['the session cookie'] = decodeURIComponent(/=([^;]+)/u.exec(cookie)?.[1] ?? '');
    return answer;
  }
  const tokenOfLetter = async (words: string): Promise<string> => {
    const { text } = await site.mail.letterTo(email, words);
    return /token=([\w-]{43})/u.exec(text ?? '')?.[1] ?? '';
  };
  const endOf = (jobId: JobId): Promise<string> =>
    until('the end of the run', async () => {
      const { job } = await site.env.services.sync.job(userId, jobId, 1);
      return job.finishedAt === null ? null : job.status;
    });
  const run = async (): Promise<string> => {
    await until('no run under way', async () => (await site.env.services.sync.overview(userId)).current === null);
    return endOf((await site.env.services.sync.runNow(userId)).jobId);
  };

  it('registers, confirms, forgets the password and logs in', async () => {
    const person = { firstName: 'Анна', lastName: 'Смирнова', phone: '9161234567', email };
    const password = secret('the first password');
    expect((await post('/register', { ...person, password })).status).to.equal(303);
    const confirm = (secrets['the link of confirmation'] = await tokenOfLetter('Подтвердите почту'));
    expect(
      (await post('/confirm-email', { token: confirm, password }, `/confirm-email?token=${confirm}`)).status,
    ).to.equal(303);
    expect((await post('/logout', {}, '/profile')).status).to.equal(303);
    await post('/forgot-password', { email });
    const reset = (secrets['the link of a new password'] = await tokenOfLetter('Новый пароль'));
    const second = secret('the second password');
    expect(
      (await post('/reset-password', { token: reset, password: second }, `/reset-password?token=${reset}`)).status,
    ).to.equal(303);
    expect((await post('/login', { email, password })).status).to.equal(401);
    expect((await post('/login', { email, password: second })).status).to.equal(303);
    userId = (await site.env.db.first<{ id: UserId }>('SELECT id FROM users WHERE email = :email', { email }))!.id;
  });

  it('connects both vendors by token, after refused ones', async () => {
    await post('/connections/evotor', { token: secret('a refused token of Evotor') }, '/evotor');
    expect((await post('/connections/evotor', { token: secret('the token of Evotor') }, '/evotor')).status).to.equal(
      303,
    );
    const { vkGroupId } = await site.env.control<{ vkGroupId: number }>('GET', '/merchants/open');
    const community = String(vkGroupId);
    await post('/connections/vk', { token: secret('a refused token of VK'), community }, '/vk');
    expect((await post('/connections/vk', { token: secret('the token of VK'), community }, '/vk')).status).to.equal(
      303,
    );
    const [evotor, vk] = await site.env.services.connections.cards(userId);
    expect([evotor?.connection?.isOnline, vk?.connection?.isOnline]).to.deep.equal([true, true]);
  });

  it('signs in with VK ID', async () => {
    const asked = await agent.get('/vk/connect');
    const address = new URL(asked.headers['location'] as string);
    secrets['the state of VK ID'] = address.searchParams.get('state') ?? '';
    const row = await site.env.db.first<{ secret: string }>(
      'SELECT secret FROM vk_id_requests WHERE user_id = :userId',
      { userId },
    );
    const kept = JSON.parse(site.env.base.vault.open(row!.secret, tokenPlace.vkIdSecret(userId))) as {
      verifier: string;
    };
    secrets['the verifier of PKCE'] = kept.verifier;
    const body = new URLSearchParams(address.searchParams);
    body.set('decision', 'allow');
    const page = await (await fetch(address)).text();
    body.set('user_id', /name="user_id" value="(\d+)"/u.exec(page)?.[1] ?? '');
    const back = await fetch(`${address.origin}${address.pathname}`, { method: 'POST', redirect: 'manual', body });
    const callback = new URL(back.headers.get('location') ?? '');
    secrets['the code of VK ID'] = callback.searchParams.get('code') ?? '';
    secrets['the device of VK ID'] = callback.searchParams.get('device_id') ?? '';
    expect((await agent.get(callback.pathname + callback.search)).status).to.equal(303);
    const choice = (await site.env.services.vkId.choice(userId))!;
    const community = String(choice.communities?.[0]?.id);
    await post('/vk/community', { attempt: String(choice.attemptId), community }, '/vk/community');
    const { vkTokens } = await site.env.control<{ vkTokens: { token: string }[] }>('GET', '/merchants/open');
    for (const [index, { token }] of vkTokens.entries()) secrets[`token ${index} of VK`] = token;
    const { sealed } = (await site.env.db.first<{ sealed: string }>(
      'SELECT refresh_token AS sealed FROM vk_connections WHERE user_id = :userId',
      { userId },
    ))!;
    secrets['the renewal token of VK ID'] = site.env.base.vault.open(sealed, tokenPlace.vkRefresh(userId));
  });

  it('runs, with vendors that repeat our tokens in their errors', async () => {
    await site.env.services.sync.setEnabled(userId, true);
    await site.env.services.sync.setConfirmed(userId);
    const echo = { token: secret('the token of Evotor'), authorization: `Bearer ${secret('the token of Evotor')}` };
    const lift = await site.env.faults(
      {
        vendor: 'evotor',
        merchant: 'open',
        times: 1,
        effect: {
          kind: 'httpStatus',
          status: 400,
          contentType: 'application/json',
          body: JSON.stringify({ code: 'X', message: `no ${echo.token}`, ...echo }),
        },
      },
      { vendor: 'evotor', merchant: 'open', times: 1, effect: { kind: 'httpStatus', status: 500, body: echo.token } },
      ...Object.entries(secrets)
        .filter(([name]) => /^token \d+ of VK$/u.test(name))
        .map(([, token]) => ({
          vendor: 'vk',
          merchant: 'open',
          method: 'market.add',
          times: 1,
          effect: { kind: 'apiError', code: 100, message: `access_token=${token} refused, ${token}` },
        })),
    );
    await run();
    await lift();
    await run();
    expect((await site.env.services.sync.overview(userId)).numbers.onTill).to.equal(3);
  });

  it('hears from Evotor, with its secret, with a wrong one and with ours', async () => {
    await site.env.control('POST', '/merchants', { id: 'hook', generate: { goods: 1, groups: 1 } });
    const send = (event: string, body: object = {}) =>
      site.env.control<{ status: number }>('POST', '/merchants/hook/webhooks', { event, body });
    const hook = { baseUrl: `${site.url}/api/v1`, serviceSecret: WEBHOOK_SECRET };
    const wrong = (secrets['a wrong secret'] = made('wrong-secret'));
    await site.env.control('PATCH', '/merchants/hook', { webhook: { ...hook, serviceSecret: wrong } });
    expect((await send('user.create')).status).to.equal(401);
    await site.env.control('PATCH', '/merchants/hook', { webhook: hook });
    for (const event of ['subscription', 'installation', 'user.create', 'user.token', 'products'])
      expect([event, (await send(event)).status]).to.deep.equal([event, 200]);
    const shown = await site.env.control<{ evotorToken: string; webhook: { userToken: string } }>(
      'GET',
      '/merchants/hook',
    );
    secrets['a token given by a message'] = shown.evotorToken;
    secrets['a token of ours'] = shown.webhook.userToken;
    const unknown = (secrets['an unknown token'] = made('unknown-token'));
    const push = await agent.post('/inventories/stores/1/products').set('Authorization', `Bearer ${unknown}`).send([]);
    expect(push.status).to.equal(401);
  });

  it('breaks: the database refuses statements with a password and a token in them', async () => {
    const { db } = site.env;
    await db.change('RENAME TABLE connection_attempts TO attempts_away, one_time_tokens TO tokens_away');
    try {
      await post('/connections/evotor', { token: secret('the token of Evotor') }, '/evotor');
      const other = { firstName: 'Б', lastName: 'В', phone: '9161234568', email: freshEmail() };
      await request.agent(site.url).get('/register');
      const stranger = request.agent(site.url);
      const _csrf = /name="_csrf" value="([^"]+)"/u.exec((await stranger.get('/register')).text)?.[1] ?? '';
      await stranger
        .post('/register')
        .type('form')
        .send({ ...other, password: secret('the first password'), _csrf });
    } finally {
      await db.change('RENAME TABLE attempts_away TO connection_attempts, tokens_away TO one_time_tokens');
    }
    await until('the fault in the log', () => Promise.resolve(log.join('').includes('connection_attempts')));
    await db.change('RENAME TABLE cached_products TO products_away');
    const { jobId } = await site.env.services.sync.runNow(userId);
    try {
      await until('a step that fails', () => Promise.resolve(log.join('').includes('cached_products')));
    } finally {
      await db.change('RENAME TABLE products_away TO cached_products');
    }
    expect(await endOf(jobId)).to.equal('unchanged');
  });

  it('is looked at through the metrics and by the command line', async () => {
    const read = await agent.get('/metrics').set('Authorization', `Bearer ${secret('the token of the metrics')}`);
    expect(read.status).to.equal(200);
    expect((await agent.get('/metrics').set('Authorization', 'Bearer wrong-token-of-some-length')).status).to.equal(
      401,
    );
    const cli = async (args: readonly string[], stdin: string): Promise<void> => {
      commandLine += await runCli(site.env.environment, args, stdin);
    };
    await cli(
      ['user:create', '--email', freshEmail(), '--role', 'user'],
      `${secret('a password given to the command line')}\n`,
    );
    await cli(['connect:evotor', '--user', email], `${secret('a refused token of Evotor')}\n`);
    expect(commandLine).to.include('EVOTOR.TOKEN_REJECTED');
  });

  it('shows none of them: not in a log line, a history, a row of the API log or of the audit log, or a figure', async () => {
    await until('rows of the API log', async () => {
      const row = await site.env.db.first<{ n: number }>('SELECT COUNT(*) AS n FROM api_log');
      return Number(row?.n) > 10;
    });
    const { text } = await agent.get('/metrics').set('Authorization', `Bearer ${secret('the token of the metrics')}`);
    const places = {
      'the log': log.join(''),
      'the command line': commandLine,
      'the metrics': text,
      ...(await historiesSince(site.env.temporal, begun)),
      ...(await tablesAsText(site.env.db, [
        'api_log',
        'audit_log',
        'notices',
        'sync_jobs',
        'sync_operations',
        'health_check_logs',
      ])),
    };
    expect(Object.keys(secrets)).to.have.length.greaterThan(25);
    expect(Object.keys(places)).to.have.length.greaterThan(15);
    expect(findSecrets(secrets, places)).to.deep.equal([]);
    // The hunt itself works.
    expect(
      findSecrets(
        { it: 'needle-in-the-hay' },
        { there: `x${Buffer.from('..needle-in-the-hay..').toString('base64')}` },
      ),
    ).to.deep.equal(['it in there']);
  });

  it('names request, merchant, job, workflow and step on its lines', () => {
    const lines = log
      .join('')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, unknown>);
    expect(lines.length).to.be.greaterThan(40);

    const requests = lines.filter(({ message }) => message === 'request');
    for (const line of requests) expect(line['requestId']).to.match(/^[0-9a-f]{8}$/u);
    expect(requests.some(line => line['userId'] === userId)).to.equal(true);
    const steps = lines.filter(({ activity }) => activity !== undefined);
    expect(steps.length).to.be.greaterThan(0);
    for (const line of steps) expect(line).to.include.keys('workflowId', 'runId');
    const failed = lines.filter(({ message }) => message === 'activity failed');
    expect(failed.map(({ activity }) => activity)).to.include('readTill');
    for (const line of failed) expect(line['jobId'], JSON.stringify(line)).to.be.a('number');
    const ended = lines.filter(({ message }) => message === 'run ended');
    expect(ended.length).to.be.at.least(3);
    for (const line of ended) expect(line).to.include({ userId, workflowId: `sync/${userId}`, kind: 'sync' });
    expect(lines.some(({ message, vendor }) => message === 'vendor call' && vendor === 'vk')).to.equal(true);
  });
});
