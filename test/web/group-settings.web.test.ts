import { expect } from 'chai';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

const PAGE = '/catalog/stores/store-1/groups/white/settings';

const PRICE = { price_multiplier: '1,1', price_addend: '50', price_rounding: '10', price_floor_margin: '' };

async function site() {
  const { app, services } = buildTestSite();
  return { services, merchant: await loggedIn(app) };
}

describe('settings of a group', () => {
  it('say what holds, what for, and what it makes of three goods', async () => {
    const { merchant, services } = await site();
    const { text } = await merchant.get(PAGE);
    expect(text)
      .to.include('Настройки группы «Белый чай»')
      .and.include('Сейчас действуют общие настройки: цена как на кассе');
    expect(text).to.include('Правило действует на 3\u00a0товара').and.include('Бай Му Дань').and.include('350\u00a0₽');
    expect(text).to.include('Общая категория: 40932').and.not.include('Убрать правило');
    services.groupSettings.prices.set('white', {
      multiplier: '1.1',
      addend: 5000 as never,
      rounding: '10',
      floorMarginPercent: 10,
    });
    const own = await merchant.get(PAGE);
    expect(own.text).to.include(
      'Сейчас у группы своё правило: цена ×\u00a01,1 + 50\u00a0₽, до 10 рублей, не ниже закупки + 10\u00a0%.',
    );
    expect(own.text).to.include('Без него действуют общие настройки').and.include('Убрать правило');
    expect((await merchant.get('/catalog/stores/store-1/groups/none:store-1/settings')).text).to.include(
      '«Без группы»',
    );
  });

  it('show the price on goods before it is kept, keep it, and take it away', async () => {
    const { merchant, services } = await site();
    const tried = await merchant.post(`${PAGE}/price`, { ...PRICE, act: 'preview' });
    expect(tried.status).to.equal(200);
    expect(tried.text)
      .to.include('Как изменятся цены')
      .and.match(/350\u00a0₽<\/del>[^]*?440\u00a0₽/u);
    expect(tried.text).to.include('value="1,1"');
    expect(services.groupSettings.prices.size).to.equal(0);
    const saved = await merchant.post(`${PAGE}/price`, { ...PRICE, act: 'save' });
    expect(saved.headers['location']).to.equal(PAGE);
    expect(services.groupSettings.prices.get('white')).to.deep.equal({
      multiplier: '1.1',
      addend: 5000,
      rounding: '10',
      floorMarginPercent: null,
    });
    expect((await merchant.get(PAGE)).text).to.include(
      'Правило цены сохранено. Витрина VK изменится при следующем обмене.',
    );
    await merchant.post(`${PAGE}/price`, { act: 'remove' });
    expect(services.groupSettings.prices.size).to.equal(0);
  });

  it('keep a category of VK', async () => {
    const { merchant, services } = await site();
    await merchant.post(`${PAGE}/category`, { category_id: ' 12345 ', act: 'save' });
    expect(services.groupSettings.categories.get('white')).to.equal(12_345);
    expect((await merchant.get(PAGE)).text).to.include('Без своей категории: Общая категория: 40932');
    await merchant.post(`${PAGE}/category`, { act: 'remove' });
    expect(services.groupSettings.categories.size).to.equal(0);
  });

  const bad: readonly (readonly [string, Record<string, string>])[] = [
    ['price', { ...PRICE, price_multiplier: '' }],
    ['price', { ...PRICE, price_multiplier: 'x'.repeat(60) }],
    ['price', { ...PRICE, price_multiplier: '<script>alert(1)</script>' }],
    ['price', { ...PRICE, price_multiplier: '0' }],
    ['price', { ...PRICE, price_addend: '1\u0000' }],
    ['price', { ...PRICE, price_addend: '99999999' }],
    ['price', { ...PRICE, price_floor_margin: '-1' }],
    ['price', { ...PRICE, price_rounding: '7' }],
    ['category', { category_id: '' }],
    ['category', { category_id: '0' }],
    ['category', { category_id: '1.5' }],
    ['category', { category_id: '\u202e12🍵' }],
    ['category', { category_id: '9'.repeat(40) }],
  ];
  for (const [part, fields] of bad) {
    it(`tell of ${JSON.stringify(fields)} at its field and keep what was typed`, async () => {
      const { merchant, services } = await site();
      const answer = await merchant.post(`${PAGE}/${part}`, { ...fields, act: 'save' });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('Проверьте, пожалуйста:').and.not.include('<script>alert');
      if (part === 'price' && fields['price_rounding'] === '10') expect(answer.text).to.include('aria-invalid="true"');
      expect(services.groupSettings.prices.size + services.groupSettings.categories.size).to.equal(0);
    });
  }

  it('are nobody else’s', async () => {
    const { merchant } = await site();
    for (const path of [
      '/catalog/stores/foreign/groups/white/settings',
      '/catalog/stores/store-1/groups/foreign/settings',
      '/catalog/stores/store-2/groups/white/settings',
    ]) {
      expect((await merchant.get(path)).status, path).to.equal(404);
      expect((await merchant.post(`${path}/price`, { ...PRICE, act: 'save' })).status, path).to.equal(404);
      expect((await merchant.post(`${path}/category`, { category_id: '1', act: 'save' })).status, path).to.equal(404);
    }
    expect((await merchant.post(`${PAGE}/price`, { ...PRICE, act: 'explode' })).status).to.equal(422);
  });
});

describe('order of the stores', () => {
  it('moves a store one step up or down', async () => {
    const { merchant, services } = await site();
    const asked: string[][] = [];
    services.listings.setStoreOrder = (_userId, ids) => Promise.resolve(void asked.push([...ids]));
    const page = await merchant.get('/catalog/store-order');
    expect(page.text).to.include('Главный').and.include('value="down|store-1"').and.not.include('value="up|store-1"');
    const answer = await merchant.post('/catalog/store-order', { move: 'up|store-2' });
    expect(answer.headers['location']).to.equal('/catalog/store-order#store-store-2');
    expect(asked).to.deep.equal([['store-2', 'store-1', 'store-3']]);
    await merchant.post('/catalog/store-order', { move: 'down|store-3' });
    expect(asked[1], 'stays at the end').to.deep.equal(['store-1', 'store-2', 'store-3']);
    expect((await merchant.post('/catalog/store-order', { move: 'up|foreign' })).status).to.equal(404);
    for (const move of ['', 'up|', 'sideways|store-1', `up|${'x'.repeat(400)}`])
      expect((await merchant.post('/catalog/store-order', { move })).status, move).to.equal(422);
  });

  it('means nothing with one store', async () => {
    const { merchant, services } = await site();
    services.catalogue.till.stores = services.catalogue.till.stores.slice(0, 1);
    expect((await merchant.get('/catalog/store-order')).text).to.include('Порядок нужен, когда магазинов несколько');
  });
});
