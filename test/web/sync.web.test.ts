import { expect } from 'chai';
import { AppError } from '../../src/domain/errors.js';
import { createFakeServices, makeNew } from '../support/fake-services.js';
import { runningJob } from '../support/fake-jobs.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

const SETTINGS = {
  price_multiplier: '1,15',
  price_rounding: 'x9',
  stock_mode: 'fixed',
  stock_buffer: '',
  stock_cap: '50',
};

describe('synchronisation', () => {
  it('before the set-up says what is missing and offers no start', async () => {
    const merchant = await loggedIn(buildTestSite({}, makeNew(createFakeServices())).app);
    const { text } = await merchant.get('/sync');
    expect(text).to.include('Не настроено').and.include('Эвотор: не подключено').and.include('href="/vk"');
    expect(text).to.match(/<button[^>]* disabled>Подтвердить и запустить/u);
    await merchant.post('/sync/toggle', { enabled: '1' });
    const refused = await merchant.post('/sync/confirm');
    expect(refused.headers['location']).to.equal('/sync');
    expect((await merchant.get('/sync')).text).to.include('Подключены не оба сервиса');
  });

  it('goes from switch to confirmation to the first run', async () => {
    const { app, services } = buildTestSite();
    services.sync.own = { ...services.sync.own, isEnabled: false, confirmedAt: null };
    const merchant = await loggedIn(app);
    expect((await merchant.get('/sync')).text).to.include('Включите обмен, и его можно будет запустить');
    await merchant.post('/sync/toggle', { enabled: '1' });
    expect((await merchant.get('/sync')).text).to.include('Настроено, ожидает подтверждения');
    expect((await merchant.get('/sync')).text).to.match(/<button[^>]*aria-describedby="confirm-hint">Подтвердить/u);
    await merchant.post('/sync/confirm');
    const { text } = await merchant.get('/sync');
    expect(text).to.include('Обмен запущен').and.include('Активна').and.include('184 из 420');
  });

  it('starts, pauses and goes on', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    await merchant.post('/sync/run-now');
    expect((await merchant.get('/sync')).text).to.include('Обмен начался.');
    await merchant.post('/sync/pause', { paused: '1' });
    expect(services.sync.own.pausedAt).not.to.equal(null);
    expect((await merchant.get('/sync')).text)
      .to.include('На паузе')
      .and.include('Продолжить');
    await merchant.post('/sync/pause', { paused: '0' });
    expect(services.sync.own.pausedAt).to.equal(null);
    expect((await merchant.post('/sync/pause', { paused: '7' })).status).to.equal(422);
  });

  it('says it plainly when a run cannot be started', async () => {
    const { app, services } = buildTestSite();
    services.sync.refusal = new AppError('unavailable', 'TEMPORAL.DOWN');
    const merchant = await loggedIn(app);
    for (const [path, back] of [
      ['/sync/run-now', '/sync'],
      ['/sync/preview', '/sync/preview'],
    ] as const) {
      expect((await merchant.post(path)).headers['location']).to.equal(back);
      expect((await merchant.get(back)).text).to.include('Сейчас не получается запустить обмен');
    }
    const _csrf = await merchant.token();
    const json = await merchant.postWithoutToken('/sync/run-now', { _csrf }).set('Accept', 'application/json');
    expect(json.status).to.equal(503);
    expect(json.headers['retry-after']).to.equal('30');
    services.sync.refusal = new AppError('bug', 'BUG');
    expect((await merchant.post('/sync/preview')).status).to.equal(500);
  });

  it('saves settings as texts by name', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const answer = await merchant.post('/sync/settings', { ...SETTINGS, mirror: 'true' });
    expect(answer.headers['location']).to.equal('/sync#settings');
    expect(services.sync.saved).to.deep.equal([
      {
        refresh_till: 'false',
        refresh_shop: 'false',
        mirror: 'true',
        price_multiplier: '1.15',
        price_rounding: 'x9',
        stock_mode: 'fixed',
        stock_buffer: '0',
        stock_cap: '50',
      },
    ]);
  });

  it('keeps what was typed beside what is wrong with it', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const wrong = await merchant.post('/sync/settings', { ...SETTINGS, price_multiplier: '<1>', stock_cap: '-1' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('value="&lt;1&gt;"').and.include('href="#price_multiplier"');
    expect(wrong.text).to.include('id="stock_cap-error"').and.include('<option value="x9" selected>');
    const refused = await merchant.post('/sync/settings', { ...SETTINGS, stock_mode: 'exact' });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('href="#stock_mode"').and.include('Остатки с кассы неизвестны. Разрешите');
    expect(refused.text).to.include('id="stock_mode"');
    expect(services.sync.saved).to.deep.equal([]);
  });
});

describe('settings', () => {
  const save = async (fields: Record<string, string>) => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    return { answer: await merchant.post('/sync/settings', { ...SETTINGS, ...fields }), saved: services.sync.saved };
  };

  it('offer to be asked before every run, and all brakes and limits', async () => {
    const { text } = await (await loggedIn(buildTestSite().app)).get('/sync');
    expect(text)
      .to.match(/value="automatic" checked/u)
      .and.include('Спрашивать перед каждым обменом');
    for (const name of ['delete_after_days', 'brake_hide_count', 'brake_price_up_percent', 'limit_adds_per_day'])
      expect(text, name).to.include(`name="${name}"`);
    expect(text).to.include('href="/sync/merge"').and.include('href="/sync/names"');
  });

  it('save mode, brakes and limits by name', async () => {
    const { saved } = await save({
      mode: 'approve',
      delete_after_days: '30',
      brake_hide_count: ' 8 ',
      limit_adds_per_day: '',
    });
    expect(saved[0]).to.include({
      mode: 'approve',
      delete_after_days: '30',
      brake_hide_count: '8',
      limit_adds_per_day: '',
    });
    expect(saved[0]).not.to.have.property('brake_price_count');
  });

  for (const [name, value] of [
    ['mode', 'always'],
    ['delete_after_days', '366'],
    ['brake_hide_percent', 'много'],
    ['limit_items', '1e9'],
  ] as const) {
    it(`name the field when ${name} is ${value}`, async () => {
      const { answer, saved } = await save({ [name]: value });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(`href="#${name}"`).and.include(`id="${name}-error"`);
      if (/^(?:brake|limit)_/u.test(name)) expect(answer.text).to.include('<details class="fold" open>');
      expect(saved).to.deep.equal([]);
    });
  }
});

describe('a pilot', () => {
  const unconfirmed = async () => {
    const { app, services } = buildTestSite();
    services.sync.own = { ...services.sync.own, confirmedAt: null, last: null };
    return { services, merchant: await loggedIn(app) };
  };

  it('is offered before the first run only', async () => {
    const { merchant, services } = await unconfirmed();
    expect((await merchant.get('/sync')).text).to.include('action="/sync/pilot"');
    services.sync.own = { ...services.sync.own, confirmedAt: new Date() };
    expect((await merchant.get('/sync')).text).not.to.include('action="/sync/pilot"');
  });

  it('tries so many goods, and can be watched', async () => {
    const { merchant, services } = await unconfirmed();
    const answer = await merchant.post('/sync/pilot', { count: ' 7 ' });
    expect(answer.headers['location']).to.equal('/sync/runs/400');
    expect((await merchant.get('/sync/runs/400')).text)
      .to.include('Пробуем на 7\u00a0товарах')
      .and.include('Проба № 400');
    expect(services.approvals.pilots).to.deep.equal([{ count: 7 }]);
  });

  for (const count of ['0', '51', '-1', '2.5', '', 'все']) {
    it(`does not try ${JSON.stringify(count)} goods`, async () => {
      const { merchant, services } = await unconfirmed();
      const answer = await merchant.post('/sync/pilot', { count });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('id="count-error"').and.include('href="#count"');
      expect(services.approvals.pilots).to.deep.equal([]);
    });
  }
});

describe('a lost connection', () => {
  it('is the first thing said after the set-up', async () => {
    const { app, services } = buildTestSite();
    services.connections.connected.vk = null;
    const merchant = await loggedIn(app);
    for (const path of ['/overview', '/sync']) {
      const { text } = await merchant.get(path);
      expect(text, path).to.include('ВКонтакте: не подключено').and.not.include('Всё в порядке');
      expect(text.match(/ВКонтакте: не подключено/gu)?.length, path).to.be.at.most(2);
    }
  });
});

describe('progress', () => {
  it('asks again while a run is under way, and stops when it is done', async () => {
    const { app, services } = buildTestSite();
    services.sync.own = { ...services.sync.own, current: runningJob() };
    const merchant = await loggedIn(app);
    const running = await merchant.get('/sync/progress').set('HX-Request', 'true');
    expect(running.text).to.include('hx-trigger="every 2s"').and.include('Отправляем в VK').and.not.include('<html');
    expect(running.text).to.include('184 из 420 · осталось около 2\u00a0мин').and.include('value="184" max="420"');
    services.sync.own = { ...services.sync.own, current: null };
    const done = await merchant.get('/sync/progress').set('HX-Request', 'true');
    expect(done.text).to.include('Последний обмен').and.include('Готово').and.not.include('hx-get');
  });

  it('is followed by its page when the run ends: in place above the settings, by a reload elsewhere', async () => {
    const { app, services } = buildTestSite();
    services.sync.own = { ...services.sync.own, current: runningJob() };
    const merchant = await loggedIn(app);
    const page = (await merchant.get('/sync')).text;
    expect(page).to.include('hx-get="/sync/progress?then=sync"').and.not.include('Обменять сейчас');
    expect((await merchant.get('/overview')).text).to.include('hx-get="/sync/progress?then=page"');
    const poll = (then: string) => merchant.get(`/sync/progress?then=${then}`).set('HX-Request', 'true');
    const running = await poll('sync');
    expect(running.text).to.include('hx-get="/sync/progress?then=sync"').and.not.include('hx-swap-oob');
    expect((await poll('page')).headers['hx-refresh']).to.equal(undefined);
    services.sync.own = { ...services.sync.own, current: null };
    const over = await poll('sync');
    expect(over.headers['hx-refresh']).to.equal(undefined);
    expect(over.text)
      .to.match(/<section id="sync-master"[^>]* hx-swap-oob="true"/u)
      .and.include('Обменять сейчас')
      .and.include('name="_csrf"')
      .and.not.include('Остановить обмен');
    const elsewhere = await poll('page');
    expect(elsewhere.headers['hx-refresh']).to.equal('true');
    expect(elsewhere.text).not.to.include('sync-master');
  });

  it('reloads itself without scripts, but never under a form', async () => {
    const { app, services } = buildTestSite();
    services.sync.own = { ...services.sync.own, current: runningJob() };
    const merchant = await loggedIn(app);
    expect((await merchant.get('/sync/progress')).text).to.include('<noscript><meta http-equiv="refresh" content="5">');
    expect((await merchant.get('/sync')).text)
      .to.include('href="/sync/progress"')
      .and.not.include('http-equiv');
    services.sync.own = { ...services.sync.own, current: null };
    expect((await merchant.get('/sync/progress')).text).not.to.include('http-equiv');
  });
});

describe('history', () => {
  it('lists runs with what they changed', async () => {
    const { text } = await (await loggedIn(buildTestSite().app)).get('/sync/runs');
    expect(text).to.include('создано\u00a03 · изменено\u00a08 · скрыто\u00a01').and.include('после изменения на кассе');
    expect(text).to.include('VK просит подтвердить, что вы не робот');
  });

  it('shows a run with every change, old and new, and what went wrong', async () => {
    const { text } = await (await loggedIn(buildTestSite().app)).get('/sync/runs/318');
    expect(text).to.include('350\u00a0₽').and.include('385\u00a0₽').and.include('+10\u00a0%');
    expect(text)
      .to.include('карточка с названием')
      .and.include('VK не принял название')
      .and.include('Поправьте название');
    expect(text).to.include('Товар снят с продажи на кассе');
  });

  for (const id of ['999', '0', 'abc', '1e3']) {
    it(`has no run ${id}`, async () => {
      const answer = await (await loggedIn(buildTestSite().app)).get(`/sync/runs/${id}`);
      expect(answer.status).to.equal(404);
      expect(answer.text).to.include('Такого обмена нет');
    });
  }
});
