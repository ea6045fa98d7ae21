import { expect } from 'chai';
import { updateSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import { explainProduct } from '../../src/services/catalogue/explain-product.js';
import { problemCard } from '../../src/web/texts/problem.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { expectSentence, refusal } from '../support/services-env-sentence.js';
import { editGood, fault, noFaults, shopOf, tillOf } from '../support/services-env-shop.js';

describe('«Почему нет в VK?»', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv({ scenarios: ['grocery'] });
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const explain = ({ userId }: TestMerchant, id: string) => explainProduct(env.db, userId, id);
  const first = async (merchant: TestMerchant) => (await tillOf(env, merchant))[0]!.id;

  it('has an answer with a remedy for every product of a corner shop, whatever its state', async function () {
    this.timeout(120_000);
    const grocery = await env.merchant({ scenario: 'grocery' });
    await env.services.catalogue.requestRefresh(grocery.userId);
    const goods = await tillOf(env, grocery);
    const seen = new Map<string, number>();
    const sample = goods.filter((_, index) => index % 3 === 0);
    const answers: (Awaited<ReturnType<typeof explain>> & { readonly id: string })[] = [];
    for (let start = 0; start < sample.length; start += 9) {
      const page = sample.slice(start, start + 9).map(async ({ id }) => ({ id, ...(await explain(grocery, id)) }));
      answers.push(...(await Promise.all(page)));
    }
    for (const { id, published, code, params } of answers) {
      expect(published).to.equal(false);
      expect(code, id).to.be.a('string');
      const { what, why, fix } = problemCard(String(code), params);
      for (const sentence of [what, why, fix]) expect(sentence, `${id} ${String(code)}`).to.match(/^[^{}]{6,}$/u);
      seen.set(String(code), (seen.get(String(code)) ?? 0) + 1);
    }
    for (const code of seen.keys()) expectSentence(code);
    expect(seen.get('SYNC.WAITING')).to.be.greaterThan(100);
    expect(seen.get('RESTRICTED_TYPE')).to.be.greaterThan(10);
  });

  it('follows a good from the till to the shop and out of it', async () => {
    const merchant = await env.merchant({ goods: 2 });
    const id = await first(merchant);
    expect((await refusal(explain(merchant, id))).code, 'nothing was read yet').to.equal('PRODUCT.NOT_FOUND');
    await env.services.catalogue.requestRefresh(merchant.userId);
    expect(await explain(merchant, id)).to.include({ published: false, code: 'SYNC.WAITING' });
    await runPhases(env.deps, merchant.userId);
    expect(await explain(merchant, id)).to.include({ published: true, code: null });
    await editGood(env, merchant, id, { allow_to_sell: false });
    await runPhases(env.deps, merchant.userId);
    expect(await explain(merchant, id)).to.include({ published: false, code: 'NOT_FOR_SALE' });
    await editGood(env, merchant, id, { allow_to_sell: true });
    await runPhases(env.deps, merchant.userId);
    expect(await explain(merchant, id)).to.include({ published: true, code: null });
    await env.control('DELETE', `/merchants/${merchant.id}/products/${id}`);
    await runPhases(env.deps, merchant.userId);
    expect(await explain(merchant, id)).to.include({ published: false, code: 'GONE_FROM_TILL' });
  });

  it('names what keeps the exchange from going', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const { sync, catalogue } = env.services;
    const { userId } = merchant;
    await catalogue.requestRefresh(userId);
    const id = await first(merchant);
    const code = async () => (await explain(merchant, id)).code;
    await sync.setPaused(userId, true);
    expect(await code()).to.equal('SYNC.PAUSED');
    await sync.setPaused(userId, false);
    await sync.setEnabled(userId, false);
    expect(await code()).to.equal('SYNC.DISABLED');
    await sync.setEnabled(userId, true);
    await updateSyncConfig(env.db, userId, { confirmed_at: null });
    expect(await code()).to.equal('SYNC.NOT_CONFIRMED');
    await updateSyncConfig(env.db, userId, { confirmed_at: new Date() });
    await sync.saveSettings(userId, { mode: 'preview' });
    expect(await code()).to.equal('SYNC.ONLY_SHOWN');
    await sync.saveSettings(userId, { mode: 'approve' });
    await runPhases(env.deps, userId);
    expect(await code()).to.equal('SYNC.APPROVAL_WANTED');
    await env.services.connections.disconnect(userId, 'vk');
    expect(await code()).to.equal('SYNC.NOT_CONNECTED');
    for (const one of ['SYNC.PAUSED', 'SYNC.DISABLED', 'SYNC.NOT_CONFIRMED', 'SYNC.ONLY_SHOWN', 'SYNC.NOT_CONNECTED'])
      expectSentence(one);
  });

  it('names what VK said, then that the good rests', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const id = await first(merchant);
    await fault(env, {
      vendor: 'vk',
      merchant: merchant.id,
      method: 'market.add',
      effect: { kind: 'apiError', code: 1408 },
    });
    await runPhases(env.deps, merchant.userId);
    const refused = await explain(merchant, id);
    expect(refused.published).to.equal(false);
    expect(refused.code).to.match(/^VK\./);
    expectSentence(refused.code);
    for (let more = 0; more < 3; more += 1) await runPhases(env.deps, merchant.userId);
    expect((await explain(merchant, id)).code).to.equal('SYNC.RESTING');
    expectSentence('SYNC.RESTING');
  });

  it('knows a good the merchant took out of VK by hand', async () => {
    const merchant = await env.merchant({ goods: 1 });
    await runPhases(env.deps, merchant.userId);
    await env.db.change(`UPDATE item_links SET state = 'detached' WHERE user_id = :userId`, {
      userId: merchant.userId,
    });
    expect((await explain(merchant, await first(merchant))).code).to.equal('LINK.DETACHED');
    expect((await shopOf(env, merchant)).items).to.have.length(1);
  });

  it('says nothing of another merchant’s good', async () => {
    const [one, two] = [await env.merchant({ goods: 1 }), await env.merchant({ goods: 1 })];
    await env.services.catalogue.requestRefresh(two.userId);
    expect((await refusal(explain(one, await first(two)))).code).to.equal('PRODUCT.NOT_FOUND');
  });
});
