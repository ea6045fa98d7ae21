import { expect } from 'chai';
import request from 'supertest';
import { AppError } from '../../src/domain/errors.js';
import { REFUSALS } from '../../src/web/webhooks/refusals.js';
import {
  examplesOf,
  faultsOf,
  faultsOfAnswer,
  operationsOf,
  type OpenApi,
  type Operation,
} from '../support/openapi.js';
import { routesOf, routeTable } from '../support/route-table.js';
import { buildTestSite, type TestSite } from '../support/test-site.js';
import { loggedIn, type Visitor } from '../support/visitor.js';

const TILL = '01-000000000000001';

describe('the description of the API', () => {
  const site = buildTestSite();
  let openapi: OpenApi;
  before(async () => {
    openapi = (await request(site.app).get('/openapi.json').expect(200)).body as OpenApi;
  });
  const operation = (method: string, path: string): Operation => {
    const found = openapi.paths[path]?.[method];
    if (found === undefined) throw new Error(`${method} ${path} is not described`);
    return found;
  };

  it('is OpenAPI 3.1 with our address, for everybody, without a session', async () => {
    const answer = await request(site.app).get('/openapi.json');
    expect(openapi.openapi).to.equal('3.1.0');
    expect(openapi.servers).to.deep.equal([{ url: 'http://localhost' }]);
    expect(answer.headers).to.not.have.property('set-cookie');
    expect(Object.keys(openapi.components.securitySchemes)).to.have.members(['bearer', 'raw', 'basic', 'session']);
    expect(
      faultsOfAnswer(operation('get', '/openapi.json'), { status: 200, type: 'application/json', body: openapi }),
    ).to.equal('');
  });

  it('names the cookie as it is called over https', async () => {
    const { app } = buildTestSite({ isSecure: true, baseUrl: 'https://shop.example' });
    const answer = await request(app).get('/openapi.json');
    expect((answer.body as OpenApi).components.securitySchemes['session']).to.include({ name: '__Host-evosync' });
  });

  it('gives examples that fit its own schemas, and patterns that are regular expressions', () => {
    const all = operationsOf(openapi).flatMap(({ path, operation }) =>
      examplesOf(operation).map(example => ({ path, ...example })),
    );
    expect(all.length).to.be.greaterThan(60);
    for (const { path, name, schema, value } of all) expect(faultsOf(schema, value), `${path} ${name}`).to.equal('');
    expect(JSON.stringify(openapi)).to.not.match(/"pattern":"[^"]*\/u"/u);
  });

  it('shows for each message an example that the site takes', async () => {
    for (const {
      method,
      path,
      operation: { requestBody },
    } of operationsOf(openapi)) {
      if (!/\/(?:user|subscription|installation|inventories)\//u.test(path)) continue;
      const { examples = {}, example } = requestBody?.content['application/json'] ?? {};
      const values = [
        ...Object.values(examples).map(({ value }) => value),
        ...(example === undefined ? [] : [example]),
      ];
      expect(values.length, path).to.be.greaterThan(0);
      for (const value of values) {
        const answer = await request(site.app)
          .post(path.replace('{storeUuid}', 'store'))
          .set('authorization', 'Bearer x')
          .send(value as object);
        expect(answer.status, `${method} ${path}`).to.equal(200);
        const real = { status: 200, type: answer.type, body: answer.body as unknown };
        expect(faultsOfAnswer(operation(method, path), real), path).to.equal('');
      }
    }
  });

  it('describes no address that does not exist', () => {
    const routes = routesOf(site.app).map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/gu, '{$1}')}`);
    for (const { method, path } of operationsOf(openapi)) expect(routes, path).to.include(`${method} ${path}`);
  });

  it('describes every address that answers programs with JSON of its own', async function () {
    this.timeout(60_000);
    const declared = routesOf(site.app);
    const missing: string[] = [];
    let found = 0;
    const readers = await visitorsOf(buildTestSite());
    for (const [index, { method, path }] of routeTable(site.app).entries()) {
      // What a form changes must not stand in the way of the next one.
      for (const someone of method === 'get' ? readers : await visitorsOf(buildTestSite())) {
        const token = method === 'get' ? '' : await someone.token();
        const asked = method === 'get' ? someone.get(path) : someone.postWithoutToken(path, { _csrf: token });
        const answer = await asked.set('Accept', 'application/json');
        // An error of the site is the same everywhere and described once.
        const isOwn = answer.type === 'application/json' && (answer.body as { error?: unknown }).error === undefined;
        if (!isOwn) continue;
        found += 1;
        const name = declared[index]!.path.replaceAll(/:(\w+)/gu, '{$1}');
        const described = openapi.paths[name]?.[method];
        const real = { status: answer.status, type: answer.type, body: answer.body as unknown };
        const fault = described === undefined ? 'is not described' : faultsOfAnswer(described, real);
        if (fault !== '') missing.push(`${method} ${name}: ${fault}`);
      }
    }
    expect(missing).to.deep.equal([]);
    expect(found).to.be.at.least(30);
  });

  describe('holds of the real answers', () => {
    const real = async (asked: request.Test) => {
      const answer = await asked;
      return { status: answer.status, type: answer.type, body: answer.body as unknown };
    };

    it('to messages that are refused, each in its words', async () => {
      const { webhooks } = buildTestSite().services;
      for (const [code, { status }] of Object.entries(REFUSALS)) {
        const other = buildTestSite({}, { ...site.services, webhooks });
        webhooks.refusal = new AppError('invalid', code, { retryAfterSeconds: 3, field: 'userId' });
        webhooks.failure = webhooks.refusal;
        const described = operationsOf(openapi).filter(
          ({ path, operation: { responses } }) => path.startsWith('/') && responses[String(status)] !== undefined,
        );
        const [one] = described.filter(({ path }) => /^\/(?:user|subscription|inventories)/u.test(path));
        if (one === undefined) throw new Error(`${code} is described nowhere`);
        const answer = await real(request(other.app).post(one.path.replace('{storeUuid}', 's')).send({ userId: TILL }));
        expect(answer.status).to.equal(status);
        expect(faultsOfAnswer(one.operation, answer), `${code} ${one.path}`).to.equal('');
      }
    });

    it('to health and readiness, good and bad', async () => {
      const { services, app } = buildTestSite();
      expect(faultsOfAnswer(operation('get', '/health'), await real(request(app).get('/health')))).to.equal('');
      for (const temporal of [true, false]) {
        services.health.parts = { database: true, temporal };
        const answer = await real(request(app).get('/health/ready'));
        expect(answer.status).to.equal(temporal ? 200 : 503);
        expect(faultsOfAnswer(operation('get', '/health/ready'), answer)).to.equal('');
      }
    });

    it('to a check of a connection: done, refused, without a session, without its token', async () => {
      const { app, services } = buildTestSite();
      const merchant = await loggedIn(app);
      const test = operation('post', '/connections/{service}/test');
      const ask = async (service: string, _csrf: string) =>
        real(merchant.postWithoutToken(`/connections/${service}/test`, { _csrf }).set('Accept', 'application/json'));
      const token = await merchant.token();
      const answers = [
        await ask('evotor', token),
        await ask('vk', token),
        await ask('ozon', token),
        await ask('vk', 'x'),
      ];
      services.connections.connected.vk = null;
      answers.push(await ask('vk', token));
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 404, 403, 409]);
      for (const answer of answers) expect(faultsOfAnswer(test, answer), String(answer.status)).to.equal('');
      const stranger = await real(request(app).get('/profile/export').set('Accept', 'application/json'));
      expect(stranger.status).to.equal(401);
      expect(faultsOfAnswer(operation('get', '/profile/export'), stranger)).to.equal('');
    });
  });
});

describe('the viewers of the API', () => {
  const { app } = buildTestSite();

  for (const path of ['/docs', '/redoc'])
    it(`${path} loads everything from here, and only styles may be written inline`, async () => {
      const { headers, text, status } = await request(app).get(path);
      expect(status).to.equal(200);
      expect(headers).to.not.have.property('set-cookie');
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).to.include("style-src 'self' 'unsafe-inline'").and.include("script-src 'self';");
      expect(policy).to.not.match(/blob:|https?:|unsafe-eval|worker-src/u);
      expect(text).to.not.match(/<script>|<style>| style="|https?:\/\//u);
      const addresses = [...text.matchAll(/(?:src|href)="(\/(?:vendor|public)\/[^"]+)"/gu)].map(([, url = '']) => url);
      expect(addresses.length).to.be.at.least(4);
      for (const url of addresses) {
        const file = await request(app).get(url).buffer(true).parse(sizeOf);
        expect(file.status, url).to.equal(200);
        expect(file.headers['cache-control']).to.equal('public, max-age=31536000, immutable');
      }
    });

  it('are the only pages whose policy is opened', async () => {
    for (const path of ['/login', '/openapi.json', '/health'])
      expect((await request(app).get(path)).headers['content-security-policy']).to.not.include('unsafe');
  });

  it('say so where their files are missing; the description itself needs none', async () => {
    const { app: bare } = buildTestSite();
    const gone = await request(bare).get('/vendor/redoc@0.0.1/bundles/redoc.standalone.js');
    expect(gone.status).to.be.oneOf([302, 303, 404]);
  });
});

/** A merchant and an operator who may do everything. */
const visitorsOf = ({ app }: TestSite): Promise<Visitor[]> =>
  Promise.all([loggedIn(app), loggedIn(app, 'system@evosync.example')]);

function sizeOf(res: request.Response, done: (error: Error | null, size: unknown) => void): void {
  let size = 0;
  res.on('data', (chunk: Buffer) => (size += chunk.length));
  res.on('end', () => done(null, size));
}
