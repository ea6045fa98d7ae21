import { expect } from 'chai';
import { createFakeServices, makeAsking, makeNew } from '../support/fake-services.js';
import { minutesAgo } from '../support/fake-connections.js';
import { readingNow } from '../support/fake-catalogue.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

const GOODS = '/catalog/stores/store-1/products';
const chips = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/<li><a href="[^"]*"[^>]*>([^<]+?) ?<span class="filters__count">([^<]+)</gu)].map(
      ([, label = '', n = '']) => [label.trim(), n],
    ),
  );

describe('the lists of the catalogue', () => {
  it('say above the goods how many stand in which state, and the states add up', async () => {
    const merchant = await loggedIn(buildTestSite({}, makeAsking(createFakeServices())).app);
    const { text } = await merchant.get(GOODS);
    const counts = chips(text);
    expect(counts).to.include({ Все: '54', 'В VK': '47', 'Изменены в VK': '2', 'Не публикуются': '4' });
    const { Все: all, 'Изменены в VK': _drifted, ...states } = counts;
    expect(Object.values(states).reduce((sum, n) => sum + Number(n), 0)).to.equal(Number(all));
    expect(text).not.to.include('Не отобраны');
  });

  it('say why goods are not in VK, each reason with its number and its list', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    expect((await merchant.get(GOODS)).text).not.to.include('Причина');
    const { text } = await merchant.get(`${GOODS}?state=not_listed`);
    expect(chips(text)).to.include({ 'Нет цены': '1' });
    const one = await merchant.get(`${GOODS}?state=with_reason&reason=NO_PRICE`);
    expect(one.text).to.include('>1\u00a0товар<').and.include('Пробник белого чая').and.not.include('Пиала');
  });

  it('sort by the heads of their columns, there and back, and keep the filters', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const { text } = await merchant.get(`${GOODS}?q=чай&sort=price`);
    expect(text).to.include('aria-sort="ascending"').and.include('sort=-price');
    expect(text).to.match(/aria-sort="ascending"><a class="sort" href="[^"]*q=%D1%87[^"]*sort=-price"/u);
    const back = await merchant.get(`${GOODS}?sort=-price`);
    expect(back.text).to.match(/aria-sort="descending"><a class="sort" href="[^"]*sort=price"/u);
    expect(back.text).to.include('<option value="-price" selected>');
  });

  for (const query of [
    'page=abc',
    'page=-1',
    'page=1000000000',
    'page=1e9',
    'sort=nothing',
    'sort=price;drop',
    'state=%00',
    'reason=<script>',
    'q=%00',
    'q=%E2%80%AE%D7%A9%D7%9C%D7%95%D7%9D',
    'q=%F0%9F%8D%B5',
    'q=%ED%A0%80',
    `q=${'a'.repeat(10_000)}`,
    'q=%25_%5C%27',
    'group_id=',
  ])
    it(`take ${query.slice(0, 40)} as if it had not been written, or as a search`, async () => {
      const merchant = await loggedIn(buildTestSite().app);
      for (const path of [GOODS, '/catalog/products', '/catalog/stores', '/catalog/stores/store-1/groups']) {
        const { status, text } = await merchant.get(`${path}?${query}`);
        expect(status, path).to.equal(200);
        expect(text, path).not.to.match(/<script>|undefined|NaN/u);
      }
    });

  it('show the last page when a later one is asked for', async () => {
    const { text } = await (await loggedIn(buildTestSite().app)).get(`${GOODS}?page=99`);
    expect(text).to.include('51–54 из 54');
  });

  it('lead from the numbers to lists of exactly those goods, over all stores', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const { text } = await merchant.get('/catalog/stores');
    const tiles = [
      ...text.matchAll(/<a class="numbers__tile[^"]*" href="([^"]+)"><span class="numbers__value">(\d+)/gu),
    ];
    expect(tiles).to.have.length(4);
    for (const [, href = '', n] of tiles) {
      const list = await merchant.get(href.replaceAll('&amp;', '&'));
      expect(list.text, href).to.match(new RegExp(`page-head__note">${n}\u00a0товар`, 'u'));
    }
    expect((await merchant.get('/catalog/stores?state=in_vk')).headers['location']).to.equal(
      '/catalog/products?state=in_vk',
    );
  });

  it('search groups as a list, and as a tree without a search', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    expect((await merchant.get('/catalog/stores/store-1/groups')).text).to.include('indent-2');
    const { text } = await merchant.get('/catalog/stores/store-1/groups?q=пуэр');
    expect(text).to.include('Шэн пуэр').and.not.include('indent-1').and.not.include('Посуда');
    const none = await merchant.get('/catalog/stores/store-1/groups?q=нет-такой');
    expect(none.text).to.include('Таких групп здесь нет').and.include('Показать все');
    const sorted = (await merchant.get('/catalog/stores/store-1/groups?sort=-products')).text;
    expect(sorted.indexOf('id="group-tea"')).to.be.below(sorted.indexOf('id="group-puer"'));
  });

  it('turn pages of stores and groups, so that a page stays light', async () => {
    const services = createFakeServices();
    const [first] = services.catalogue.till.stores;
    services.catalogue.till.stores = Array.from({ length: 120 }, (_, index) => ({
      ...first!,
      id: `s${index}` as never,
      name: `Магазин ${index} ${'длинное название '.repeat(10)}`,
    }));
    const merchant = await loggedIn(buildTestSite({}, services).app);
    const { text } = await merchant.get('/catalog/stores?page=2');
    expect(text).to.include('51–100 из 120').and.include('Поиск магазина');
    expect(Buffer.byteLength(text)).to.be.below(150_000);
  });

  it('weigh at most 150 kB with fifty goods of long names', async () => {
    const services = createFakeServices();
    services.catalogue.pageSize = 50;
    services.catalogue.till.products = services.catalogue.till.products.map(product => ({
      ...product,
      id: `${product.id}-4c3b0b5c-cb32-4c84-8535-422936aaf380`,
      name: `${product.name} ${'ж'.repeat(60)}`,
    }));
    const { text } = await (await loggedIn(buildTestSite({}, services).app)).get(GOODS);
    expect(text.match(/<tr role="row" id=/gu)).to.have.length(50);
    expect(Buffer.byteLength(text)).to.be.below(150_000);
  });
});

describe('reading the till', () => {
  it('begins by itself on the first visit, once, and not for those who only look ahead', async () => {
    const services = makeNew(createFakeServices());
    services.connections.connected.evotor = createFakeServices().connections.connected.evotor;
    const merchant = await loggedIn(buildTestSite({}, services).app);
    await merchant.get('/catalog/stores').set('Sec-Purpose', 'prefetch;prerender');
    await merchant.get('/catalog/stores').set('Purpose', 'prefetch');
    expect(services.catalogue.fills).to.equal(0);
    const { text } = await merchant.get('/catalog/stores');
    expect(services.catalogue.fills).to.equal(1);
    expect(text).to.include('Читаем магазин «Склад»').and.include('Прочитано магазинов: 1 из 3');
    expect(text).to.include('<noscript><meta http-equiv="refresh" content="5"></noscript>');
    await merchant.get('/catalog/stores');
    expect(services.catalogue.fills).to.equal(1);
  });

  it('asks to connect the till first', async () => {
    const services = makeNew(createFakeServices());
    const merchant = await loggedIn(buildTestSite({}, services).app);
    const { text } = await merchant.get('/catalog/stores');
    expect(text).to.include('Сначала подключите кассу').and.not.include('Обновить каталог');
    expect(services.catalogue.fills).to.equal(0);
  });

  it('is shown as a piece that asks for itself, until it is over', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    services.catalogue.read = readingNow();
    const during = await merchant.get('/catalog/refresh').set('HX-Request', 'true');
    expect(during.text)
      .to.match(/^<section id="progress"/u)
      .and.include('hx-get="/catalog/refresh"');
    expect(during.headers['hx-refresh']).to.equal(undefined);
    services.catalogue.read = readingNow({ state: 'done' });
    const after = await merchant.get('/catalog/refresh').set('HX-Request', 'true');
    expect(after.headers['hx-refresh']).to.equal('true');
    expect((await merchant.get('/catalog/refresh')).headers['location']).to.equal('/catalog/stores');
    expect((await merchant.get('/catalog/stores')).text).not.to.include('id="progress"');
  });

  for (const [state, words] of [
    ['queued', 'Сейчас начнём читать кассу'],
    ['computing', 'Товары прочитаны'],
  ] as const)
    it(`says what it does while it is ${state}`, async () => {
      const { app, services } = buildTestSite();
      services.catalogue.read = readingNow({ state });
      expect((await (await loggedIn(app)).get('/catalog/stores')).text).to.include(words);
    });

  it('says why it ended early, and what to do', async () => {
    const { app, services } = buildTestSite();
    services.catalogue.read = readingNow({ state: 'failed', code: 'EVOTOR.DOWN', finishedAt: minutesAgo(3) });
    const { text } = await (await loggedIn(app)).get('/catalog/stores');
    expect(text)
      .to.include('Каталог прочитан не до конца')
      .and.include('EVOTOR.DOWN')
      .and.include('ничего не потеряно');
    expect(text).not.to.include('hx-get');
  });
});

describe('rules without goods', () => {
  it('are counted in the catalogue, and can be taken away', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    expect((await merchant.get('/catalog/stores')).text).not.to.include('Нет в каталоге:');
    services.catalogue.vanishedRules = [{ entityType: 'group', entityId: 'gone', entityName: 'Мате', mode: 'exclude' }];
    expect((await merchant.get('/catalog/stores')).text).to.include('Нет в каталоге: 1\u00a0правило');
    const { text } = await merchant.get('/catalog/vanished');
    expect(text).to.include('Мате').and.include('value="group|none|gone"');
  });
});
