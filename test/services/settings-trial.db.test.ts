import { expect } from 'chai';
import fc from 'fast-check';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { ListingKey } from '../../src/domain/brand.js';
import type { ShownGood } from '../../src/services/sync/preview/preview-contracts.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { refusal } from '../support/services-env-sentence.js';
import { statementsOf } from '../support/services-env-statements.js';
import { editGood, tillOf } from '../support/services-env-shop.js';

describe('settings tried before they are saved', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;

  before(async () => {
    env = await startServicesEnv();
    merchant = await env.merchant({ goods: 12, groups: 3 });
    const goods = await tillOf(env, merchant);
    await editGood(env, merchant, goods[0]!.id, {
      name: 'ЧАЙ ВЕСОВОЙ',
      measure_name: 'г',
      price: 3.57,
      quantity: 1500,
    });
    await editGood(env, merchant, goods[1]!.id, { price: 99_999, quantity: 2 });
    await editGood(env, merchant, goods[2]!.id, { price: 0 });
    await editGood(env, merchant, goods[3]!.id, { name: 'Пакет подарочный' });
    await env.services.catalogue.requestRefresh(merchant.userId);
  });
  after(() => env.close());

  const attempt = (values: Record<string, string>, { userId } = merchant) =>
    env.services.preview.trySettings(userId, values);

  /** The listings as they are kept. */
  const kept = async () =>
    env.db.rows<Omit<ShownGood, 'key'> & { key: ListingKey; isListed: number; reasonCode: string | null }>(
      `SELECT listing_key AS \`key\`, is_listed AS isListed, reason_code AS reasonCode, name, description,
         price_kopecks AS price, stock, album_title AS album FROM listings WHERE user_id = :userId AND is_selected = TRUE`,
      { userId: merchant.userId },
    );

  it('show three goods that differ, the same ones whatever is tried', async () => {
    const first = await attempt({});
    expect(first.goods).to.have.length(3);
    expect(new Set(first.goods.map(({ key }) => key)).size).to.equal(3);
    const prices = (await tillOf(env, merchant)).map(({ price }) => price ?? 0);
    expect(first.goods[1]?.till.price).to.equal(Math.max(...prices) * 100);
    const second = await attempt({ price_multiplier: '3', service_words: 'чай' });
    expect(second.goods.map(({ key }) => key)).to.deep.equal(first.goods.map(({ key }) => key));
    expect(first.goods.some(({ till }) => till.measureName === 'г')).to.equal(true);
  });

  it('write nothing, whatever is tried', async () => {
    const before = [await kept(), (await getSyncConfig(env.db, merchant.userId)).inputVersion];
    const statements = await statementsOf(env.db, () =>
      attempt({ price_multiplier: '2', service_words: 'чай', description_template: '{name}!' }),
    );
    expect(statements.filter(line => !/^\s*SELECT/iu.test(line))).to.deep.equal([]);
    await refusal(attempt({ price_multiplier: 'x' }));
    expect([await kept(), (await getSyncConfig(env.db, merchant.userId)).inputVersion]).to.deep.equal(before);
  });

  it('change nothing when they are the kept ones', async () => {
    const typed = { price_multiplier: '1', stock_mode: 'fixed', album_naming: 'leaf' };
    for (const values of [{}, typed]) {
      const { goods, effect } = await attempt(values);
      for (const good of goods) expect(good.tried).to.deep.equal(good.now);
      expect(effect).to.equal(null);
    }
  });

  it('are refused as saving refuses them', async () => {
    for (const values of [
      { price_multiplier: '0' },
      { stock_cap: '-1' },
      { nobody_knows: '1' },
      { price_multiplier: '0.0001', price_addend: '-1000' },
    ]) {
      const tried = await refusal(attempt(values));
      const saved = await refusal(env.services.sync.saveSettings(merchant.userId, values));
      expect([tried.code, tried.details['field']]).to.deep.equal([saved.code, saved.details['field']]);
    }
  });

  const wishes = fc.record(
    {
      price_multiplier: fc.constantFrom('1', '0.5', '1.15', '2', '9999'),
      price_addend: fc.constantFrom('0', '50', '-1,50', '0.05'),
      price_rounding: fc.constantFrom('none', '1', '5', '10', 'x9'),
      price_floor_margin: fc.constantFrom('', '10', '300'),
      weight_unit: fc.constantFrom('as_is', '100g', '1kg'),
      stock_mode: fc.constantFrom('fixed', 'exact'),
      stock_buffer: fc.constantFrom('0', '3', '1000'),
      stock_cap: fc.constantFrom('', '1', '50'),
      album_naming: fc.constantFrom('leaf', 'path'),
      description_template: fc.constantFrom('', '{name} {article}', 'Просто текст для всех товаров'),
      service_words: fc.constantFrom('', 'пакет', 'чай, пакет'),
      restricted_words: fc.constantFrom('', 'чай'),
      lower_shouting: fc.constantFrom('true', 'false'),
    },
    { requiredKeys: [] },
  );

  it('show and count exactly what saving then makes of the goods', async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(wishes, async wish => {
        const before = new Map((await kept()).map(row => [row.key, row]));
        const trial = await attempt(wish);
        await env.services.sync.saveSettings(merchant.userId, wish);
        const after = await kept();
        for (const { key, tried, reason } of trial.goods) {
          const { isListed, reasonCode, ...good } = after.find(row => row.key === key)!;
          expect(tried).to.deep.equal(isListed ? good : null);
          expect(reason?.code ?? null).to.equal(reasonCode);
        }
        const { effect } = trial;
        const of = (is: (old: (typeof after)[number], now: (typeof after)[number]) => boolean) =>
          after.filter(now => is(before.get(now.key)!, now)).length;
        expect(effect?.price ?? 0).to.equal(of((a, b) => !!a.isListed && !!b.isListed && a.price !== b.price));
        expect(effect?.stock ?? 0).to.equal(of((a, b) => !!a.isListed && !!b.isListed && a.stock !== b.stock));
        expect(effect?.album ?? 0).to.equal(of((a, b) => !!a.isListed && !!b.isListed && a.album !== b.album));
        expect((effect?.leave ?? 0) + (effect?.priceLost ?? 0)).to.equal(of((a, b) => !!a.isListed && !b.isListed));
        expect(effect?.join ?? 0).to.equal(of((a, b) => !a.isListed && !!b.isListed));
      }),
      { numRuns: 25 },
    );
  });

  it('have something to say of a merchant without goods', async () => {
    const fresh = await env.merchant({ connected: false });
    expect(await attempt({ price_multiplier: '2' }, fresh)).to.deep.equal({
      goods: [],
      stockMode: { now: 'fixed', tried: 'fixed' },
      effect: { all: 0, looked: 0, price: 0, stock: 0, text: 0, album: 0, priceLost: 0, leave: 0, join: 0 },
    });
  });
});
