import { expect } from 'chai';
import type { Express } from 'express';
import sharp from 'sharp';
import { composeApp } from '../../src/main/compose-app.js';
import { listOperations } from '../../src/db/repositories/operations.repository.js';
import { merchantRoutes } from '../support/route-table.js';
import { rowsOfMerchant } from '../support/rows-of-merchant.js';
import { PASSWORD, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { loggedIn, type Visitor } from '../support/visitor.js';

/** Stands in everything of the other merchant that has a name. */
const MARK = 'Чужое';

/** They end the session of whoever calls them, and that is all they do. */
const LEAVING = new Set(['/logout']);

/** Ids of the other merchant by the name a form or an address gives them. */
type TheirIds = Readonly<Record<string, string | undefined>>;

/** Whose id stands in a path: by the whole path up to the parameter. An unknown one fails the test until it is told. */
function foreignPath(path: string, ids: TheirIds): string | null {
  const kinds: string[] = [];
  const filled = path.replace(/(?<before>[^:]*?)\/:(?<name>\w+)/gu, (_all, before: string, name: string) => {
    const kind = KINDS_OF_ID[`${before}/:${name}`] ?? '';
    const id = ids[kind];
    if (id === undefined) throw new Error(`whose id is :${name} in ${path}?`);
    kinds.push(kind);
    return `${before}/${encodeURIComponent(id)}`;
  });
  return kinds.some(kind => kind !== 'service') ? filled : null;
}

const KINDS_OF_ID: Readonly<Record<string, string | undefined>> = {
  '/catalog/stores/:id': 'store',
  '/groups/:gid': 'group',
  '/catalog/products/:id': 'product',
  '/catalog/photos/preview/:key': 'key',
  '/catalog/photos/group/:gid': 'group',
  '/catalog/overrides/import/:id': 'import',
  '/sync/runs/:id': 'job',
  '/vk-catalog/albums/:album': 'album',
  '/notices/:id': 'notice',
  '/connections/:service': 'service',
};

/** Every field our forms know, with ids of the other merchant in it; each form takes what it knows. */
const formsWith = (ids: TheirIds): readonly Readonly<Record<string, string>>[] => {
  const common = {
    on: '1',
    choice: 'all',
    confirmed: '1',
    count: '1',
    connection: ids['connection'] ?? '',
    attempt: ids['attempt'] ?? '',
    entity_id: ids['product'] ?? '',
    filter_mode: 'exclude',
    group_id: ids['group'] ?? '',
    id: ids['product'] ?? '',
    item: ids['product'] ?? '',
    job: ids['job'] ?? '',
    key: ids['key'] ?? '',
    keys: ids['key'] ?? '',
    operation: ids['operation'] ?? '',
    product_id: ids['product'] ?? '',
    store_id: ids['store'] ?? '',
    stores: ids['store'] ?? '',
  };
  return [
    { ...common, entity_type: 'product', rule: `product|exclude|${ids['product'] ?? ''}`, answer: 'overwrite|name' },
    { ...common, entity_type: 'store', rule: `store|exclude|${ids['store'] ?? ''}`, answer: 'adopt|1' },
    { ...common, entity_type: 'group', rule: `group|exclude|${ids['group'] ?? ''}`, choice: 'ticked' },
  ];
};

describe('two merchants trying each other’s ids', () => {
  let env: ServicesEnv;
  let app: Express;
  let theirs: TestMerchant;
  let ids: TheirIds;
  let mine: { merchant: TestMerchant; browser: Visitor };

  const enter = async (merchant: TestMerchant): Promise<Visitor> =>
    visitorWithToken(await loggedIn(app, merchant.email, PASSWORD));

  /** Somebody whose account and connections are whole, whatever the last route did to them. */
  async function me(): Promise<Visitor> {
    if ((await mine.browser.get('/overview')).status === 200) return mine.browser;
    const merchant = await env.merchant({ goods: 2 });
    mine = { merchant, browser: await enter(merchant) };
    return mine.browser;
  }

  before(async function () {
    this.timeout(120_000);
    env = await startServicesEnv();
    app = composeApp(env.base, env.services);
    theirs = await env.merchant({ goods: 4, groups: 2 });
    const { db, services } = env;
    await services.catalogue.requestRefresh(theirs.userId);
    const { job } = await runPhases(env.deps, theirs.userId);
    // The second run has seen the shop with what the first one put there.
    await runPhases(env.deps, theirs.userId);
    const { userId } = theirs;
    for (const table of ['cached_stores', 'cached_groups', 'cached_products'])
      await db.change(`UPDATE ${table} SET name = CONCAT('${MARK} ', name) WHERE user_id = :userId`, { userId });
    await db.change(`UPDATE vk_cached_albums SET title = CONCAT('${MARK} ', title) WHERE user_id = :userId`, {
      userId,
    });
    const [store] = theirs.stores;
    const { rows } = await services.catalogue.groups(userId, store!);
    const group = rows.find(row => row.products > 0)!;
    const page = await services.catalogue.products(userId, {
      ...{ storeId: store!, groupId: group.id, search: '', state: 'all', page: 1 },
    });
    const operations = await listOperations(db, job.id, { offset: 0, limit: 1 });
    const album = await db.first<{ id: number }>(
      'SELECT vk_album_id AS id FROM vk_cached_albums WHERE user_id = :userId LIMIT 1',
      { userId },
    );
    const [good] = page.rows;
    const wish = { line: 2, productId: good!.id, cells: { price: '5' } };
    const checked = await services.overrideImports.check(userId, { name: MARK, fields: ['price'], rows: [wish] });
    const picture = sharp({ create: { width: 400, height: 400, channels: 3, background: '#fff' } });
    await services.listings.setPhoto(userId, { purpose: 'group', groupId: group.id }, await picture.jpeg().toBuffer());
    const notice = await db.first<{ id: number }>('SELECT id FROM notices WHERE user_id = :userId LIMIT 1', { userId });
    ids = {
      import: String(checked),
      notice: String(notice!.id),
      store: store!,
      group: group.id,
      product: page.rows[0]!.id,
      key: page.rows[0]!.listingKey!,
      job: String(job.id),
      operation: String(operations.rows[0]!.id),
      album: String(album!.id),
      service: 'evotor',
    };
    const merchant = await env.merchant({ goods: 2 });
    mine = { merchant, browser: await enter(merchant) };
  });
  after(() => env.close());

  it('tries ids that are good for their owner', async () => {
    const owner = await enter(theirs);
    const seen: string[] = [];
    for (const { path } of merchantRoutes(app).filter(({ method }) => method === 'get')) {
      const address = foreignPath(path, ids);
      if (address === null) continue;
      const answer = await owner.get(address);
      expect(answer.status, address).to.be.oneOf([200, 303]);
      seen.push(address);
    }
    expect(seen.length).to.be.at.least(3);
  });

  it('finds nothing behind any address, shows nothing, changes nothing', async function () {
    this.timeout(300_000);
    const routes = merchantRoutes(app).filter(({ path }) => !LEAVING.has(path));
    expect(routes.length).to.be.at.least(50);
    const rowsBefore = await rowsOfMerchant(env.db, theirs.userId);
    const query = new URLSearchParams(formsWith(ids)[0]).toString();
    for (const { method, path } of routes) {
      const address = foreignPath(path, ids);
      if (method === 'get') {
        const answer = await (await me()).get(address ?? `${foreignQuery(path, ids)}?${query}`);
        if (address !== null) expect(answer.status, `GET ${address}`).to.equal(404);
        expect(answer.text, `GET ${path}`).not.to.include(MARK);
      }
      if (method !== 'post') continue;
      for (const form of formsWith(ids)) {
        const answer = await (await me()).post(address ?? foreignQuery(path, ids), form);
        if (address !== null) expect(answer.status, `POST ${address}`).to.be.oneOf([404, 422]);
        expect(answer.text, `POST ${path}`).not.to.include(MARK);
      }
    }
    const rowsAfter = await rowsOfMerchant(env.db, theirs.userId);
    for (const [table, rows] of Object.entries(rowsBefore)) expect(rowsAfter[table], table).to.equal(rows);
  });
});

/** A path without foreign ids: the service's name is the only parameter it may have. */
const foreignQuery = (path: string, ids: TheirIds): string => path.replace(':service', ids['service'] ?? '');

/** Asks for the token once, and again when a route has begun the session anew. */
function visitorWithToken(browser: Visitor): Visitor {
  let token: Promise<string> | null = null;
  const post: Visitor['post'] = async (path, fields = {}) => {
    const isFresh = token === null;
    token ??= browser.get('/overview').then(page => /name="_csrf" value="([^"]+)"/u.exec(page.text)?.[1] ?? '');
    const answer = await browser.postWithoutToken(path, { ...fields, _csrf: await token });
    if (answer.status !== 403 || isFresh) return answer;
    token = null;
    return post(path, fields);
  };
  return { ...browser, post };
}
