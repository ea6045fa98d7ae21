import { expect } from 'chai';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import { SETTINGS, shownSettings } from '../../src/services/sync/settings-table.js';
import { SETTING_TEXTS } from './setting-texts.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { expectSentence, refusal } from '../support/services-env-sentence.js';
import { tillOf, editGood } from '../support/services-env-shop.js';

describe('settings', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;

  before(async () => {
    env = await startServicesEnv();
    merchant = await env.merchant({ goods: 4 });
    await env.services.catalogue.requestRefresh(merchant.userId);
  });
  after(() => env.close());

  const save = (values: Record<string, string>, { userId } = merchant) =>
    env.services.sync.saveSettings(userId, values);
  const state = async () => {
    const { settings, inputVersion, listingsVersion } = await getSyncConfig(env.db, merchant.userId);
    return { settings, inputVersion, listingsVersion };
  };

  it('have a row in this table, each of them', () => {
    expect(SETTINGS.map(({ name }) => name).sort()).to.deep.equal(Object.keys(SETTING_TEXTS).sort());
  });

  for (const [name, { takes, refuses }] of Object.entries(SETTING_TEXTS)) {
    it(`${name} takes what fits, and refuses the rest by name without a trace`, async () => {
      for (const [text, shown] of takes) {
        await save({ [name]: text });
        expect(shownSettings((await state()).settings)[name], text.slice(0, 20)).to.deep.equal(shown);
      }
      const before = await state();
      for (const text of refuses) {
        const { code, details } = await refusal(save({ [name]: text }));
        expect(code, text.slice(0, 20)).to.equal('SETTING.INVALID');
        expect(details['field']).to.equal(name);
        expect(String(details['allowed'])).to.have.length.greaterThan(2);
      }
      expect(await state()).to.deep.equal(before);
    });
  }

  it('are saved all or none', async () => {
    const before = await state();
    const { details } = await refusal(save({ mode: 'preview', delete_after_days: '9999', stock_buffer: '3' }));
    expect(details['field']).to.equal('delete_after_days');
    expect(await state()).to.deep.equal(before);
  });

  it('refuse a name nobody knows, and list the known ones', async () => {
    for (const name of ['prize_multiplier', '__proto__', 'constructor', '']) {
      const { code, details } = await refusal(save(Object.fromEntries([[name, '1']])));
      expect([code, details['field']]).to.deep.equal(['SETTING.INVALID', name]);
      expect(details['allowed']).to.include('price_multiplier');
    }
    expectSentence('SETTING.INVALID');
  });

  it('raise the input version and bring the listings up to date at once', async () => {
    const before = await state();
    await save({ price_multiplier: '2', price_addend: '0', price_rounding: 'none', price_floor_margin: '' });
    const after = await state();
    expect(after.inputVersion).to.equal(before.inputVersion + 1);
    expect(after.listingsVersion).to.equal(after.inputVersion);
    const [good] = await tillOf(env, merchant);
    const row = await env.db.first(
      'SELECT price_kopecks AS price FROM listings WHERE user_id = :id AND listing_key = :key',
      {
        id: merchant.userId,
        key: good!.id,
      },
    );
    expect(row).to.deep.equal({ price: (good!.price ?? 0) * 200 });
  });

  it('refuse exact stock while over half of the goods say no quantity', async () => {
    const other = await env.merchant({ goods: 4 });
    const goods = await tillOf(env, other);
    for (const { id } of goods.slice(0, 3)) await editGood(env, other, id, { quantity: null });
    await env.services.catalogue.requestRefresh(other.userId);
    const { code, details } = await refusal(save({ stock_mode: 'exact' }, other));
    expect(code).to.equal('SETTING.STOCK_UNKNOWN');
    expect(details).to.deep.equal({ field: 'stock_mode', known: 1, all: 4 });
    expectSentence(code);
    expect((await getSyncConfig(env.db, other.userId)).settings.stockMode).to.equal('fixed');
    await editGood(env, other, goods[0]!.id, { quantity: 3 });
    await env.services.catalogue.requestRefresh(other.userId);
    expect((await save({ stock_mode: 'exact' }, other)).stockMode).to.equal('exact');
  });

  it('refuse to take so much off that no price is left', async () => {
    const { code, details } = await refusal(save({ price_multiplier: '0.0001', price_addend: '-1000' }));
    expect([code, details['field']]).to.deep.equal(['SETTING.PRICES_GONE', 'price_addend']);
    expectSentence(code);
    await save({ price_multiplier: '1', price_addend: '0' });
  });

  it('note that the merging was chosen, also when it stays as it is', async () => {
    const other = await env.merchant({ goods: 1, mergeChosen: false });
    const chosen = async () => (await getSyncConfig(env.db, other.userId)).mergeChosenAt;
    await save({ mode: 'approve' }, other);
    expect(await chosen()).to.equal(null);
    await save({ merge_by: 'id' }, other);
    expect(await chosen()).not.to.equal(null);
  });

  it('of two savings at once are both kept', async () => {
    await Promise.all([save({ stock_buffer: '17' }), save({ delete_after_days: '23' }), save({ stock_cap: '42' })]);
    expect(shownSettings((await state()).settings)).to.include({
      stock_buffer: 17,
      delete_after_days: 23,
      stock_cap: 42,
    });
  });
});
