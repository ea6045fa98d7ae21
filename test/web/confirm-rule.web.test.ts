import { expect } from 'chai';
import { NBSP } from '../../src/domain/text/format-number.js';
import type { FilterRule } from '../../src/domain/selection/types.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

const TEA = '/catalog/stores/store-1/groups/tea/toggle';
const included = (entityType: FilterRule['entityType'], entityId: string): FilterRule => ({
  entityType,
  entityId,
  entityName: entityId,
  mode: 'include',
});

describe('a change that moves other goods', () => {
  const site = async (rules: FilterRule[]) => {
    const { app, services } = buildTestSite();
    services.catalogue.rules = rules;
    return { services, merchant: await loggedIn(app) };
  };

  it('of a rule says how many and why, and writes nothing yet', async () => {
    const { merchant, services } = await site([]);
    const back = '/catalog/stores/store-1/products?page=2';
    const { status, text } = await merchant.post('/catalog/filter', { rule: 'product|include|product-1', back });
    expect(status).to.equal(200);
    expect(text).to.include('Включить товар «Бай Му Дань»?').and.include('станет белым списком');
    expect(text).to.include(`53${NBSP}других товара выйдут из отбора`).and.not.include('Остановить обмен');
    expect(text).to.include(`href="${back}#product-product-1">Не менять`);
    expect(services.catalogue.rules).to.deep.equal([]);
  });

  it('is saved by the form of the question, which leads back to the row', async () => {
    const { merchant, services } = await site([]);
    const back = '/catalog/stores/store-1/products?page=2';
    const { text } = await merchant.post('/catalog/filter', { rule: 'product|include|product-1', back });
    const form = /<form class="actions" method="post" action="([^"]+)">([^]*?)<\/form>/u.exec(text);
    const fields = Object.fromEntries(
      [...(form?.[2] ?? '').matchAll(/name="(\w+)" value="([^"]*)"/gu)].map(([, name, value]) => [name!, value!]),
    );
    expect(fields).to.include({ confirmed: '1', back });
    const answer = await merchant.postWithoutToken(form?.[1] ?? '', fields);
    expect(answer.status).to.equal(303);
    expect(answer.headers['location']).to.equal(`${back}#product-product-1`);
    expect(services.catalogue.rules).to.deep.include({ ...included('product', 'product-1') });
  });

  it('of the last include asks whether to publish the others or to stop the exchange', async () => {
    const { merchant, services } = await site([included('group', 'tea')]);
    const { text } = await merchant.post(TEA, { on: '0' });
    expect(text).to.include('Выключить группу «Чай»?').and.include('последняя включённая группа');
    expect(text).to.include('Опубликовать остальные 8').and.include('Остановить обмен').and.include('Не менять');
    expect(services.catalogue.rules).to.deep.equal([included('group', 'tea')]);

    await merchant.post(TEA, { on: '0', confirmed: '1' });
    expect(services.catalogue.rules).to.deep.include({
      ...included('group', 'tea'),
      entityName: 'Чай',
      mode: 'exclude',
    });
    expect(services.sync.own.isEnabled).to.equal(true);
  });

  it('of the last include stops the exchange if that is the answer, before it is saved', async () => {
    const { merchant, services } = await site([included('store', 'store-1')]);
    const toggleStore = services.catalogue.toggleStore.bind(services.catalogue);
    let wasEnabled = true;
    services.catalogue.toggleStore = (...given) => {
      wasEnabled = services.sync.own.isEnabled;
      return toggleStore(...given);
    };
    await merchant.post('/catalog/stores/store-1/toggle', { on: '0', confirmed: 'stop' });
    expect(wasEnabled).to.equal(false);
    expect(services.catalogue.rules.at(-1)).to.include({ entityId: 'store-1', mode: 'exclude' });
    expect((await merchant.get('/catalog/stores')).text)
      .to.include('Магазин «Чайная» выключен.')
      .and.include('Обмен остановлен.');
  });

  it('leads nowhere else, stops nothing for ids of others, and asks again for an answer it does not know', async () => {
    const { merchant, services } = await site([]);
    const evil = { rule: 'product|include|product-1', back: '//evil.example', confirmed: 'maybe' };
    const { status, text } = await merchant.post('/catalog/filter', evil);
    expect(status).to.equal(200);
    expect(text).to.include('href="/catalog/stores#product-product-1">Не менять');
    for (const path of ['/catalog/stores/theirs/toggle', '/catalog/stores/store-1/groups/theirs/toggle'])
      for (const confirmed of ['', '1', 'stop'])
        expect((await merchant.post(path, { on: '0', confirmed })).status, `${path} ${confirmed}`).to.equal(404);
    expect(services.sync.own.isEnabled).to.equal(true);
    expect((await merchant.postWithoutToken(TEA, { on: '0', confirmed: '1' })).status).to.equal(403);
  });

  it('is told of a group that lies in several stores', async () => {
    const { merchant, services } = await site([]);
    const { till } = services.catalogue;
    const second = till.stores[1]!.id;
    till.groups = [...till.groups, { ...till.groups[4]!, storeId: second }];
    till.products = [...till.products, { ...till.products[6]!, id: 'elsewhere', storeId: second }];
    const { text } = await merchant.post('/catalog/stores/store-1/groups/ware/toggle', { on: '0' });
    expect(text).to.include('есть и в других магазинах').and.include(`1${NBSP}другой товар выйдет`);
    expect(text).to.include('>Сохранить<').and.not.include('Остановить обмен');
  });
});
