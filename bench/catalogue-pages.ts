import { markGoods } from '../src/db/repositories/goods-marks.repository.js';
import type { Database } from '../src/db/database.js';
import type { StoreId } from '../src/domain/brand.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../test/support/services-env.js';
import { statementsOf } from '../test/support/services-env-statements.js';
import { composeApp } from '../src/main/compose-app.js';
import { listen } from '../test/support/test-site.js';
import type { Bench } from './bench.js';
import { atMost, exactly, told, type Line } from './line.js';
import { visit } from './visit.js';

/** Times each page is asked for; the first round only warms up. */
const ROUNDS = 12;
const SMALL = 200;

/** Every table of the catalogue over one large store, by the real site on the real database. */
export const cataloguePages: Bench = {
  name: 'catalogue-pages',
  what: 'pages of the catalogue, searched, sorted, filtered and turned',
  goods: 20_000,
  measure,
};

async function measure(goods: number): Promise<readonly Line[]> {
  const env = await startServicesEnv();
  const site = await listen(composeApp(env.base, env.services));
  try {
    const small = await filled(env, SMALL);
    const large = await filled(env, goods);
    const times: number[] = [];
    const lines: Line[] = [];
    const queries: number[] = [];
    let heaviest = 0;
    const ofSmall = await pagesOf(env, small, site.url);
    for (const [index, page] of (await pagesOf(env, large, site.url)).entries()) {
      const own: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const began = performance.now();
        const { size } = await page.open();
        if (round > 0) own.push(performance.now() - began);
        heaviest = Math.max(heaviest, size);
      }
      times.push(...own);
      lines.push(told(`p95 of ${page.name}, ms`, percentile(own, 0.95)));
      const [many, few] = [
        await statementsOf(env.db, page.open),
        await statementsOf(env.db, ofSmall[index]?.open ?? page.open),
      ];
      queries.push(many.length - few.length);
    }
    return [
      ...lines,
      atMost('p95 of all pages on the server, ms', percentile(times, 0.95), 100),
      exactly(`queries more than over ${SMALL} goods, most`, Math.max(...queries), 0),
      atMost('HTML of the heaviest page, KB', heaviest / 1024, 150),
    ];
  } finally {
    await site.close();
    await env.close();
  }
}

/** A merchant whose goods stand in every state, most of them in VK. */
async function filled(env: ServicesEnv, goods: number): Promise<TestMerchant> {
  const merchant = await env.merchant({ goods, groups: 200 });
  await env.services.catalogue.requestRefresh(merchant.userId);
  await publish(env.db, merchant);
  return merchant;
}

async function publish(db: Database, { userId, groupId }: TestMerchant): Promise<void> {
  await db.change(
    `INSERT INTO item_links (user_id, vk_group_id, listing_key, vk_item_id, state, state_at, made_by, sent_digests,
       echo_digests, created_at, updated_at)
     SELECT user_id, :groupId, listing_key, id, CASE WHEN id % 97 = 0 THEN 'detached' ELSE 'live' END, NOW(3),
       'created', digests, digests, NOW(3), NOW(3)
     FROM listings WHERE user_id = :userId AND is_listed AND id % 10 <> 0`,
    { userId, groupId },
  );
  await db.change(
    `UPDATE listings SET is_listed = FALSE, reason_code = IF(id % 2 = 0, 'NO_PRICE', 'NOT_FOR_SALE')
     WHERE user_id = :userId AND id % 50 = 0`,
    { userId },
  );
  await markGoods(db, userId);
  for (const table of ['listing_members', 'listings', 'item_links', 'cached_products', 'cached_groups'])
    await db.rows(`ANALYZE TABLE ${table}`);
}

interface BenchPage {
  readonly name: string;
  readonly open: () => Promise<{ readonly size: number }>;
}

async function pagesOf(
  env: ServicesEnv,
  { userId, email, stores }: TestMerchant,
  url: string,
): Promise<readonly BenchPage[]> {
  const store = stores[0] as StoreId;
  const group = (await env.services.catalogue.groups(userId, store)).rows[1]?.id ?? '';
  const last = Math.ceil((await env.services.catalogue.stores(userId)).numbers.onTill / 50);
  const someone = await visit(url, email);
  const goods = `/catalog/stores/${store}/products`;
  const paths: readonly (readonly [name: string, path: string])[] = [
    ['stores', '/catalog/stores'],
    ['groups', `/catalog/stores/${store}/groups`],
    ['groups, searched and sorted', `/catalog/stores/${store}/groups?q=а&sort=-products`],
    ['goods', goods],
    ['goods of a group', `${goods}?group_id=${encodeURIComponent(group)}`],
    ['goods, last page', `${goods}?page=${last}`],
    ['goods, by price', `${goods}?sort=price`],
    ['goods, by article downwards, in the middle', `${goods}?sort=-article&page=${Math.ceil(last / 2)}`],
    ['goods in VK, far on', `${goods}?state=in_vk&page=${Math.ceil(last * 0.8)}`],
    ['goods with one reason', `${goods}?state=with_reason&reason=NO_PRICE`],
    ['goods, searched', `${goods}?q=${encodeURIComponent('чаш 1')}`],
    ['goods, searched in vain', `${goods}?q=${encodeURIComponent('нетникогда')}`],
    ['goods of all stores, searched, by price', `/catalog/products?q=${encodeURIComponent('ча')}&sort=-price`],
  ];
  return paths.map(([name, path]) => ({ name, open: () => someone.get(path) }));
}

function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
