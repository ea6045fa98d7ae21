import { expect } from 'chai';
import { createFakeServices, makeNew } from '../support/fake-services.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

const row = (text: string, id: string): string =>
  new RegExp(`<tr role="row" id="${id}">[^]*?</tr>`, 'u').exec(text)?.[0] ?? '';

describe('catalogue', () => {
  it('leads strangers to the till first', async () => {
    const merchant = await loggedIn(buildTestSite({}, makeNew(createFakeServices())).app);
    expect((await merchant.get('/catalog')).headers['location']).to.equal('/catalog/stores');
    expect((await merchant.get('/catalog/stores')).text).to.include('Подключить кассу');
  });

  it('shows rule and effective state of every store', async () => {
    const { text } = await (await loggedIn(buildTestSite().app)).get('/catalog/stores');
    expect(row(text, 'store-store-1')).to.include('Нет правила').and.include('aria-checked="true"');
    expect(row(text, 'store-store-2')).to.include('Исключено').and.include('aria-checked="false"');
    expect(row(text, 'store-store-3')).to.include('Не оплачен').and.include('Оплатите приложение');
  });

  it('switches a store, says what it did, and stays at its row', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const answer = await merchant.post('/catalog/stores/store-2/toggle', { on: '1', back: '/catalog/stores' });
    expect(answer.headers['location']).to.equal('/catalog/stores#store-store-2');
    const { text } = await merchant.get('/catalog/stores');
    expect(text).to.include('Магазин «Склад» включён.');
    expect(row(text, 'store-store-2')).to.include('aria-checked="true"');
    expect(services.catalogue.rules).to.deep.equal([]);
  });

  it('switches a group', async () => {
    const { app } = buildTestSite();
    const merchant = await loggedIn(app);
    await merchant.post('/catalog/stores/store-1/groups/tea/toggle', { on: '0' });
    const { text } = await merchant.get('/catalog/stores/store-1/groups');
    expect(text).to.include('Группа «Чай» выключена.');
    expect(row(text, 'group-white')).to.include('aria-checked="false"').and.include('исключена группа «Чай»');
  });

  it('says why a group cannot be switched on', async () => {
    const { app, services } = buildTestSite();
    services.catalogue.rules = [{ entityType: 'store', entityId: 'store-1', entityName: 'Чайная', mode: 'exclude' }];
    const merchant = await loggedIn(app);
    await merchant.post('/catalog/stores/store-1/groups/tea/toggle', { on: '1' });
    const { text } = await merchant.get('/catalog/stores/store-1/groups');
    expect(text).to.include('Группа «Чай» остаётся вне отбора: исключён магазин «Чайная».');
    expect(text).to.include('Магазин выключен, поэтому и его группы');
  });

  const rules = [
    { fields: { rule: 'product|exclude|product-1' }, mode: 'exclude' },
    { fields: { entity_type: 'product', entity_id: 'product-1', filter_mode: 'include' }, mode: 'include' },
  ];
  for (const { fields, mode } of rules) {
    it(`writes a rule from ${Object.keys(fields).join(', ')}`, async () => {
      const { app, services } = buildTestSite();
      const merchant = await loggedIn(app);
      const answer = await merchant.post('/catalog/filter', {
        ...fields,
        confirmed: '1',
        back: '/catalog/stores/store-1/products?page=2',
      });
      expect(answer.headers['location']).to.equal('/catalog/stores/store-1/products?page=2#product-product-1');
      expect(services.catalogue.rules.at(-1)).to.include({ entityType: 'product', entityId: 'product-1', mode });
    });
  }

  it('refuses a rule nobody could have pressed', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    expect((await merchant.post('/catalog/filter', { rule: 'shop|include|x' })).status).to.equal(422);
    expect((await merchant.post('/catalog/stores/store-1/toggle', { on: 'maybe' })).status).to.equal(422);
    expect((await merchant.post('/catalog/stores/nobody/toggle', { on: '1' })).status).to.equal(404);
  });

  it('shows goods with prices, quantities and the reason why not', async () => {
    const { text } = await (await loggedIn(buildTestSite().app)).get('/catalog/stores/store-1/products');
    expect(text).to.include('1\u00a0520,50\u00a0₽').and.include('1–25 из 54');
    expect(row(text, 'product-product-3')).to.include('Нет цены').and.include('Укажите цену на кассе');
    expect(row(text, 'product-product-12')).to.include('12,5').and.include('>кг<');
    expect(row(text, 'product-product-9')).to.include('нет</span>').and.include('Не публикуется');
  });

  it('narrows by group, words and state, and keeps them while paging', async () => {
    const { app, services } = buildTestSite();
    services.catalogue.pageSize = 10;
    const merchant = await loggedIn(app);
    const { text } = await merchant.get('/catalog/stores/store-1/products?group_id=tea&q=Улун&state=in_vk&page=2');
    expect(text).to.include('11–20 из 40').and.include('value="Улун"');
    expect(text).to.include('group_id=tea&amp;q=%D0%A3%D0%BB%D1%83%D0%BD&amp;state=in_vk&amp;page=3');
    const none = await merchant.get('/catalog/stores/store-1/products?q=нет-такого');
    expect(none.text).to.include('Таких товаров здесь нет').and.include('Показать все');
  });

  it('reads odd queries as if they were not there', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const { status, text } = await merchant.get('/catalog/stores/store-1/products?page=-3&state=all&state=x&q=a&q=b');
    expect(status).to.equal(200);
    expect(text).to.include('1–25 из 54');
  });

  it('knows the addresses of the first catalogue pages', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const groups = await merchant.get('/catalog/groups?store_id=store-1');
    expect(groups.headers['location']).to.equal('/catalog/stores/store-1/groups');
    const products = await merchant.get('/catalog/products?store_id=store-1&group_id=tea');
    expect(products.headers['location']).to.equal('/catalog/stores/store-1/products?group_id=tea');
    const evil = await merchant.get('/catalog/groups?store_id=//evil.example');
    expect(evil.headers['location']).to.equal('/catalog/stores/%2F%2Fevil.example/groups');
  });

  it('gives 404 for a store of somebody else', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const answer = await merchant.get('/catalog/stores/theirs/groups');
    expect(answer.status).to.equal(404);
    expect(answer.text).to.include('Такого магазина нет').and.include('Открыть каталог');
  });

  it('asks for a fresh read', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    await merchant.post('/catalog/refresh', { back: '//evil.example' });
    expect(services.catalogue.refreshes).to.equal(1);
    expect((await merchant.get('/catalog/stores')).text).to.include('Читаем магазин «Склад»');
  });
});
