import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { StoreId } from '../../src/domain/brand.js';
import { createFakeServices, makeNew } from '../support/fake-services.js';
import { runningJob } from '../support/fake-jobs.js';
import { declaredRoutes, filled } from '../support/route-table.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn, visitor } from '../support/visitor.js';

const EXTRA = [
  '/catalog/stores/store-1/products?group_id=white',
  '/catalog/stores/store-1/products?q=zzz',
  '/catalog/products?state=with_reason&reason=NO_PRICE&sort=-price',
  '/sync/runs/317',
  '/sync/runs/313',
  '/sync/runs?status=failed',
  ...['2', '3', '6', '8', '10', '13', '14'].map(id => `/catalog/products/product-${id}`),
  '/connections/disconnect?type=vk',
  '/nowhere',
];
const SKIPPED = new Set([
  '/',
  '/login',
  '/admin',
  '/health',
  '/health/ready',
  '/catalog',
  '/catalog/groups',
  // A piece of a page.
  '/catalog/refresh',
  '/connections/disconnect',
  // Files and ways out, no pages.
  '/sync/runs/318/export',
  '/profile/export',
  '/catalog/export',
  '/catalog/overrides/export',
  '/catalog/overrides/import/store-1/errors',
  '/catalog/photos/preview/:key',
  '/catalog/photos/group/white',
  '/vk/connect',
  '/vk/callback',
  // The description of the API and its viewers, which have tests of their own.
  '/openapi.json',
  '/docs',
  '/redoc',
]);

function pagesOf(app: Parameters<typeof declaredRoutes>[0]): string[] {
  const routes = declaredRoutes(app)
    // What machines ask for with a key of their own is no page.
    .filter(({ method, handlers }) => method === 'get' && handlers[0] !== 'key')
    .map(({ path }) => ({ path: filled(path) }))
    .filter(({ path }) => !SKIPPED.has(path));
  return [...routes.map(({ path }) => path), ...EXTRA];
}

/** What an answer weighs on the wire; superagent unpacks it, so it is packed again. */
function weightOf(answer: { headers: Record<string, string>; text?: string; body: unknown }, path: string): number {
  if (answer.headers['content-encoding'] === 'gzip') return gzipSync(answer.text ?? String(answer.body)).length;
  expect(answer.headers['content-type'], path).to.equal('font/woff2');
  return (answer.body as Buffer).length;
}

describe('every page', () => {
  for (const state of ['ready', 'new', 'running'] as const) {
    it(`has a title, one heading, labels, and no foreign or inline thing (${state})`, async () => {
      const services = state === 'new' ? makeNew(createFakeServices()) : createFakeServices();
      if (state === 'running') services.sync.own = { ...services.sync.own, current: runningJob() };
      const { app } = buildTestSite({}, services);
      const merchant = await loggedIn(app);
      const operator = await loggedIn(app, 'system@evosync.example');
      const stranger = visitor(app);
      for (const path of pagesOf(app)) {
        const seen = await (path.startsWith('/admin/') ? operator : merchant).get(path);
        // Some pages are for those who are not in yet; some questions lead back when there is nothing to ask.
        const { status, text, headers } = seen.status === 303 ? await stranger.get(path) : seen;
        if (status === 303) continue;
        expect(headers['content-type'], path).to.equal('text/html; charset=utf-8');
        expect(text, path).to.match(/<title>[^<]+ · EvoSync<\/title>/u);
        expect(text.match(/<h1[ >]/gu) ?? [], path).to.have.length(1);
        expect(text, path).to.include('name="viewport" content="width=device-width, initial-scale=1"');
        expect(text, path).not.to.match(/ style=| on[a-z]+="|<style|<script(?![^>]* src="\/)/u);
        expect(text, path).not.to.match(/undefined|NaN|\[object|Invalid Date/u);
        const loaded = [...text.matchAll(/(?:src|srcset)="([^"]+)"|<(?:link|use)[^>]* href="([^"]+)"/gu)];
        for (const [, src, href] of loaded) expect(src ?? href, path).to.match(/^\//u);
        for (const [, href = ''] of text.matchAll(/<a [^>]*href="([^"]+)"/gu)) {
          expect(href, path).to.match(/^(?:\/(?!\/)|#|https:\/\/vk\.com\/|https:\/\/temporal\.example\/)/u);
        }
      }
    });
  }

  it('leads nowhere that is not there', async () => {
    const { app } = buildTestSite();
    const merchant = await loggedIn(app);
    const seen = new Set<string>();
    for (const path of pagesOf(app)) {
      const { text } = await merchant.get(path);
      for (const [, href = ''] of text.matchAll(/<a [^>]*href="(\/[^"#]*)/gu)) seen.add(href.replaceAll('&amp;', '&'));
    }
    for (const href of seen) expect((await merchant.get(href)).status, href).to.be.below(400);
    expect(seen.size).to.be.above(25);
  });

  it('weighs at most 150 kB with everything it loads', async () => {
    const services = createFakeServices();
    services.catalogue.pageSize = 50;
    services.sync.own = { ...services.sync.own, current: runningJob() };
    const { app } = buildTestSite({}, services);
    const merchant = await loggedIn(app);
    const css = /href="([^"]+evosync\.css)"/u.exec((await merchant.get('/overview')).text)?.[1] ?? '';
    const fonts = [...(await merchant.get(css)).text.matchAll(/url\((\/vendor\/[^)]+)\)/gu)].map(([, url = '']) => url);
    expect(fonts).to.have.length(3);
    for (const path of ['/overview', '/sync', '/catalog/stores/store-1/products', '/sync/runs/318']) {
      const page = await merchant.get(path);
      const loads = [...page.text.matchAll(/(?:src|<link[^>]* href|<use href)="([^"#]+)/gu)].map(([, url = '']) => url);
      let weight = weightOf(page, path);
      for (const url of new Set([...loads, ...fonts])) {
        const answer = await merchant.get(url).buffer(true);
        expect(answer.headers['cache-control'], url).to.equal('public, max-age=31536000, immutable');
        weight += weightOf(answer, url);
      }
      expect(weight, `${path}: ${weight}`).to.be.at.most(150_000);
    }
  });

  it('shows names of the till as text, whatever stands in them', async () => {
    const evil = '<script>alert("x")</script><img src=x onerror=alert(1)>';
    const services = createFakeServices();
    const { till } = services.catalogue;
    till.stores = till.stores.map(store => ({ ...store, name: evil, address: evil }));
    till.groups = till.groups.map(group => ({ ...group, name: evil }));
    till.products = till.products.map(product => ({ ...product, name: evil, articleNumber: evil, measureName: evil }));
    services.sync.operations = services.sync.operations.map(operation => ({
      ...operation,
      name: evil,
      before: { name: evil },
      after: { name: evil },
      fields: ['name'],
    }));
    services.connections.connected.vk = {
      ...services.connections.connected.vk!,
      detail: evil,
      vkScreenName: '"><script>',
    };
    const { app } = buildTestSite({}, services);
    const merchant = await loggedIn(app);
    await merchant.post(`/catalog/stores/${'store-1' as StoreId}/toggle`, { on: '0' });
    for (const path of [
      ...pagesOf(app),
      `/catalog/stores/store-1/products?q=${encodeURIComponent(evil)}`,
      `/${encodeURIComponent(evil)}`,
    ]) {
      const { text } = await merchant.get(path);
      expect(text, path).not.to.include('<script>').and.not.include('<img src=x');
    }
    expect((await merchant.get('/catalog/stores')).text).to.include('&lt;script&gt;');
  });

  it('turns tables into cards on a phone: every cell can say what it is', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    for (const path of [
      '/catalog/stores',
      '/catalog/stores/store-1/groups',
      '/catalog/stores/store-1/products',
      '/sync/runs',
    ]) {
      const { text } = await merchant.get(path);
      expect(text, path).to.include('<table role="table"').and.include('<caption');
      expect(text, path).to.match(/<td role="cell" data-label="/u);
    }
  });
});
