import { expect } from 'chai';
import { createFakeServices, makeNew } from '../support/fake-services.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

describe('«Витрина VK»', () => {
  it('lists albums with their origin, pair and goods', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    expect((await merchant.get('/vk-catalog')).headers['location']).to.equal('/vk-catalog/albums');
    const { text } = await merchant.get('/vk-catalog/albums');
    expect(text).to.include('Прочитано <time').and.include('5\u00a0подборок').and.include('aria-current="page"');
    expect(text).to.include('создана EvoSync').and.include('>ваша<').and.include('Без пары');
    expect(text).to.include('Посуда (Склад)').and.include('Свяжем при обмене').and.include('Скрыта от покупателей');
    expect(text).to.include('href="/vk-catalog/albums/7/products"');
    expect(text).to.include('href="/vk-catalog/albums/none/products"').and.include('без подборки');
    expect(text).to.include('group_id=white').and.include('href="https://vk.com/market-218400123"');
    expect(text).not.to.match(/<img[^>]+src="http/u);
  });

  it('lists the goods of an album with links to VK and to the till', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const { text } = await merchant.get('/vk-catalog/albums/7/products');
    expect(text)
      .to.include('350\u00a0₽')
      .and.include('12\u00a0345,50\u00a0₽')
      .and.include('Виден')
      .and.include('Скрыт');
    expect(text).to.include('href="https://vk.com/market-218400123?w=product-218400123_1"');
    expect(text).to.include('href="/catalog/products/product-1"').and.include('Добавлен после чтения');
    const loose = (await merchant.get('/vk-catalog/albums/none/products')).text;
    expect(loose).to.include('Не из кассы').and.include('не ограничено').and.include('Убран вручную');
    expect(loose).to.include('<h1>Без подборки</h1>').and.not.include('product-501"');
    expect((await merchant.get('/vk-catalog/albums/all/products')).text).to.include('6\u00a0товаров');
  });

  it('searches, filters and pages', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const found = (await merchant.get('/vk-catalog/albums?q=ПОСУДА')).text;
    expect(found).to.include('1\u00a0подборка').and.include('value="ПОСУДА"');
    expect((await merchant.get('/vk-catalog/albums?q=zzz')).text).to.include('Таких подборок нет');
    expect((await merchant.get('/vk-catalog/albums/7/products?q=zzz')).text).to.include('Таких товаров здесь нет');
    const hidden = (await merchant.get('/vk-catalog/albums/all/products?state=hidden')).text;
    expect(hidden).to.include('1\u00a0товар').and.include('aria-current="true">Скрытые');
    services.vkCatalogue.pageSize = 2;
    const second = (await merchant.get('/vk-catalog/albums/all/products?page=2&state=nonsense')).text;
    expect(second).to.include('3–4 из 6').and.include('?page=3');
    expect((await merchant.get('/vk-catalog/albums?page=99')).status).to.equal(200);
  });

  it('says what comes here while there is nothing to see', async () => {
    const { app, services } = buildTestSite({}, makeNew(createFakeServices()));
    const merchant = await loggedIn(app);
    const empty = (await merchant.get('/vk-catalog/albums')).text;
    expect(empty).to.include('Подключите ВКонтакте').and.include('href="/vk"').and.not.include('type="search"');
    services.connections.connected.vk = buildTestSite().services.connections.connected.vk;
    services.vkCatalogue.readAt = null;
    expect((await merchant.get('/vk-catalog/albums')).text).to.include('Витрину ещё не читали');
    expect((await merchant.get('/vk-catalog/albums/none/products')).text).to.include('Витрину ещё не читали');
    services.vkCatalogue.readAt = new Date();
    services.vkCatalogue.albumRows = [];
    expect((await merchant.get('/vk-catalog/albums')).text).to.include('Подборок на витрине нет');
  });

  for (const album of ['77', '0', '-1', '1e3', '07', 'None', '%3Cscript%3E', '%00', '9'.repeat(20)]) {
    it(`has no album «${album.slice(0, 12)}»`, async () => {
      const answer = await (await loggedIn(buildTestSite().app)).get(`/vk-catalog/albums/${album}/products`);
      expect(answer.status).to.equal(404);
      expect(answer.text).to.include('Такой подборки нет').and.not.include('<script>\n');
    });
  }

  it('takes odd queries for none', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    for (const query of ['q=%00', `q=${'я'.repeat(300)}`, 'q=a&q=b', 'page=-1', 'page=x', 'q=%E2%80%AE%F0%9F%98%80']) {
      expect((await merchant.get(`/vk-catalog/albums?${query}`)).status, query).to.equal(200);
      expect((await merchant.get(`/vk-catalog/albums/7/products?${query}`)).status, query).to.equal(200);
    }
    const { text } = await merchant.get('/vk-catalog/albums?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E');
    expect(text).to.include('&lt;script&gt;').and.not.include('<script>alert');
  });
});
