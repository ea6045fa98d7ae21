import { expect } from 'chai';
import type { Database } from '../../src/db/database.js';
import type { UserId } from '../../src/domain/brand.js';
import { recomputeListings } from '../../src/services/sync/recompute-listings.js';
import { refreshTill } from '../../src/services/sync/refresh-till.js';
import { CONTROL, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { editGood, tillOf } from '../support/services-env-shop.js';
import { statementsOf } from '../support/services-env-statements.js';

interface ListingRow {
  readonly key: string;
  readonly listed: number;
  readonly code: string | null;
  readonly why: string | null;
  readonly name: string;
}

describe('listings of a till', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv({ scenarios: ['grocery'], poolSize: 4 });
  });
  after(() => env.close());

  async function read(merchant: TestMerchant): Promise<void> {
    await refreshTill(env.deps, { userId: merchant.userId, jobId: null }, CONTROL);
    await recomputeListings(env.deps, merchant.userId);
  }

  const rowsOf = (db: Database, userId: UserId): Promise<ListingRow[]> =>
    db.rows(
      `SELECT listing_key AS \`key\`, is_listed AS listed, reason_code AS code, JSON_VALUE(reason_params, '$.why') AS why, name
       FROM listings WHERE user_id = :userId ORDER BY listing_key`,
      { userId },
    );

  describe('of a corner shop with three stores', () => {
    let grocery: TestMerchant;

    before(async function () {
      this.timeout(60_000);
      grocery = await env.merchant({ scenario: 'grocery' });
      await read(grocery);
    });

    it('are one per good, each listed or with a reason', async () => {
      const goods = await tillOf(env, grocery);
      const rows = await rowsOf(env.db, grocery.userId);
      expect(goods.length).to.be.greaterThan(2500);
      expect(new Set(rows.map(({ key }) => key))).to.deep.equal(new Set(goods.map(({ id }) => id)));
      for (const row of rows) expect(row.listed === 1, row.key).to.equal(row.code === null);
    });

    it('leave out what no shop may show, with the reason', async () => {
      const codes = new Set((await rowsOf(env.db, grocery.userId)).map(({ code }) => code));
      for (const code of ['RESTRICTED_TYPE', 'SERVICE_ROW', 'NO_PRICE', null])
        expect(codes, String(code)).to.include(code);
      const restricted = await env.db.rows(
        `SELECT p.name FROM listings s JOIN cached_products p ON p.user_id = s.user_id AND p.evotor_id = s.listing_key
         WHERE s.user_id = :userId AND s.is_listed = TRUE
           AND (p.product_type LIKE '%TOBACCO%' OR p.product_type LIKE '%NICOTINE%' OR p.product_type LIKE '%BEER%'
             OR (p.product_type LIKE '%ALCOHOL%' AND p.product_type NOT LIKE 'NOT_ALCOHOL%'))`,
        { userId: grocery.userId },
      );
      expect(restricted).to.deep.equal([]);
    });

    it('carry odd names through: emoji, markup, two letters, 211 letters', async () => {
      const names = (await rowsOf(env.db, grocery.userId)).filter(({ listed }) => listed === 1).map(({ name }) => name);
      expect(names.some(name => name.startsWith('Яйцо шоколадное с игрушкой'))).to.equal(true);
      expect(names).to.include('<script>alert("касса")</script> Печенье');
      expect(names.every(name => [...name].length <= 100)).to.equal(true);
    });

    it('write nothing when computed again, and one row when one good has changed', async () => {
      const again = await statementsOf(env.db, () => recomputeListings(env.deps, grocery.userId));
      expect(again.filter(line => line.startsWith('INSERT INTO listings '))).to.deep.equal([]);
      const past = new Date('2026-01-01T00:00:00Z');
      const { userId } = grocery;
      await env.db.change('UPDATE listings SET updated_at = :past WHERE user_id = :userId', { past, userId });
      const [good] = (await rowsOf(env.db, userId)).filter(({ listed }) => listed === 1);
      await editGood(env, grocery, good!.key, { price: 4321 });
      await read(grocery);
      const touched = await env.db.rows(
        'SELECT listing_key AS `key`, price_kopecks AS price FROM listings WHERE user_id = :userId AND updated_at > :past',
        { userId, past },
      );
      expect(touched).to.deep.equal([{ key: good!.key, price: 432_100 }]);
    });

    it('merge by barcode what three stores share, and add up its stock', async function () {
      this.timeout(60_000);
      const before = (await rowsOf(env.db, grocery.userId)).length;
      await env.services.sync.saveSettings(grocery.userId, { merge_by: 'barcode', stock_mode: 'exact' });
      const rows = await rowsOf(env.db, grocery.userId);
      expect(rows.length).to.be.lessThan(before * 0.6);
      const shared = await env.db.first<{ key: string; stock: number; milli: number; stores: number }>(
        `SELECT s.listing_key AS \`key\`, s.stock, CAST(SUM(p.quantity_milli) AS SIGNED) AS milli,
           COUNT(DISTINCT p.store_evotor_id) AS stores
         FROM listings s JOIN listing_members m ON m.user_id = s.user_id AND m.listing_key = s.listing_key
         JOIN cached_products p ON p.user_id = m.user_id AND p.store_evotor_id = m.store_evotor_id
           AND p.evotor_id = m.product_evotor_id
         WHERE s.user_id = :userId AND s.is_listed = TRUE AND p.measure_name = 'шт'
         GROUP BY s.id HAVING stores = 3 AND MIN(p.quantity_milli) > 0 LIMIT 1`,
        { userId: grocery.userId },
      );
      expect(shared?.key).to.match(/^bc:/);
      expect(shared?.stock).to.equal(Math.floor((shared?.milli ?? 0) / 1000));
      const twice = rows.filter(({ name }) => name.toLowerCase() === 'жвачка мята');
      expect(twice.map(({ code }) => code)).to.deep.equal(['DUPLICATE_KEY']);
    });
  });

  it('say which rule left a good out', async () => {
    const merchant = await env.merchant({ goods: 4, groups: 2 });
    await read(merchant);
    const [good] = await tillOf(env, merchant);
    await env.services.catalogue.setRule(merchant.userId, {
      entityType: 'product',
      entityId: good!.id,
      mode: 'exclude',
    });
    const row = (await rowsOf(env.db, merchant.userId)).find(({ key }) => key === good!.id);
    expect(row).to.include({ listed: 0, code: 'NOT_SELECTED' });
    expect(row?.why).to.include(good!.name);
    await env.services.catalogue.setRule(merchant.userId, { entityType: 'product', entityId: good!.id, mode: 'none' });
    const back = (await rowsOf(env.db, merchant.userId)).find(({ key }) => key === good!.id);
    expect(back).to.include({ listed: 1, code: null });
  });

  it('forget a good that is gone from the till, but for one that stands in VK', async () => {
    const merchant = await env.merchant({ goods: 3 });
    const [known, other] = await tillOf(env, merchant);
    await env.services.catalogue.requestRefresh(merchant.userId);
    await env.services.catalogue.setRule(merchant.userId, {
      entityType: 'product',
      entityId: other!.id,
      mode: 'exclude',
    });
    await runPhases(env.deps, merchant.userId);
    for (const { id } of [known!, other!]) await env.control('DELETE', `/merchants/${merchant.id}/products/${id}`);
    await read(merchant);
    const rows = new Map((await rowsOf(env.db, merchant.userId)).map(row => [row.key, row]));
    expect(rows.has(other!.id)).to.equal(false);
    expect(rows.get(known!.id)).to.include({ listed: 0, code: 'GONE_FROM_TILL' });
    const members = await env.db.rows('SELECT product_evotor_id FROM listing_members WHERE user_id = :userId', {
      userId: merchant.userId,
    });
    expect(members).to.have.length(1);
  });

  it('are computed one at a time for a merchant, whoever asks', async () => {
    const merchant = await env.merchant({ goods: 30 });
    await refreshTill(env.deps, { userId: merchant.userId, jobId: null }, CONTROL);
    let running = 0;
    let most = 0;
    const watched = {
      ...env.deps,
      db: {
        ...env.db,
        rows: async <Row>(...args: Parameters<Database['rows']>): Promise<Row[]> => {
          running += 1;
          most = Math.max(most, running);
          try {
            return await env.db.rows<Row>(...args);
          } finally {
            running -= 1;
          }
        },
      },
    };
    await Promise.all([1, 2, 3].map(() => recomputeListings(watched, merchant.userId)));
    expect(most).to.equal(1);
    expect(await rowsOf(env.db, merchant.userId)).to.have.length(30);
  });

  it('of 20,000 goods are computed page by page, in bounded memory', async function () {
    this.timeout(120_000);
    const merchant = await env.merchant({ goods: 20_000, groups: 50, connected: false });
    await env.services.connections.connectEvotor({ userId: merchant.userId, token: merchant.evotorToken });
    await refreshTill(env.deps, { userId: merchant.userId, jobId: null }, CONTROL);
    let widest = 0;
    let pages = 0;
    const measured = {
      ...env.deps,
      db: {
        ...env.db,
        rows: async <Row>(...args: Parameters<Database['rows']>): Promise<Row[]> => {
          const rows = await env.db.rows<Row>(...args);
          // Rows with descriptions are what fills the memory; of keys alone there may be as many as goods.
          if (args[0].includes('p.description')) [widest, pages] = [Math.max(widest, rows.length), pages + 1];
          return rows;
        },
      },
    };
    const before = process.memoryUsage().rss;
    let peak = before;
    await recomputeListings(measured, merchant.userId, () => {
      peak = Math.max(peak, process.memoryUsage().rss);
    });
    expect(await rowsOf(env.db, merchant.userId)).to.have.length(20_000);
    expect([widest, pages]).to.deep.equal([500, 40]);
    expect((peak - before) / 1_048_576).to.be.lessThan(300);
  });

  it('of more merchants than the pool has connections are computed side by side without starving', async function () {
    this.timeout(30_000);
    const merchants: TestMerchant[] = [];
    for (let index = 0; index < 8; index++) merchants.push(await env.merchant({ connected: false }));
    const startedAt = Date.now();
    await Promise.all(merchants.map(({ userId }) => recomputeListings(env.deps, userId)));
    expect(Date.now() - startedAt).to.be.lessThan(15_000);
  });
});
