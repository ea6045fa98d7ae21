import { expect } from 'chai';
import { MOST_IN_BULK } from '../../src/services/catalogue/catalogue-contracts.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

const GOODS = '/catalog/stores/store-1/products';

describe('one action for many rows', () => {
  it('changes the ticked ones, and says how many', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const sent = { type: 'product', mode: 'exclude', id: ['product-1', 'product-2'], back: `${GOODS}?page=2` };
    const answer = await merchant.post('/catalog/bulk', sent);
    expect(answer.headers['location']).to.equal(`${GOODS}?page=2`);
    expect(services.catalogue.rules.map(({ entityId }) => entityId)).to.include.members(['product-1', 'product-2']);
    expect((await merchant.get(GOODS)).text).to.include('Изменено: 2.');
    await merchant.post('/catalog/bulk', sent);
    expect((await merchant.get(GOODS)).text).to.include('Ничего не изменилось');
  });

  it('takes one ticked row as well, of stores and groups too', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    await merchant.post('/catalog/bulk', { type: 'group', mode: 'exclude', id: 'tea', back: '/catalog/stores' });
    await merchant.post('/catalog/bulk', { type: 'store', mode: 'none', id: 'store-2', back: '/catalog/stores' });
    expect(services.catalogue.rules).to.deep.equal([
      { entityType: 'group', entityId: 'tea', entityName: 'tea', mode: 'exclude' },
    ]);
  });

  it('asks before others move, and carries the ticks through the question', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const before = services.catalogue.rules;
    const sent = { type: 'product', mode: 'include', id: ['product-1', 'product-2'], back: GOODS };
    const asked = await merchant.post('/catalog/bulk', sent);
    expect(asked.status).to.equal(200);
    expect(asked.text).to.include('Включить 2\u00a0товара?').and.include('белым списком').and.include('52\u00a0других');
    expect(asked.text.match(/name="id" value="product-[12]"/gu)).to.have.length(2);
    expect(services.catalogue.rules).to.equal(before);
    const saved = await merchant.post('/catalog/bulk', { ...sent, confirmed: '1' });
    expect([saved.status, saved.headers['location']]).to.deep.equal([303, GOODS]);
    expect(services.catalogue.rules).to.have.length(3);
  });

  it('asks before all that were found are changed, and again when they have become others', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const sent = { type: 'product', mode: 'exclude', scope: 'found', store_id: 'store-1', q: 'улун', back: GOODS };
    const asked = await merchant.post('/catalog/bulk', sent);
    expect(asked.text).to.include('Исключить 40\u00a0товаров?').and.include('name="expected" value="40"');
    const stale = await merchant.post('/catalog/bulk', { ...sent, confirmed: '1', expected: '39' });
    expect(stale.status).to.equal(200);
    expect(services.catalogue.rules).to.have.length(1);
    const saved = await merchant.post('/catalog/bulk', { ...sent, confirmed: '1', expected: '40' });
    expect(saved.status).to.equal(303);
    expect(services.catalogue.rules).to.have.length(41);
  });

  it('of the last include offers to stop the exchange instead', async () => {
    const { app, services } = buildTestSite();
    services.catalogue.rules = [{ entityType: 'product', entityId: 'product-1', entityName: '', mode: 'include' }];
    const merchant = await loggedIn(app);
    const sent = { type: 'product', mode: 'none', id: 'product-1', back: GOODS };
    const asked = await merchant.post('/catalog/bulk', sent);
    expect(asked.text).to.include('Остановить обмен').and.include('Опубликовать остальные 53');
    await merchant.post('/catalog/bulk', { ...sent, confirmed: 'stop' });
    expect(services.sync.own.isEnabled).to.equal(false);
    expect(services.catalogue.rules).to.deep.equal([]);
  });

  it('brings back what was taken out of VK by hand', async () => {
    const { app } = buildTestSite();
    const merchant = await loggedIn(app);
    expect((await merchant.get(GOODS)).text).to.include('value="bring_back"');
    const sent = { type: 'product', mode: 'bring_back', id: ['product-7', 'product-8'], back: GOODS };
    await merchant.post('/catalog/bulk', sent);
    expect((await merchant.get(GOODS)).text).to.include('Вернём в VK при следующем обмене: 1\u00a0товар.');
    await merchant.post('/catalog/bulk', sent);
    expect((await merchant.get(GOODS)).text).to.include('Среди них нет товаров');
  });

  it('asks for rows when none is ticked, and for fewer when there are too many', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    await merchant.post('/catalog/bulk', { type: 'product', mode: 'exclude', back: GOODS });
    expect((await merchant.get(GOODS)).text)
      .to.include('Ничего не отмечено')
      .and.include('Отметьте строки');
    const [good] = services.catalogue.till.products;
    services.catalogue.till.products = Array.from({ length: MOST_IN_BULK + 1 }, (_, n) => ({ ...good!, id: `p${n}` }));
    await merchant.post('/catalog/bulk', { type: 'product', mode: 'exclude', scope: 'found', back: GOODS });
    const { text } = await merchant.get(GOODS);
    expect(text).to.include('Слишком много строк').and.not.include('не только отмеченные');
  });

  for (const [name, sent] of Object.entries({
    'an unknown mode': { type: 'product', mode: 'delete', id: 'product-1' },
    'an unknown type': { type: 'shop', mode: 'exclude', id: 'product-1' },
    'no mode': { type: 'product', id: 'product-1' },
    'an id too long': { type: 'product', mode: 'exclude', id: 'x'.repeat(300) },
    'a null byte as an empty id': { type: 'product', mode: 'exclude', id: '' },
  }))
    it(`refuses ${name}`, async () => {
      const { app, services } = buildTestSite();
      const answer = await (await loggedIn(app)).post('/catalog/bulk', { ...sent, back: GOODS });
      expect(answer.status).to.equal(422);
      expect(services.catalogue.rules).to.have.length(1);
    });

  it('knows nothing of rows that are somebody else’s', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const answer = await merchant.post('/catalog/bulk', {
      type: 'product',
      mode: 'exclude',
      id: 'theirs',
      back: GOODS,
    });
    expect(answer.status).to.equal(404);
    expect(services.catalogue.rules).to.have.length(1);
  });

  it('never leads to another host', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const sent = { type: 'product', mode: 'exclude', id: 'product-1', back: '//evil.example' };
    expect((await merchant.post('/catalog/bulk', sent)).headers['location']).to.equal('/catalog/stores');
  });
});
