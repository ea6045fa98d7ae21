import { expect } from 'chai';
import { LOCKABLE } from '../../src/domain/sync/compact.js';
import type { ListingKey } from '../../src/domain/brand.js';
import { explainProduct } from '../../src/services/catalogue/explain-product.js';
import type { TimelineEntry } from '../../src/services/products/product-contracts.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { deleteByHand, editByHand, itemOf } from '../support/services-env-hands.js';
import { runPhases } from '../support/services-env-run.js';
import { refusal } from '../support/services-env-sentence.js';
import { editGood, tillOf } from '../support/services-env-shop.js';
import { statementsOf } from '../support/services-env-statements.js';

describe('the page of one product', () => {
  let env: ServicesEnv;
  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());

  const view = ({ userId }: TestMerchant, id: string, key?: string) => env.services.products.view(userId, id, key);
  const first = async (merchant: TestMerchant) => (await tillOf(env, merchant))[0]!.id;
  const events = async (merchant: TestMerchant, id: string): Promise<readonly TimelineEntry[]> =>
    (await env.services.products.timeline(merchant.userId, await view(merchant, id), 1)).entries;
  const run = ({ userId }: TestMerchant) => runPhases(env.deps, userId);

  it('shows the till beside VK, with the way from one to the other', async () => {
    const merchant = await env.merchant({ goods: 2 });
    const id = await first(merchant);
    await editGood(env, merchant, id, { price: 350, name: 'Бай Му Дань', measure_name: 'шт' });
    await env.services.sync.saveSettings(merchant.userId, { price_multiplier: '1.1' });
    await env.services.catalogue.requestRefresh(merchant.userId);
    const before = await view(merchant, id);
    expect(before.vkState).to.equal('waiting');
    expect(before.inShop).to.equal(null);
    expect(before.answer).to.deep.include({ published: false, code: 'SYNC.WAITING' });
    expect(before.wanted).to.include({ name: 'Бай Му Дань', price: 38_500, photo: 'name_card' });
    expect(before.explanation?.price).to.include({ from: 'till', tillPrice: 35_000, price: 38_500, isRounded: false });
    expect(before.members).to.have.length(1);
    expect(before.members[0]).to.include({ name: 'Бай Му Дань', price: 35_000, isSelected: true, isMissing: false });
    await run(merchant);
    const after = await view(merchant, id);
    expect(after).to.include({ vkState: 'in_vk', key: id });
    expect(after.answer).to.deep.include({ published: true, code: null });
    expect(after.inShop).to.include({ state: 'live', madeBy: 'created', groupId: merchant.groupId });
    expect(after.inShop?.card).to.include({ name: 'Бай Му Дань', price: 38_500 });
    expect(after.inShop?.pending).to.deep.equal([]);
  });

  it('sends an own price with the next run, and takes it away again', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const id = await first(merchant);
    await editGood(env, merchant, id, { price: 350 });
    await run(merchant);
    const key = id as ListingKey;
    await env.services.listings.setOverride(merchant.userId, key, { priceKopecks: 39_950, name: 'Чай особый' }, 'web');
    const saved = await view(merchant, id);
    expect(saved.own).to.include({ price: 39_950, name: 'Чай особый', description: null });
    expect(saved.explanation?.price).to.deep.equal({ from: 'own', price: 39_950, tillPrice: 35_000 });
    expect(saved.explanation?.name.steps).to.deep.equal(['own']);
    expect(saved.inShop?.pending).to.include.members(['price', 'name']);
    expect(saved.inShop?.card?.price, 'not sent yet').to.equal(35_000);
    await run(merchant);
    expect(await itemOf(env, merchant, id)).to.include({ priceKopecks: 39_950, title: 'Чай особый' });
    await env.services.listings.setOverride(merchant.userId, key, { priceKopecks: null, name: null }, 'web');
    await run(merchant);
    expect(await itemOf(env, merchant, id)).to.include({ priceKopecks: 35_000 });
  });

  it('leaves a locked field to the merchant, whatever the till says', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const id = await first(merchant);
    await editGood(env, merchant, id, { price: 350 });
    await run(merchant);
    for (const field of LOCKABLE)
      await env.services.listings.setLock(merchant.userId, id as ListingKey, field, field === 'price');
    await editByHand(env, merchant, (await itemOf(env, merchant, id)).id, { priceKopecks: 77_700 });
    await editGood(env, merchant, id, { price: 410 });
    await run(merchant);
    expect((await itemOf(env, merchant, id)).priceKopecks).to.equal(77_700);
    const locked = await view(merchant, id);
    expect(locked.locks).to.deep.equal(['price']);
    expect(locked.inShop?.pending).to.deep.equal([]);
    expect(locked.inShop?.card?.price, 'as the merchant set it').to.equal(77_700);
    await env.services.listings.setLock(merchant.userId, id as ListingKey, 'price', false);
    await run(merchant);
    expect((await itemOf(env, merchant, id)).priceKopecks).to.equal(41_000);
  });

  it('tells in its time line everything that happened, newest first', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const { userId } = merchant;
    const id = await first(merchant);
    const key = id as ListingKey;
    const { listings, catalogue } = env.services;
    await editGood(env, merchant, id, { price: 350 });
    await run(merchant);
    await editGood(env, merchant, id, { price: 385 });
    await run(merchant);
    await listings.setOverride(userId, key, { priceKopecks: 40_000, isPinned: true }, 'web');
    await listings.setOverride(userId, key, { priceKopecks: 40_000 }, 'web');
    await listings.setLock(userId, key, 'name', true);
    await listings.setLock(userId, key, 'name', true);
    await catalogue.setRule(userId, { entityType: 'product', entityId: id, mode: 'exclude' });
    await run(merchant);
    await runPhases(env.deps, userId, { kind: 'preview' });
    const found = await events(merchant, id);
    const words = found.map(entry => (entry.kind === 'operation' ? entry.operation.kind : entry.action));
    expect(words.filter(word => word !== 'album_add')).to.deep.equal([
      'hide',
      'rule.change',
      'listing.lock',
      'listing.own',
      'update',
      'create',
    ]);
    expect(found.map(({ at }) => at.getTime())).to.deep.equal(
      found.map(({ at }) => at.getTime()).sort((a, b) => b - a),
    );
    const update = found.find(entry => entry.kind === 'operation' && entry.operation.kind === 'update');
    if (update?.kind !== 'operation') throw new Error('no update');
    expect(update.operation.before).to.include({ price: 35_000, tillPrice: 35_000 });
    expect(update.operation.after).to.include({ price: 38_500, tillPrice: 38_500 });
    const own = found.find(entry => entry.kind === 'change' && entry.action === 'listing.own');
    expect(own).to.deep.include({
      before: { priceKopecks: null, isPinned: false },
      after: { priceKopecks: 40_000, isPinned: true },
    });
  });

  it('pages a long time line and counts it', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const id = await first(merchant);
    await env.services.catalogue.requestRefresh(merchant.userId);
    for (let price = 1; price <= 23; price += 1)
      await env.services.listings.setOverride(merchant.userId, id as ListingKey, { priceKopecks: price * 100 }, 'web');
    const product = await view(merchant, id);
    const pages = [1, 2, 3].map(page => env.services.products.timeline(merchant.userId, product, page));
    const [one, two, three] = await Promise.all(pages);
    expect([one, two, three].map(page => page?.entries.length)).to.deep.equal([20, 3, 0]);
    expect(one?.total).to.equal(23);
    const prices = [...(one?.entries ?? []), ...(two?.entries ?? [])].map(entry =>
      entry.kind === 'change' ? entry.after?.['priceKopecks'] : null,
    );
    expect(prices).to.deep.equal(Array.from({ length: 23 }, (_, index) => (23 - index) * 100));
  });

  it('says of a restricted good why, and lets the merchant answer only where that is allowed', async () => {
    const merchant = await env.merchant({ goods: 2 });
    const [mild, strict] = await tillOf(env, merchant);
    await editGood(env, merchant, mild!.id, { name: 'Настойка имбирная' });
    await editGood(env, merchant, strict!.id, { type: 'ALCOHOL_MARKED' });
    await env.services.catalogue.requestRefresh(merchant.userId);
    const [word, type] = [await view(merchant, mild!.id), await view(merchant, strict!.id)];
    expect(word.answer.code).to.equal('RESTRICTED_WORD');
    expect(word.canAllow).to.equal(true);
    expect(type.answer.code).to.equal('RESTRICTED_TYPE');
    expect(type.canAllow).to.equal(false);
    const { listings } = env.services;
    const allow = (id: string) =>
      listings.setOverride(merchant.userId, id as ListingKey, { allowRestricted: true }, 'web');
    expect((await refusal(allow(strict!.id))).code).to.equal('OVERRIDE.NOT_ALLOWED');
    await allow(mild!.id);
    const allowed = await view(merchant, mild!.id);
    expect(allowed.canAllow).to.equal(false);
    expect(allowed.own.isAllowed).to.equal(true);
    expect(allowed.answer.code).to.equal('SYNC.WAITING');
    expect((await events(merchant, mild!.id))[0]).to.include({ kind: 'change', action: 'listing.allow_restricted' });
  });

  it('still shows a good that is gone from the till, and one taken out of VK by hand', async () => {
    const merchant = await env.merchant({ goods: 3 });
    const [gone, taken] = await tillOf(env, merchant);
    await run(merchant);
    await env.control('DELETE', `/merchants/${merchant.id}/products/${gone!.id}`);
    await deleteByHand(env, merchant, (await itemOf(env, merchant, taken!.id)).id);
    await run(merchant);
    const [left, removed] = [await view(merchant, gone!.id), await view(merchant, taken!.id)];
    expect(left.answer.code).to.equal('GONE_FROM_TILL');
    expect(left.members).to.have.length(1);
    expect(left.members[0]).to.include({ isMissing: true, isSelected: false });
    expect(left.explanation).to.equal(null);
    expect(left.inShop?.state).to.equal('hidden');
    expect(left.key).to.equal(gone!.id);
    expect((await events(merchant, gone!.id)).length).to.be.greaterThan(1);
    expect(removed).to.include({ vkState: 'detached' });
    expect(removed.answer.code).to.equal('LINK.DETACHED');
    await env.services.shop.bringBack(merchant.userId, taken!.id as ListingKey);
    expect((await events(merchant, taken!.id))[0]).to.include({ action: 'listing.bring_back' });
  });

  it('shows all members of a merged listing, from whichever one asks', async () => {
    const merchant = await env.merchant({ goods: 2, stores: 2 });
    const { catalogue, sync } = env.services;
    await catalogue.requestRefresh(merchant.userId);
    const goods = await env.db.rows<{ id: string; store: string }>(
      'SELECT evotor_id AS id, store_evotor_id AS store FROM cached_products WHERE user_id = :userId ORDER BY id',
      { userId: merchant.userId },
    );
    const one = goods[0]!;
    const two = goods.find(({ store }) => store !== one.store)!;
    for (const { id } of goods) await editGood(env, merchant, id, { barcodes: [`46${id.slice(0, 8)}`] });
    for (const { id } of [one, two]) await editGood(env, merchant, id, { barcodes: ['4600001'] });
    await sync.saveSettings(merchant.userId, { merge_by: 'barcode' });
    await catalogue.requestRefresh(merchant.userId);
    const merged = await view(merchant, one.id);
    expect(String(merged.key)).to.equal('bc:4600001');
    expect(merged.members.map(({ storeId }) => String(storeId)).sort()).to.deep.equal([one.store, two.store].sort());
    for (const member of merged.members) expect((await view(merchant, member.id)).key).to.equal(merged.key);
    expect((await view(merchant, one.id, 'bc:4600001')).key).to.equal(merged.key);
    expect((await refusal(view(merchant, one.id, 'bc:4600002'))).code).to.equal('PRODUCT.NOT_FOUND');
  });

  it('knows what somebody changed in VK', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const id = await first(merchant);
    await run(merchant);
    await run(merchant);
    await editByHand(env, merchant, (await itemOf(env, merchant, id)).id, { title: 'Переименовано руками' });
    await run(merchant);
    const drifted = await view(merchant, id);
    expect(drifted.inShop?.drifted).to.deep.equal(['name']);
    expect(drifted.inShop?.card?.name).to.equal('Переименовано руками');
    await env.services.shop.answerDrift(merchant.userId, { key: id as ListingKey, field: 'name', choice: 'keep' });
    expect((await view(merchant, id)).inShop?.drifted).to.deep.equal([]);
    expect((await events(merchant, id))[0]).to.deep.include({ after: { field: 'name', choice: 'keep' } });
  });

  it('answers as the command line does, and nothing of another merchant', async () => {
    const [mine, other] = [await env.merchant({ goods: 2 }), await env.merchant({ goods: 1 })];
    for (const { userId } of [mine, other]) await env.services.catalogue.requestRefresh(userId);
    for (const { id } of await tillOf(env, mine)) {
      const { answer } = await view(mine, id);
      const { published, code, params } = await explainProduct(env.db, mine.userId, id);
      expect(answer).to.deep.equal({ published, code, params });
    }
    expect((await refusal(view(mine, await first(other)))).code).to.equal('PRODUCT.NOT_FOUND');
    expect((await refusal(view(mine, "' OR 1=1 --"))).code).to.equal('PRODUCT.NOT_FOUND');
  });

  it('takes the same number of statements for a small till and a large one', async function () {
    this.timeout(120_000);
    const [small, large] = [await env.merchant({ goods: 2 }), await env.merchant({ goods: 30, groups: 8 })];
    const counts: number[] = [];
    for (const merchant of [small, large]) {
      await run(merchant);
      const id = await first(merchant);
      const product = await view(merchant, id);
      const statements = await statementsOf(env.db, async () => {
        await view(merchant, id);
        await env.services.products.timeline(merchant.userId, product, 1);
      });
      counts.push(statements.length);
    }
    expect(counts[0]).to.equal(counts[1]);
    expect(counts[0]).to.be.lessThan(45);
  });
});
