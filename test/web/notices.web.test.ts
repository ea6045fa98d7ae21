import { expect } from 'chai';
import type { UserId } from '../../src/domain/brand.js';
import { PAST_NOTICES, UNSUBSCRIBE_TOKEN, buildNotice } from '../support/fake-notices.js';
import { createFakeServices, makeAsking, type FakeServices } from '../support/fake-services.js';
import { NOW, minutesAgo } from '../support/fake-connections.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn, visitor } from '../support/visitor.js';

const REVOKED = buildNotice({ id: 501, code: 'VK.TOKEN_REVOKED' });
const NEWS = buildNotice({ id: 502, code: 'SYNC.FIRST_LOAD', params: { inVk: '396', withReason: '2' } });
const PARKED = buildNotice({ id: 503, code: 'SYNC.PARKED_LONG' });

async function told(rows = [REVOKED], change: (services: FakeServices) => void = () => undefined) {
  const services = createFakeServices();
  change(services);
  services.notices.rows = [...rows, ...PAST_NOTICES];
  const { app } = buildTestSite({}, services);
  return { app, services, merchant: await loggedIn(app) };
}

describe('the line on top of a page', () => {
  const BANNER = /<aside class="need-banner[^]*?<\/aside>/u;

  it('names what does most harm and how much else there is, on every page but those that list it', async () => {
    const { merchant } = await told([PARKED, REVOKED]);
    for (const path of ['/connections', '/catalog/stores', '/sync/runs', '/notices']) {
      const banner = BANNER.exec((await merchant.get(path)).text)?.[0] ?? '';
      expect(banner, path).to.include('ВКонтакте не принял ключ').and.include('href="/overview">ещё 1');
    }
    for (const path of ['/overview', '/demo']) expect((await merchant.get(path)).text, path).not.to.match(BANNER);
  });

  it('is not there when nothing needs the merchant, nor for news, nor for what was put off', async () => {
    const { merchant } = await told([NEWS, { ...REVOKED, snoozedUntil: minutesAgo(-60) }]);
    expect((await merchant.get('/connections')).text).not.to.match(BANNER);
  });

  it('does not offer the page one stands on', async () => {
    const { merchant } = await told([REVOKED]);
    expect(BANNER.exec((await merchant.get('/vk')).text)?.[0]).not.to.include('href="/vk"');
    expect(BANNER.exec((await merchant.get('/evotor')).text)?.[0]).to.include('href="/vk"');
  });

  it('costs pages alone, one question each', async () => {
    const { merchant, services } = await told();
    let asked = 0;
    const real = services.notices;
    const needs: typeof real.needs = userId =>
      Promise.resolve(real.open(userId)).then(notices => ({ ...facts, notices }));
    const facts = await real.needs(1 as UserId);
    services.notices.needs = userId => {
      asked += 1;
      return needs(userId);
    };
    await merchant.get('/connections');
    expect(asked).to.equal(1);
    await merchant.get('/sync/progress').set('HX-Request', 'true');
    await merchant.get('/connections').set('Accept', 'application/json');
    await merchant.get('/catalog/photos/own').set('Accept', 'image/avif,image/webp,*/*');
    expect(asked).to.equal(1);
  });
});

describe('what needs the merchant', () => {
  it('is sorted by harm, whoever reports it, and named once', async () => {
    const { merchant } = await told([NEWS, PARKED, REVOKED], services => {
      makeAsking(services);
      const { vk } = services.connections.connected;
      services.connections.connected.vk = { ...vk!, isOnline: false, problemCode: 'VK.TOKEN_REVOKED' };
    });
    const { text } = await merchant.get('/overview');
    const order = [...text.matchAll(/need__text">([^<]+)/gu)].map(([, words]) => words?.replaceAll('\u00a0', ' '));
    expect(order).to.deep.equal([
      'ВКонтакте не принял ключ',
      'Обмен ждёт вашего ответа',
      'Обмен не идёт больше шести часов',
      'Похоже, 2 товара уже есть в VK',
      'Изменено в VK вручную: 2 товара',
      'Первая загрузка закончена',
    ]);
  });

  it('can be put off, stays in sight, and still keeps the headline from saying that all is well', async () => {
    const { merchant, services } = await told([REVOKED]);
    const answer = await merchant.post('/notices/501/snooze', { back: '/sync?x=1' });
    expect([answer.status, answer.headers['location']]).to.deep.equal([303, '/sync?x=1']);
    expect(services.notices.rows[0]?.snoozedUntil).to.be.greaterThan(NOW);
    const { text } = await merchant.get('/overview');
    expect(text).to.include('Отложено на потом').and.include('Нужна ваша помощь').and.include('Напомним через сутки');
    expect(text).not.to.include('Нужно ваше внимание');
  });

  it('that is news is put away', async () => {
    const { merchant } = await told([NEWS]);
    const before = (await merchant.get('/overview')).text;
    expect(before).to.include('Сейчас в VK товаров: 396').and.include('Всё в порядке');
    expect((await merchant.post('/notices/502/dismiss')).headers['location']).to.equal('/overview');
    expect((await merchant.get('/overview')).text).not.to.include('Первая загрузка закончена');
  });

  for (const id of ['999', '0', '-1', 'x', '1e3', '501%00', '9'.repeat(30)])
    it(`knows no notice ${id.slice(0, 12)}`, async () => {
      const { merchant } = await told([NEWS]);
      for (const act of ['snooze', 'dismiss'])
        expect((await merchant.post(`/notices/${id}/${act}`)).status, act).to.equal(404);
    });

  it('goes back to pages of ours only', async () => {
    const { merchant } = await told([REVOKED]);
    const answer = await merchant.post('/notices/501/snooze', { back: 'https://evil.example/' });
    expect(answer.headers['location']).to.equal('/overview');
  });

  it('cannot put away what is to be mended', async () => {
    const { merchant } = await told([REVOKED]);
    expect((await merchant.post('/notices/501/dismiss')).status).to.equal(404);
  });
});

describe('the page of notices', () => {
  it('has them all, newest first, with how long each lasted and whether a letter went out', async () => {
    const { merchant } = await told([REVOKED]);
    const { text } = await merchant.get('/notices');
    expect(text.indexOf('ВКонтакте не принял ключ')).to.be.lessThan(text.indexOf('VK просит подтвердить'));
    expect(text).to.include('Не работает').and.include('Завершено').and.include('письмо отправлено');
    expect(text).to.include('длилось 1\u00a0ч\u00a000\u00a0мин');
  });

  it('is empty at first', async () => {
    const { merchant, services } = await told([]);
    services.notices.rows = [];
    expect((await merchant.get('/notices')).text).to.include('Уведомлений ещё не было');
  });

  it('comes by pages, and takes a broken page number for the first', async () => {
    const { merchant, services } = await told([REVOKED]);
    services.notices.pageSize = 2;
    expect((await merchant.get('/notices')).text)
      .to.include('1–2 из 4')
      .and.include('href="/notices?page=2"');
    expect((await merchant.get('/notices?page=2')).text).to.include('3–4 из 4');
    expect((await merchant.get('/notices?page=%00')).status).to.equal(200);
  });

  it('switches the letters off and on', async () => {
    const { merchant, services } = await told();
    expect((await merchant.get('/notices')).text).to.include('Письма приходят на olga@chainaya.example');
    await merchant.post('/notices/mail', { mail: 'off' });
    expect(services.notices.mail.isOn).to.equal(false);
    expect((await merchant.get('/notices')).text).to.include('Включить письма');
    await merchant.post('/notices/mail', { mail: 'on' });
    expect(services.notices.mail.isOn).to.equal(true);
    for (const mail of ['', 'maybe', '<script>', 'o\u0000n', 'on'.repeat(2000)])
      expect((await merchant.post('/notices/mail', { mail })).status, mail.slice(0, 9)).to.equal(422);
  });

  it('says why no letter comes to an address nobody has confirmed', async () => {
    const { merchant } = await told([], services => {
      services.notices.mail = { ...services.notices.mail, isConfirmed: false };
    });
    expect((await merchant.get('/notices')).text).to.include('Пока адрес не подтверждён, писем не будет');
  });
});

describe('the link of a letter', () => {
  const path = `/notices/unsubscribe?token=${UNSUBSCRIBE_TOKEN}`;

  it('asks first, without a log-in, and shows no whole address', async () => {
    const { app, services } = buildTestSite();
    const { status, text } = await visitor(app).get(path);
    expect(status).to.equal(200);
    expect(text).to.include('Отключить письма?').and.include('o…a@chainaya.example').and.not.include('olga@');
    expect(services.notices.mail.isOn).to.equal(true);
  });

  it('switches the letters off by a press', async () => {
    const { app, services } = buildTestSite();
    const stranger = visitor(app, path);
    const answer = await stranger.post('/notices/unsubscribe', { token: UNSUBSCRIBE_TOKEN });
    expect([answer.status, answer.headers['location']]).to.deep.equal([303, path]);
    expect((await stranger.get(path)).text).to.include('Письма отключены');
    expect(services.notices.mail.isOn).to.equal(false);
  });

  it('needs the token of the form, as every form', async () => {
    const { app, services } = buildTestSite();
    const answer = await visitor(app).postWithoutToken('/notices/unsubscribe', { token: UNSUBSCRIBE_TOKEN });
    expect(answer.status).to.equal(403);
    expect(services.notices.mail.isOn).to.equal(true);
  });

  for (const token of ['', 'x', '<script>', '%00', 'a'.repeat(5000)])
    it(`that is not ours says so: ${token.slice(0, 10)}`, async () => {
      const { app } = buildTestSite();
      const { status, text } = await visitor(app).get(`/notices/unsubscribe?token=${encodeURIComponent(token)}`);
      expect(status).to.equal(404);
      expect(text).to.include('Ссылка из письма не подошла').and.not.include('<script>');
    });
});
