import { expect } from 'chai';
import type { ListingKey } from '../../src/domain/brand.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { statementsOf } from '../support/services-env-statements.js';
import { runPhases } from '../support/services-env-run.js';
import { editGood, tillOf } from '../support/services-env-shop.js';

/** Goods of the small and of the large merchant. */
const [FEW, MANY] = [3, 120];

describe('what the pages of the exchange cost', () => {
  let env: ServicesEnv;
  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());

  /** A merchant with a run, changes since, and a preview of them. */
  async function settled(goods: number): Promise<TestMerchant> {
    const merchant = await env.merchant({ goods, groups: 3 });
    await runPhases(env.deps, merchant.userId);
    for (const { id, price = 1 } of (await tillOf(env, merchant)).slice(0, 60))
      await editGood(env, merchant, id, { price: price + 1 });
    await runPhases(env.deps, merchant.userId, { kind: 'preview' });
    return merchant;
  }

  async function costs({ userId }: TestMerchant): Promise<Readonly<Record<string, number>>> {
    const { sync, preview, overview, notices, shop, claims, history, vkCatalogue } = env.services;
    const job = (await preview.latest(userId)).job!.id;
    const [first] = (await history.runs(userId, 2)).rows.concat((await history.runs(userId, 1)).rows).slice(-1);
    const keys = (await sync.job(userId, job, 1)).operations.flatMap(({ listingKey }) => listingKey ?? []);
    const asked = keys.slice(0, 3) as unknown as readonly ListingKey[];
    const pages: Readonly<Record<string, () => Promise<unknown>>> = {
      'sync.overview': () => sync.overview(userId),
      'overview.setup': () => overview.setup(userId),
      'overview.days': () => overview.days(userId),
      'notices.needs': () => notices.needs(userId),
      'notices.open': () => notices.open(userId),
      'notices.history': () => notices.history(userId, 1),
      'shop.questionCounts': () => shop.questionCounts(userId),
      'claims.offers': () => claims.offers(userId),
      'preview.quota': () => preview.quota(userId),
      'preview.trySettings as kept': () => preview.trySettings(userId, {}),
      'preview.trySettings': () => preview.trySettings(userId, { price_multiplier: '1.5' }),
      'preview.latest': () => preview.latest(userId),
      'preview.goods': () => preview.goods(userId, asked),
      'sync.job': () => sync.job(userId, job, 1),
      'sync.job of all that is asked': () => sync.job(userId, job, 1, {}, 500),
      'sync.job of a run': () => sync.job(userId, first!.id, 1, { search: 'чай' }),
      'history.runs': () => history.runs(userId, 1),
      'history.retryable': () => history.retryable(userId, first!.id),
      'vkCatalogue.albums': () => vkCatalogue.albums(userId, { search: '', page: 1 }),
      'vkCatalogue.items': () => vkCatalogue.items(userId, { place: 'all', search: '', filter: 'all', page: 1 }),
    };
    const found: Record<string, number> = {};
    for (const [name, page] of Object.entries(pages)) found[name] = (await statementsOf(env.db, page)).length;
    return found;
  }

  it('is the same number of statements for few goods and for many', async function () {
    this.timeout(60_000);
    const few = await costs(await settled(FEW));
    expect(await costs(await settled(MANY))).to.deep.equal(few);
    // The trial of settings looks at the most goods, and at a bounded number of them.
    const { 'preview.trySettings': tried = 0, 'preview.trySettings as kept': kept = 0, ...others } = few;
    expect(Math.max(tried, kept)).to.be.at.most(24);
    expect(Math.max(...Object.values(others))).to.be.at.most(16);
  });
});
