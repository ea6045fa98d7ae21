import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import request from 'supertest';
import { loadConfig } from '../../src/config/load-config.js';
import { composeApp } from '../../src/main/compose-app.js';
import type { Base } from '../../src/main/compose.js';
import { createLogger, type Logger } from '../../src/observability/logger.js';
import { NO_METRICS } from '../../src/observability/metrics/metrics.js';
import { createTokenVault } from '../../src/security/token-vault.js';
import { composeServices } from '../../src/main/compose-services.js';
import type { Orchestrator } from '../../src/services/orchestrator.js';
import { PassThrough } from 'node:stream';
import { accountEnv, type AccountEnv } from '../support/account-env.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';

const PASSWORD = 'correct horse battery';

describe('the site’s accounts on a real database', () => {
  let base: TestDatabase;
  let env: AccountEnv;
  let app: ReturnType<typeof composeApp>;
  const log: string[] = [];

  before(async () => {
    base = await migratedDatabase();
    env = accountEnv(base.db);
    const config = loadConfig({
      NODE_ENV: 'test',
      SECRET_KEY: randomBytes(24).toString('hex'),
      TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      DATABASE_URL: base.url,
      BASE_URL: 'http://localhost:8080',
    });
    const stream = new PassThrough();
    stream.on('data', (chunk: Buffer) => log.push(chunk.toString()));
    const logger: Logger = createLogger({ level: 'debug', stream });
    const vault = createTokenVault(config.secrets.tokenEncryptionKeys);
    const parts: Base = { config, logger, db: base.db, vault, metrics: NO_METRICS };
    const nobody = { poke: () => Promise.resolve() } as unknown as Orchestrator;
    app = composeApp(parts, composeServices(parts, nobody, env.deps));
  });
  after(() => base.drop());

  type Agent = ReturnType<typeof request.agent>;
  const post = async (agent: Agent, path: string, fields: object, page = path): Promise<request.Response> => {
    const { text } = await agent.get(page).redirects(3);
    const _csrf = /name="_csrf" value="([^"]+)"/u.exec(text)?.[1] ?? '';
    return agent
      .post(path)
      .type('form')
      .set('Sec-Fetch-Site', 'same-origin')
      .send({ ...fields, _csrf });
  };
  const sessionsOf = (email: string) =>
    base.db.rows<{ data: string }>(
      'SELECT s.data FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = :email',
      { email },
    );

  async function registered(email: string): Promise<Agent> {
    const agent = request.agent(app);
    const person = { firstName: 'Анна', lastName: 'Смирнова', phone: '9161234567', email, password: PASSWORD };
    expect((await post(agent, '/register', person)).headers['location']).to.equal('/resend-confirm');
    const token = await env.token(email);
    const done = await post(agent, '/confirm-email', { token, password: PASSWORD }, `/confirm-email?token=${token}`);
    expect(done.headers['location']).to.equal('/');
    return agent;
  }

  it('lead from registering by a letter into a session whose row says whose it is', async () => {
    const email = freshEmail();
    const agent = await registered(email);
    expect((await agent.get('/profile')).text)
      .to.include(email)
      .and.include('+7 916 123-45-67');
    expect(await sessionsOf(email)).to.have.length(1);
    expect((await post(agent, '/logout', {}, '/profile')).headers['location']).to.equal('/login');
    expect(await sessionsOf(email)).to.deep.equal([]);
  });

  it('take the sessions of every device away with a new password, all but the one it was changed on', async () => {
    const email = freshEmail();
    const here = await registered(email);
    const there = request.agent(app);
    await post(there, '/login', { email, password: PASSWORD });
    expect(await sessionsOf(email)).to.have.length(2);
    await post(here, '/profile/change-password', { current: PASSWORD, password: 'совсем другие слова' });
    expect(await sessionsOf(email)).to.have.length(1);
    expect((await here.get('/profile')).status).to.equal(200);
    expect((await there.get('/profile')).headers['location']).to.include('/login');
  });

  it('keep a long form over the log-in', async () => {
    const email = freshEmail();
    await registered(email);
    const agent = request.agent(app);
    const description = '«"\\'.repeat(6000);
    const answer = await agent
      .post('/catalog/products/x/own')
      .type('form')
      .set('Sec-Fetch-Site', 'same-origin')
      .send({ name: 'Чай', _csrf: 'stale', description: description.slice(0, 9000) });
    expect(answer.headers['location']).to.equal('/login?next=%2Funsent');
    const { text } = await agent.get('/login?next=%2Funsent');
    const _csrf = /name="_csrf" value="([^"]+)"/u.exec(text)?.[1] ?? '';
    const entered = await agent.post('/login').type('form').send({ email, password: PASSWORD, next: '/unsent', _csrf });
    expect(entered.headers['location']).to.equal('/unsent');
    expect((await agent.get('/unsent')).text)
      .to.include('action="/catalog/products/x/own"')
      .and.include('value="Чай"');
  });

  it('are looked after by an operator: who is suspended is out at once, and the log says who did it, from where', async () => {
    const email = freshEmail();
    const merchant = await registered(email);
    const boss = await env.user({ role: 'admin' });
    const operator = request.agent(app);
    await post(operator, '/login', { email: boss.email, password: PASSWORD });
    const { text } = await operator.get(`/admin/users?q=${encodeURIComponent(email)}`);
    const [, path = ''] = /href="(\/admin\/users\/\d+)"/u.exec(text) ?? [];
    expect((await operator.get(path)).text).to.include(email);
    expect((await post(operator, `${path}/suspend`, {})).headers['location']).to.equal(path);
    expect(await sessionsOf(email)).to.deep.equal([]);
    expect((await merchant.get('/overview')).headers['location']).to.include('/login');
    const log = await operator.get(`/admin/audit?user=${encodeURIComponent(email)}`);
    expect(log.text).to.include('user.suspend').and.include(boss.email).and.include('account.confirm');
    expect(log.text).to.match(/сайт, (?:::ffff:)?127\.0\.0\.1/u);
    // What a merchant does has the address too, though its use case knows none.
    const lines = await base.db.rows<{ origin: string }>(
      `SELECT a.origin FROM audit_log a JOIN users u ON u.id = a.subject_user_id
       WHERE u.email = :email AND a.action IN ('account.register', 'account.confirm')`,
      { email },
    );
    expect(lines).to.have.length(2);
    for (const { origin } of lines) expect(origin).to.match(/^web (?:::ffff:)?127\.0\.0\.1$/u);
  });

  it('write no link, password or e-mail of a form into the log', async () => {
    const email = freshEmail();
    await registered(email);
    const token = await env.token(email);
    const text = log.join('');
    expect(text).to.include('"path":"/confirm-email"');
    for (const secret of [token, PASSWORD, email]) expect(text).not.to.include(secret);
  });
});
