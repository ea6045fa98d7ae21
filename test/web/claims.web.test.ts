import { expect } from 'chai';
import { OFFERED } from '../support/fake-claims.js';
import { CHECKS } from '../support/fake-connections.js';
import { createFakeServices, makeNew } from '../support/fake-services.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn, visitor } from '../support/visitor.js';

const CLAIM = '/connections/evotor/claim';
const PAGES = ['/connections', '/connections/add', '/evotor', '/overview'] as const;

describe('«Это моя касса»', () => {
  const site = () => {
    const services = makeNew(createFakeServices());
    return { services, app: buildTestSite({}, services).app };
  };

  for (const path of PAGES)
    it(`is offered on ${path} with what is known, and with a button that works without scripts`, async () => {
      const { app } = site();
      const { text } = await (await loggedIn(app)).get(path);
      expect(text).to.include('Это моя касса: Чайная на Мира и ещё 2');
      expect(text).to.include('<li>Склад</li>').and.include('…0042').and.include('12\u00a0мин назад');
      expect(text).to.include('Это моя касса: Эвотор …0043').and.include('ещё не прислал токен');
      expect(text.match(/action="\/connections\/evotor\/claim"/gu)).to.have.length(2);
      expect(text.match(/name="connection" value="7[12]"/gu)).to.have.length(2);
    });

  it('is not there when there is nothing to claim', async () => {
    const { app, services } = site();
    services.claims.offered = [];
    const merchant = await loggedIn(app);
    for (const path of PAGES) expect((await merchant.get(path)).text, path).to.not.include('Это моя касса');
  });

  it('a click connects the till and shows the lights', async () => {
    const { app, services } = site();
    const merchant = await loggedIn(app);
    const answer = await merchant.post(CLAIM, { connection: '71' });
    expect([answer.status, answer.headers['location']]).to.deep.equal([303, '/connections']);
    expect(services.claims.claimed).to.deep.equal([71]);
    const { text } = await merchant.get('/connections');
    expect(text).to.include('Товары можно читать').and.include('Магазины видны');
    expect(CHECKS.evotor.lights).to.have.length(3);
  });

  it('a till that cannot be read yet says so', async () => {
    const { app, services } = site();
    services.claims.check = null;
    const merchant = await loggedIn(app);
    await merchant.post(CLAIM, { connection: '72' });
    expect((await merchant.get('/connections')).text).to.include('как только Эвотор нас пустит');
  });

  it('another till in the way is named, without a button, and a click all the same is refused', async () => {
    const { app, services } = site();
    services.claims.offered = OFFERED.map(offer => ({ ...offer, isInTheWay: true }));
    const merchant = await loggedIn(app);
    const { text } = await merchant.get('/connections');
    expect(text).to.include('Отключить прежнюю кассу');
    expect(text).to.not.include('Это моя касса');
    expect((await merchant.get('/overview')).text).to.not.include('Отключить прежнюю кассу');
    const answer = await merchant.post(CLAIM, { connection: '71' });
    expect([answer.status, answer.headers['location']]).to.deep.equal([303, '/connections']);
    expect((await merchant.get('/connections')).text).to.include('У вас уже подключена другая касса');
    expect(services.claims.claimed).to.deep.equal([]);
  });

  it('somebody else’s till, one that is gone and what is no till at all are not found', async () => {
    const { app, services } = site();
    const merchant = await loggedIn(app);
    const values = ['999', '0', '-1', '1e3', '71 ', '', 'x'.repeat(300), '<script>', '\u0000', '99999999999999999999'];
    for (const connection of values) {
      const answer = await merchant.post(CLAIM, { connection });
      expect(answer.status, connection).to.equal(404);
      expect(answer.text).to.include('Такой кассы среди ваших нет');
    }
    expect((await merchant.post(CLAIM, { connection: ['71', '72'] })).status).to.equal(404);
    expect((await merchant.post(CLAIM)).status).to.equal(404);
    expect(services.claims.claimed).to.deep.equal([]);
  });

  it('twice is once: the second click leads to the same page and does nothing', async () => {
    const { app, services } = site();
    const merchant = await loggedIn(app);
    await merchant.post(CLAIM, { connection: '71' });
    const second = await merchant.post(CLAIM, { connection: '71' });
    expect([second.status, second.headers['location']]).to.deep.equal([303, '/connections']);
    expect(services.claims.claimed).to.deep.equal([71]);
  });

  it('wants the token of the session, and a merchant', async () => {
    const { app } = site();
    expect((await (await loggedIn(app)).postWithoutToken(CLAIM, { connection: '71' })).status).to.equal(403);
    expect((await visitor(app).post(CLAIM, { connection: '71' })).headers['location']).to.match(/^\/login/u);
    const operator = await loggedIn(app, 'operator@evosync.example');
    expect((await operator.post(CLAIM, { connection: '71' })).status).to.be.oneOf([303, 403]);
  });

  it('bears store names of any length and kind', async () => {
    const { app, services } = site();
    const [first] = OFFERED;
    if (first === undefined) throw new Error('no offer');
    services.claims.offered = [
      { ...first, stores: ['<b>'.repeat(70), '\u202eмагазин', ...Array.from({ length: 18 }, () => 'Ларёк')] },
    ];
    const { text } = await (await loggedIn(app)).get('/connections');
    expect(text).to.not.include('<b><b>');
    expect(text).to.include('&lt;b&gt;').and.include('и ещё 19');
    expect(text.match(/<li>Ларёк/gu)).to.have.length(3);
  });
});
