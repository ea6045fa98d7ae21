import { expect } from 'chai';
import request from 'supertest';
import { ownFiles } from '../repo/own-files.js';
import { declaredRoutes, filled } from '../support/route-table.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn, visitor, type Visitor } from '../support/visitor.js';

const ELSEWHERE = [
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  'javascript:alert(1)',
  '/\t/evil.example',
];

describe('every route, attacked', () => {
  const { app } = buildTestSite();
  const routes = declaredRoutes(app).map(({ method, path, handlers }) => ({
    method,
    path: filled(path),
    access: handlers[0],
  }));
  const forPeople = routes.filter(({ access }) => access !== 'key');
  const gets = forPeople.filter(({ method }) => method === 'get');
  const posts = forPeople.filter(({ method }) => method === 'post');
  let people: readonly Visitor[];

  before(async () => {
    people = [visitor(app), await loggedIn(app), await loggedIn(app, 'system@evosync.example')];
  });

  it('carries the headers that keep a page to itself', async () => {
    for (const person of people) {
      for (const { path } of gets) {
        const { headers } = await person.get(path);
        expect(headers['x-content-type-options'], path).to.equal('nosniff');
        expect(headers['content-security-policy'], path).to.include("frame-ancestors 'none'");
        expect(headers['x-frame-options'], path).to.equal('SAMEORIGIN');
        // Links of letters carry a secret: their pages name no page they came from at all.
        expect(headers['referrer-policy'], path).to.be.oneOf(['same-origin', 'no-referrer']);
        expect(headers['permissions-policy'], path).to.include('camera=()').and.include('geolocation=()');
        expect(headers['cross-origin-opener-policy'], path).to.equal('same-origin');
        expect(headers['cross-origin-resource-policy'], path).to.equal('same-origin');
        expect(headers['cache-control'], path).to.match(/no-store|no-cache|^private, max-age=/u);
        expect(headers['access-control-allow-origin'], path).to.equal(undefined);
        expect(headers['x-powered-by'], path).to.equal(undefined);
        expect(headers['server'], path).to.equal(undefined);
        if (headers['content-type']?.startsWith('text/')) expect(headers['content-type'], path).to.match(/utf-8/iu);
      }
    }
  }).timeout(60_000);

  it('leads to no other site, whatever `next` and `back` say', async () => {
    const isOurs = (location: string | undefined): boolean =>
      location === undefined || /^\/(?![/\\])/u.test(location) || location.startsWith('http://localhost/');
    for (const person of people.slice(1)) {
      for (const address of ELSEWHERE) {
        const query = new URLSearchParams({ next: address, back: address, redirect: address, url: address });
        for (const { path } of gets.filter(route => route.path !== '/vk/connect')) {
          const { headers } = await person.get(`${path}?${query.toString()}`);
          expect(isOurs(headers['location']), `GET ${path} → ${headers['location']}`).to.equal(true);
        }
      }
      const [address = ''] = ELSEWHERE;
      for (const { path } of posts.filter(route => route.path !== '/logout' && route.path !== '/profile/delete')) {
        const { headers } = await person.post(path, { next: address, back: address, redirect: address });
        expect(isOurs(headers['location']), `POST ${path} → ${headers['location']}`).to.equal(true);
      }
    }
  }).timeout(120_000);

  it('takes no word from the Host header', async () => {
    for (const { path } of gets) {
      const { text, headers } = await request(app)
        .get(path)
        .set('Host', 'evil.example')
        .set('X-Forwarded-Host', 'evil.example');
      expect(`${headers['location'] ?? ''} ${text}`, path).not.to.include('evil.example');
    }
  });

  it('survives parameters sent twice, nested ones and names of the prototype', async () => {
    const odd = '_a=1&page=1&page=2&q[]=x&q[a][b]=c&__proto__[polluted]=1&constructor[prototype][polluted]=1';
    for (const person of people.slice(1)) {
      for (const { path } of gets) expect((await person.get(`${path}?${odd}`)).status, path).to.be.below(500);
      for (const { path } of posts.filter(route => route.path !== '/logout' && route.path !== '/profile/delete')) {
        const answer = await person.post(path, {
          back: ['/a', '/b'],
          email: ['a', 'b'],
          'settings[mode]': 'x',
          __proto__: 'x',
          'constructor[prototype][polluted]': '1',
        });
        expect(answer.status, path).to.be.below(500);
      }
    }
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  }).timeout(120_000);

  it('knows GET, HEAD and POST, and nothing that writes otherwise', async () => {
    const methods = new Set(routes.map(({ method }) => method));
    expect([...methods].filter(method => method !== 'get' && method !== 'post')).to.deep.equal([]);
    for (const { path } of gets.slice(0, 20)) {
      for (const method of ['put', 'patch', 'delete'] as const) {
        const answer = await request(app)[method](path);
        expect(answer.status, `${method} ${path}`).to.be.oneOf([403, 404, 405]);
      }
    }
  });
});

describe('the site’s own code', () => {
  const sources = ownFiles(/^src\/web\/.*\.ts$/);
  const found = (pattern: RegExp, besides: readonly string[] = []): string[] =>
    sources.filter(({ path, text }) => !besides.includes(path) && pattern.test(text)).map(({ path }) => path);

  it('takes named fields from a form, never all that came', () => {
    expect(found(/\.\.\.\s*\(?(?:req\.body|req\.query)|Object\.assign\([^)]*req\.(?:body|query)/u)).to.deep.equal([]);
    // Messages of Evotor may gain fields; answers are only described.
    expect(
      found(/looseObject|passthrough\(|catchall\(/u, [
        'src/web/webhooks/webhook.schema.ts',
        'src/web/api-docs/answers.schema.ts',
      ]),
    ).to.deep.equal([]);
  });

  it('redirects to paths of links and of localPath only', () => {
    expect(found(/redirect\(\s*(?:\d+,\s*)?(?:String\(|typed\()?req\./u)).to.deep.equal([]);
  });

  it('runs no text as code, and calls no other program', () => {
    const product = ownFiles(/^(src|workflows|activities|temporal)\/.*\.ts$/).filter(
      ({ path }) => !path.startsWith('src/services/operations/'),
    );
    const guilty = product.filter(({ text }) => /\beval\(|new Function\(|child_process|node:vm/u.test(text));
    expect(guilty.map(({ path }) => path)).to.deep.equal([]);
  });

  it('uses no broken hash and switches no certificate check off', () => {
    const product = ownFiles(/^(src|workflows|activities|temporal)\/.*\.ts$/);
    const guilty = product.filter(({ text }) =>
      /createH(?:ash|mac)\('(?:md5|sha1)'|rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|Math\.random\(\)\.toString/u.test(
        text,
      ),
    );
    expect(guilty.map(({ path }) => path)).to.deep.equal([]);
  });

  it('prints no value into a page without escaping it', () => {
    const views = ownFiles(/^(views|src)\/.*\.ejs$/);
    expect(views.length).to.be.above(20);
    const raw = views.flatMap(({ path, text }) =>
      [...text.matchAll(/<%-\s*([^%]*)%>/gu)].map(([, what = '']) => `${path}: ${what.trim()}`),
    );
    expect(raw.filter(line => !/: (?:include\(|icon\(|await include\()/u.test(line))).to.deep.equal([]);
  });
});
