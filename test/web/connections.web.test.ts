import { expect } from 'chai';
import { FOREIGN_COMMUNITY } from '../support/fake-connections.js';
import { createFakeServices, makeNew } from '../support/fake-services.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

describe('connections', () => {
  it('start empty, with one thing to do', async () => {
    const merchant = await loggedIn(buildTestSite({}, makeNew(createFakeServices())).app);
    const { text } = await merchant.get('/connections');
    expect(text).to.include('Нет подключений').and.include('href="/connections/add"');
    const add = (await merchant.get('/connections/add')).text;
    expect(add).to.include('href="/evotor"').and.include('href="/vk"');
  });

  it('show name, state, detail and last check of each', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    services.connections.connected.evotor = {
      ...services.connections.connected.evotor!,
      isOnline: false,
      problemCode: 'EVOTOR.TOKEN_REJECTED',
    };
    const { text } = await merchant.get('/connections');
    expect(text).to.include('На связи').and.include('Нужна помощь').and.include('Чайная на Мира');
    expect(text).to.include('Последняя проверка: <time').and.include('Эвотор не принял токен');
    expect(text).to.include('href="https://vk.com/chainaya_mira"');
    expect((await merchant.get('/connections/add')).text).to.include('Все доступные сервисы подключены');
  });

  it('connect a till and show the lights', async () => {
    const merchant = await loggedIn(buildTestSite({}, makeNew(createFakeServices())).app);
    const answer = await merchant.post('/connections/evotor', { token: ' good-token ' });
    expect(answer.status).to.equal(303);
    const { text } = await merchant.get('/evotor');
    expect(text).to.include('Подключено. Всё проверено').and.include('Товары можно читать');
    expect(text).to.include('Чайная, Склад, Точка 2');
    expect((await merchant.get('/evotor')).text).not.to.include('Всё проверено');
  });

  it('give back what was typed, never the token', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const answer = await merchant.post('/connections/vk', { token: 'revoked-key', community: ' club777 ' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('value=" club777 "').and.include('ВКонтакте не принял ключ');
    expect(answer.text).not.to.include('revoked-key');
    expect(answer.text).to.include('id="token-error"').and.include('Код VK.TOKEN_REVOKED');
  });

  it('lay a refusal at the field it concerns', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const answer = await merchant.post('/connections/vk', { token: 'good', community: String(FOREIGN_COMMUNITY) });
    expect(answer.text).to.include('id="community-error"').and.not.include('id="token-error"');
    const asleep = await merchant.post('/connections/vk', { token: 'sleeping-key', community: '1' });
    expect(asleep.status).to.equal(503);
    expect(asleep.text).to.include('ВКонтакте не отвечает').and.not.include('-error"');
  });

  it('check the form before anybody is asked', async () => {
    const { app, services } = buildTestSite({}, makeNew(createFakeServices()));
    const merchant = await loggedIn(app);
    const answer = await merchant.post('/connections/vk', { token: 'ключ по-русски', community: 'моя лавка' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('href="#token"').and.include('href="#community"');
    expect(services.connections.groupIds).to.deep.equal([]);
    await merchant.post('/connections/vk', { token: 'good', community: 'https://vk.com/club42' });
    expect(services.connections.groupIds).to.deep.equal([42]);
  });

  it('test as a page, as a fragment, and as JSON', async () => {
    const { app, services } = buildTestSite();
    services.connections.checks.vk = {
      ok: false,
      lights: [{ id: 'market_on', state: 'bad', code: 'VK.MARKET_OFF', detail: '' }],
    };
    const merchant = await loggedIn(app);
    const _csrf = await merchant.token();
    const json = await merchant.postWithoutToken('/connections/vk/test', { _csrf }).set('Accept', 'application/json');
    expect(json.body).to.deep.equal({
      ok: false,
      lights: [
        {
          id: 'market_on',
          label: 'Раздел «Товары» включён',
          state: 'bad',
          word: 'нет',
          detail: '',
          problem: {
            code: 'VK.MARKET_OFF',
            message: 'В сообществе выключены товары',
            fix: 'В сообществе откройте «Управление» → «Разделы», включите «Товары» и нажмите «Проверить».',
          },
        },
      ],
    });
    const fragment = await merchant.postWithoutToken('/connections/vk/test', { _csrf }).set('HX-Request', 'true');
    expect(fragment.text).to.include('Есть что исправить').and.not.include('<html');
    expect((await merchant.post('/connections/vk/test')).headers['location']).to.equal('/connections');
    expect((await merchant.get('/connections')).text).to.include('Проверено. Есть что исправить:');
  });

  it('ask before they part, and say what stays', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const { text } = await merchant.get('/connections/disconnect?type=vk');
    expect(text).to.include('Отключить ВКонтакте?').and.include('action="/connections/delete?type=vk"');
    expect(text)
      .to.match(/value="keep" checked[^>]*>[^]*Оставить как есть/u)
      .and.include('396\u00a0товаров');
    expect((await merchant.post('/connections/delete?type=vk')).headers['location']).to.equal('/connections');
    expect(services.connections.connected.vk).to.equal(null);
    const till = await merchant.get('/connections/disconnect?type=evotor');
    expect(till.text).to.include('Товары в VK останутся как есть').and.not.include('name="goods"');
    await merchant.post('/connections/evotor/disconnect');
    expect(services.connections.connected.evotor).to.equal(null);
    expect(services.connections.partings).to.deep.equal([
      { service: 'vk', goods: 'keep' },
      { service: 'evotor', goods: 'keep' },
    ]);
    expect((await merchant.get('/connections/disconnect?type=ok')).status).to.equal(404);
  });

  it('hide the goods by a last run that can be watched', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const answer = await merchant.post('/connections/delete?type=vk', { goods: 'hide' });
    expect(answer.headers['location']).to.equal('/sync/runs/318');
    expect((await merchant.get('/sync/runs/318')).text).to.include('Скрываем товары в VK');
    expect(services.connections.partings).to.deep.equal([{ service: 'vk', goods: 'hide' }]);
  });

  it('delete goods only when asked twice', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const first = await merchant.post('/connections/vk/disconnect', { goods: 'delete' });
    expect(first.headers['location']).to.equal('/connections/disconnect?type=vk&goods=delete');
    expect(services.connections.partings).to.deep.equal([]);
    const { text } = await merchant.get('/connections/disconnect?type=vk&goods=delete');
    expect(text).to.include('Из витрины пропадут 396\u00a0товаров').and.include('name="sure" value="1"');
    await merchant.post('/connections/delete?type=vk', { goods: 'delete', sure: '1' });
    expect(services.connections.partings).to.deep.equal([{ service: 'vk', goods: 'delete' }]);
  });

  it('ask nothing of goods when there are none, and take no other answer', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const wrong = await merchant.post('/connections/delete?type=vk', { goods: 'burn' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('id="goods-error"').and.include('Выберите, что сделать с товарами');
    services.sync.own = { ...services.sync.own, numbers: { ...services.sync.own.numbers, inVk: 0 } };
    expect((await merchant.get('/connections/disconnect?type=vk')).text).not.to.include('name="goods"');
    expect(services.connections.partings).to.deep.equal([]);
  });

  it('say that there is nothing to check', async () => {
    const merchant = await loggedIn(buildTestSite({}, makeNew(createFakeServices())).app);
    const _csrf = await merchant.token();
    const fragment = await merchant.postWithoutToken('/connections/evotor/test', { _csrf }).set('HX-Request', 'true');
    expect(fragment.status).to.equal(200);
    expect(fragment.text).to.include('Сервис не подключён');
  });
});
