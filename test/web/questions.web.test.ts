import { expect } from 'chai';
import { NBSP } from '../../src/domain/text/format-number.js';
import { buildJob } from '../support/fake-jobs.js';
import { createFakeServices, makeAsking } from '../support/fake-services.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

async function asked() {
  const services = makeAsking(createFakeServices());
  const { app } = buildTestSite({}, services);
  return { services, merchant: await loggedIn(app) };
}

describe('what needs the merchant', () => {
  it('stands on the overview and on the exchange, each with its one button', async () => {
    const { merchant } = await asked();
    for (const path of ['/overview', '/sync']) {
      const { text } = await merchant.get(path);
      expect(text, path).to.include('href="/sync/runs/320#approval"').and.include('Из VK исчезнет сразу много товаров');
      expect(text, path).to.include(`Похоже, 2${NBSP}товара уже есть в VK`).and.include('href="/sync/offers"');
      expect(text, path).to.include(`Изменено в VK вручную: 2${NBSP}товара`).and.include('href="/sync/drift"');
    }
  });

  it('is not a rest VK asked for, but is a captcha', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const parked = (code: string): void => {
      services.sync.own = {
        ...services.sync.own,
        last: buildJob({ status: 'parked', reason: { code, params: {} }, resumeAt: new Date('2026-11-21T21:10:00Z') }),
      };
    };
    parked('VK.FLOOD');
    const rest = (await merchant.get('/overview')).text;
    expect(rest)
      .to.match(/headline__text">VK просит подождать</u)
      .and.include('headline--info');
    expect(rest).to.match(/Продолжим сами <time datetime="2026-11-21T21:10:00.000Z"[^>]*>22 ноября, 00:10/u);
    expect(rest).not.to.include('Нужно ваше внимание');
    parked('VK.CAPTCHA');
    const captcha = (await merchant.get('/overview')).text;
    expect(captcha).to.include('Нужно ваше внимание').and.include('href="/connections">Проверить');
  });
});

describe('goods changed in VK', () => {
  it('stand side by side with ours and lead to the item', async () => {
    const { merchant } = await asked();
    const { text } = await merchant.get('/sync/drift');
    expect(text).to.include('Бай Му Дань, белый чай из Фудина').and.include('К чаю');
    expect(text).to.include('https://vk.com/market-218400123?w=product-218400123_7001');
    expect(text).to.include('value="overwrite|name"').and.include('value="keep|album"');
  });

  it('are answered field by field', async () => {
    const { services, merchant } = await asked();
    const answer = await merchant.post('/sync/drift', { key: 'key-1', answer: 'keep|name' });
    expect(answer.headers['location']).to.equal('/sync/drift');
    expect((await merchant.get('/sync/drift')).text).to.include('Это поле мы больше не меняем');
    await merchant.post('/sync/drift', { key: 'key-1', answer: 'overwrite|description' });
    expect((await merchant.get('/sync/drift')).text)
      .to.include('вернём наше')
      .and.not.include('Бай Му Дань');
    expect(services.shop.driftAnswers).to.deep.equal([
      { key: 'key-1', field: 'name', choice: 'keep' },
      { key: 'key-1', field: 'description', choice: 'overwrite' },
    ]);
  });

  it('answered already, foreign or made up change nothing', async () => {
    const { services, merchant } = await asked();
    const gone = await merchant.post('/sync/drift', { key: 'foreign', answer: 'keep|name' });
    expect(gone.status).to.equal(404);
    expect(gone.text).to.include('Такого изменения уже нет').and.include('href="/sync/drift">Открыть список');
    for (const answer of ['burn|name', 'keep|vkItemId', 'keep', ''])
      expect((await merchant.post('/sync/drift', { key: 'key-1', answer })).status, answer).to.equal(422);
    expect((await merchant.post('/sync/drift', { key: 'k'.repeat(51), answer: 'keep|name' })).status).to.equal(422);
    expect(services.shop.driftAnswers).to.deep.equal([]);
  });

  it('have an empty state', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    expect((await merchant.get('/sync/drift')).text).to.include('Вручную в VK ничего не меняли');
    expect((await merchant.get('/sync/offers')).text).to.include('Похожих товаров нет');
  });
});

describe('offers of adoption', () => {
  it('say why they look alike and take one answer each', async () => {
    const { services, merchant } = await asked();
    const { text } = await merchant.get('/sync/offers');
    expect(text).to.include('совпало название').and.include('совпал штрихкод').and.include('Гречишный мёд с пасеки');
    await merchant.post('/sync/offers', { answer: 'adopt|11' });
    expect((await merchant.get('/sync/offers')).text)
      .to.include('Связали.')
      .and.not.include('Гайвань');
    await merchant.post('/sync/offers', { answer: 'new|12' });
    expect(services.shop.offerAnswers).to.deep.equal([
      { id: 11, choice: 'adopt' },
      { id: 12, choice: 'new' },
    ]);
  });

  it('are answered all at once', async () => {
    const { services, merchant } = await asked();
    await merchant.post('/sync/offers', { answer: 'adopt|all' });
    expect((await merchant.get('/sync/offers')).text).to.include('Связали все');
    expect(services.shop.offerAnswers).to.deep.equal([{ id: 'all', choice: 'adopt' }]);
  });

  it('of others or none change nothing', async () => {
    const { services, merchant } = await asked();
    const gone = await merchant.post('/sync/offers', { answer: 'adopt|999' });
    expect(gone.status).to.equal(404);
    expect(gone.text).to.include('Такого вопроса уже нет').and.include('href="/sync/offers">Открыть список');
    for (const answer of ['adopt|0', 'take|11', 'adopt|11x', ''])
      expect((await merchant.post('/sync/offers', { answer })).status, answer).to.equal(422);
    expect(services.shop.offerAnswers).to.deep.equal([]);
  });
});

describe('goods in the catalogue', () => {
  const GOODS = '/catalog/stores/store-1/products';

  it('show why a wanted one waits, and that one was changed in VK', async () => {
    const { merchant } = await asked();
    const { text } = await merchant.get(GOODS);
    expect(text)
      .to.include('Товару не хватило места в витрине VK')
      .and.include('Изменено в VK')
      .and.include('href="/sync/drift"');
  });

  it('bring back what was taken out by hand', async () => {
    const { services, merchant } = await asked();
    expect((await merchant.get(GOODS)).text).to.include('formaction="/catalog/bring-back" name="key" value="key-8"');
    const answer = await merchant.post('/catalog/bring-back', { key: 'key-8', back: `${GOODS}?page=1` });
    expect(answer.headers['location']).to.equal(`${GOODS}?page=1`);
    expect((await merchant.get(GOODS)).text).to.include('вернём товар в VK при следующем обмене');
    expect([...services.shop.detached]).to.deep.equal([]);
    const again = await merchant.post('/catalog/bring-back', { key: 'key-8', back: GOODS });
    expect(again.status).to.equal(404);
    expect(again.text).to.include('Возвращать нечего').and.include('href="/catalog/stores">Открыть каталог');
    services.shop.detached.add('key-8');
    const evil = await merchant.post('/catalog/bring-back', { key: 'key-8', back: '//evil.example' });
    expect(evil.headers['location']).to.equal('/catalog/stores');
    expect((await merchant.post('/catalog/bring-back')).status).to.equal(422);
  });
});
