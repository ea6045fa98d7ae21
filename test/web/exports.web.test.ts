import { expect } from 'chai';
import type request from 'supertest';
import { bodyOf } from '../support/downloaded.js';
import { buildTestSite } from '../support/test-site.js';
import { until } from '../support/until.js';
import { loggedIn, visitor } from '../support/visitor.js';

const BOM = '\ufeff';

/** A site whose till holds the samples of the plan, and things tables stumble over. */
function sampleSite() {
  const site = buildTestSite();
  const { till } = site.services.catalogue;
  const [store, warehouse] = till.stores;
  const [good] = till.products;
  if (store === undefined || warehouse === undefined || good === undefined) throw new Error('no samples');
  till.stores = [
    { ...store, id: 'uuid-123' as typeof store.id, address: 'ул. Мира, 1' },
    { ...warehouse, address: null },
  ];
  till.groups = till.groups
    .filter(({ name }) => name === 'Белый чай')
    .map(group => ({
      ...group,
      id: 'uuid-456' as typeof group.id,
      storeId: 'uuid-123' as typeof store.id,
      parentId: null,
    }));
  const base = { ...good, storeId: 'uuid-123' as typeof store.id, groupId: 'uuid-456' as typeof good.groupId };
  till.products = [
    { ...base, id: 'uuid-789', articleNumber: '1005', priceKopecks: 35_000, quantityMilli: 180_000, measureName: 'г' },
    {
      ...base,
      id: '-1',
      name: '=HYPERLINK("http://x";"Чай, «белый»")',
      groupId: null,
      articleNumber: '+7',
      priceKopecks: 5,
      quantityMilli: -2500,
      measureName: null,
      allowToSell: false,
    },
    {
      ...base,
      id: 'uuid-790',
      name: 'Две\nстроки; и "кавычки"',
      articleNumber: null,
      priceKopecks: null,
      quantityMilli: null,
    },
  ];
  site.services.catalogue.rules = [
    { entityType: 'store', entityId: 'uuid-123', entityName: '', mode: 'include' },
    { entityType: 'store', entityId: 'store-2', entityName: '', mode: 'exclude' },
    { entityType: 'group', entityId: 'uuid-456', entityName: '', mode: 'include' },
    { entityType: 'product', entityId: 'uuid-789', entityName: '', mode: 'include' },
  ];
  return site;
}

describe('tables of the catalogue as files', () => {
  const download = async (path: string) => bodyOf((await loggedIn(sampleSite().app)).get(path));

  it('stores, to the byte', async () => {
    const { answer, text } = await download('/catalog/export?type=stores');
    expect(text).to.equal(
      `${BOM}Название,Адрес,ID,Фильтр\nЧайная,"ул. Мира, 1",uuid-123,Включено\nСклад,,store-2,Исключено\n`,
    );
    expect(answer.headers['content-type']).to.equal('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).to.equal('attachment; filename="stores_2026-11-21.csv"');
    expect(answer.headers['cache-control']).to.equal('private, no-store');
  });

  it('groups, to the byte', async () => {
    const { text } = await download('/catalog/export?type=groups&store_id=uuid-123');
    expect(text).to.equal(`${BOM}Магазин,Название,ID,Фильтр\nЧайная,Белый чай,uuid-456,Включено\n`);
  });

  it('goods, to the byte: formulas are texts, negative numbers stay numbers', async () => {
    const { text } = await download('/catalog/export?type=products&store_id=uuid-123');
    expect(text).to.equal(
      `${BOM}Магазин,Группа,Название,Артикул,Цена,Количество,Ед. измерения,В продаже,ID,Фильтр\n` +
        'Чайная,Белый чай,Бай Му Дань,1005,350.00,180.0,г,Да,uuid-789,Включено\n' +
        `Чайная,Без группы,"'=HYPERLINK(""http://x"";""Чай, «белый»"")",'+7,0.05,-2.5,,Нет,'-1,Нет правила\n` +
        'Чайная,Белый чай,"Две\nстроки; и ""кавычки""",,,,г,Да,uuid-790,Нет правила\n',
    );
  });

  it('goods of one group, and for Excel', async () => {
    const { answer, text } = await download(
      '/catalog/export?type=products&store_id=uuid-123&group_id=none:uuid-123&format=excel',
    );
    expect(text).to.equal(
      `${BOM}Магазин;Группа;Название;Артикул;Цена;Количество;Ед. измерения;В продаже;ID;Фильтр\r\n` +
        `Чайная;Без группы;"'=HYPERLINK(""http://x"";""Чай, «белый»"")";'+7;0,05;-2,5;;Нет;'-1;Нет правила\r\n`,
    );
    expect(answer.headers['content-disposition']).to.equal('attachment; filename="products_2026-11-21_excel.csv"');
  });

  it('own values, with the columns that come back', async () => {
    const site = sampleSite();
    site.services.exports.own.set('uuid-789', { price: '123450', name: "'=Чай", description: 'Строка\r\nещё' });
    const path = '/catalog/overrides/export?store_id=uuid-123&group_id=uuid-456&format=excel';
    expect((await bodyOf((await loggedIn(site.app)).get(path))).text).to.equal(
      `${BOM}ID;Название;Своя цена;Своё название;Своё описание\r\n` +
        `uuid-789;Бай Му Дань;1234,50;''=Чай;"Строка\r\nещё"\r\n` +
        'uuid-790;"Две\nстроки; и ""кавычки""";;;\r\n',
    );
  });

  it('refuses what is not there or not theirs', async () => {
    const merchant = await loggedIn(sampleSite().app);
    const wrong = await merchant.get('/catalog/export?type=users');
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('Такой таблицы нет');
    expect((await merchant.get('/catalog/export?type=products&store_id=foreign')).status).to.equal(404);
    expect((await merchant.get('/catalog/export?type=groups&store_id=foreign')).status).to.equal(404);
    expect((await merchant.get('/catalog/overrides/export?store_id=uuid-123&group_id=x')).status).to.equal(404);
    expect((await visitor(sampleSite().app).get('/catalog/export?type=stores')).status).to.equal(303);
  });

  it('stops reading when nobody takes it any more, which is no fault', async () => {
    const site = sampleSite();
    let pages = 0;
    let isLeft = false;
    site.services.exports.stores = () =>
      Promise.resolve(
        (async function* () {
          try {
            for (;;) {
              pages += 1;
              yield Array.from({ length: 500 }, () => ({
                name: 'x'.repeat(200),
                address: null,
                id: 'a' as never,
                rule: null,
              }));
              await new Promise(resolve => setImmediate(resolve));
            }
          } finally {
            isLeft = true;
          }
        })(),
      );
    const merchant = await loggedIn(site.app);
    const sent = merchant.get('/catalog/export?type=stores').buffer(true);
    await sent
      .parse((res: request.Response, _done: (error: Error | null, body: Buffer) => void) => {
        res.once('data', () => void sent.abort());
      })
      .catch(() => undefined);
    await until('the end of the reading', () => isLeft);
    expect(pages).to.be.lessThan(100);
    expect(site.logs.filter(({ message }) => message === 'request failed')).to.deep.equal([]);
  });

  it('breaks off visibly when the database does, instead of looking whole', async () => {
    const site = sampleSite();
    site.services.exports.stores = () =>
      Promise.resolve(
        (async function* () {
          yield [{ name: 'Чайная', address: null, id: 'a' as never, rule: null }];
          await Promise.resolve();
          throw new Error('gone away');
        })(),
      );
    const merchant = await loggedIn(site.app);
    const outcome = await bodyOf(merchant.get('/catalog/export?type=stores')).then(
      () => 'whole',
      () => 'broken',
    );
    expect(outcome).to.equal('broken');
    expect(site.logs.some(({ level, message }) => level === 'error' && message === 'request failed')).to.equal(true);
  });
});
