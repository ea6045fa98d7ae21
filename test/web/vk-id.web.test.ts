import { expect } from 'chai';
import { AppError } from '../../src/domain/errors.js';
import { createFakeServices, makeNew } from '../support/fake-services.js';
import { CHOICE, OTHER_COMMUNITY, OWN_COMMUNITY, STATE } from '../support/fake-vk-id.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

const ATTEMPT = String(CHOICE.attemptId);

describe('VK ID on the site', () => {
  it('is offered first, with the key by hand below; or not at all', async () => {
    const { app, services } = buildTestSite({}, makeNew(createFakeServices()));
    const merchant = await loggedIn(app);
    const { text } = await merchant.get('/vk');
    expect(text)
      .to.include('href="/vk/connect">Войти через VK ID')
      .and.match(/<details id="by-hand"[^>]*(?<!open)>/u);
    services.vkId.isOffered = false;
    const byHand = (await merchant.get('/vk')).text;
    expect(byHand)
      .to.match(/<details id="by-hand"[^>]* open>/u)
      .and.not.include('/vk/connect');
    expect((await merchant.get('/vk/connect')).headers['location']).to.equal('/vk');
    expect((await merchant.get('/vk')).text).to.include('Вход через VK ID здесь не настроен');
  });

  it('says of a community that is there that nothing is lost', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const { text } = await merchant.get('/vk');
    expect(text).to.include('Подключить заново через VK ID').and.include('ничего не потеряется');
  });

  it('leads to VK and back to the choice', async () => {
    const { app, services } = buildTestSite({}, makeNew(createFakeServices()));
    services.vkId.waiting = null;
    const merchant = await loggedIn(app);
    const leave = await merchant.get('/vk/connect');
    expect(leave.status).to.equal(303);
    expect(leave.headers['location']).to.match(/^https:\/\/id\.vk\.example\/authorize\?/u);
    const back = await merchant.get(`/vk/callback?code=abc&state=${STATE}&device_id=dev&type=code_v2`);
    expect(back.headers['location']).to.equal('/vk/community');
    expect(services.vkId.answers).to.deep.equal([{ state: STATE, code: 'abc', deviceId: 'dev', error: '' }]);
    const { text } = await merchant.get('/vk/community');
    expect(text).to.include('Ольга Ветрова').and.include('Чайная на Мира').and.include('товары выключены');
    expect(text).to.include('включены расширенные товары').and.include(`name="attempt" value="${ATTEMPT}"`);
    const chosen = await merchant.post('/vk/community', { attempt: ATTEMPT, community: String(OWN_COMMUNITY) });
    expect(chosen.headers['location']).to.equal('/connections');
    const board = (await merchant.get('/connections')).text;
    expect(board).to.include('Подключено. Всё проверено').and.include('На связи').and.include('расширенные товары');
    expect(board).to.include('администратор');
  });

  it('says after connecting anew that everything is still there', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    await merchant.post('/vk/community', { attempt: ATTEMPT, community: String(OWN_COMMUNITY) });
    expect((await merchant.get('/connections')).text).to.include(
      'Подключено заново: связи с товарами, правила и настройки на месте.',
    );
  });

  it('takes back what VK sends in every shape, and says what stands in the way', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const tries: readonly (readonly [query: string, text: string])[] = [
      ['', 'Этот вход через VK ID устарел'],
      ['?state=wrong&code=1&device_id=2', 'Этот вход через VK ID устарел'],
      ['?state=%00&code=%00', 'Этот вход через VK ID устарел'],
      ['?state=a&state=b', 'Этот вход через VK ID устарел'],
      [`?state=${'x'.repeat(5000)}`, 'Этот вход через VK ID устарел'],
      ['?state=%3Cscript%3Ealert(1)%3C/script%3E', 'Этот вход через VK ID устарел'],
      [`?state=${STATE}&error=access_denied&error_description=no`, 'Вы не дали доступ в VK'],
    ];
    for (const [query, text] of tries) {
      const answer = await merchant.get(`/vk/callback${query}`);
      expect([answer.status, answer.headers['location']], query).to.deep.equal([303, '/vk']);
      const page = (await merchant.get('/vk')).text;
      expect(page, query).to.include(text).and.not.include('<script>alert');
    }
    services.vkId.answerCode = 'VK_ID.RIGHTS_MISSING';
    await merchant.get(`/vk/callback?state=${STATE}&code=1&device_id=2`);
    expect((await merchant.get('/vk')).text)
      .to.include('VK не дал право «Товары»')
      .and.include('href="/vk/connect"');
  });

  it('asks strangers to log in and keeps no code in a log', async () => {
    const { app, logs } = buildTestSite();
    const merchant = await loggedIn(app);
    await merchant.get(`/vk/callback?state=${STATE}&code=secret-code&device_id=2`);
    expect(JSON.stringify(logs)).to.include('/vk/callback').and.not.include('secret-code').and.not.include(STATE);
  });

  it('shows an empty list, and asks for a number when there is none', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    services.vkId.waiting = { ...CHOICE, communities: [] };
    const empty = (await merchant.get('/vk/community')).text;
    expect(empty).to.include('нет сообществ, где вы администратор').and.not.include('name="community"');
    services.vkId.waiting = { ...CHOICE, communities: null, personName: '' };
    const asks = (await merchant.get('/vk/community')).text;
    expect(asks).to.include('VK не показал нам список').and.include('id="community"');
    const wrong = await merchant.post('/vk/community', { attempt: ATTEMPT, community: ' моя лавка <b>' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('id="community-error"').and.include('моя лавка &lt;b&gt;');
    services.vkId.waiting = null;
    expect((await merchant.get('/vk/community')).headers['location']).to.equal('/vk');
    expect((await merchant.get('/vk')).text).to.include('Время на выбор сообщества вышло');
  });

  for (const community of ['', 'x'.repeat(3000), '<script>', '\u0000', '\u202e1😀', '-', '99999999999999']) {
    it(`keeps the choice open for «${JSON.stringify(community).slice(0, 20)}»`, async () => {
      const { app, services } = buildTestSite();
      const merchant = await loggedIn(app);
      const answer = await merchant.post('/vk/community', { attempt: ATTEMPT, community });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('id="community-error"').and.not.include('<script>\n');
      expect(services.connections.groupIds).to.deep.equal([]);
    });
  }

  it('what is no number of a key counts as a key that is gone', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    for (const attempt of ['', 'x', '-1', '1.5', '\u0000']) {
      const answer = await merchant.post('/vk/community', { attempt, community: String(OWN_COMMUNITY) });
      expect(answer.status, attempt).to.equal(422);
      expect(answer.text)
        .to.include('Время на выбор сообщества вышло')
        .and.not.match(/Invalid|expected/u);
    }
    expect(services.connections.groupIds).to.deep.equal([]);
  });

  it('lets another community be chosen after a refusal, and starts over when the key is gone', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const choose = (attempt = ATTEMPT) => merchant.post('/vk/community', { attempt, community: String(OWN_COMMUNITY) });
    services.vkId.refusal = new AppError('upstream_rejected', 'VK.COMMUNITY_TAKEN');
    const taken = await choose();
    expect(taken.status).to.equal(422);
    expect(taken.text).to.include('Это сообщество уже подключено').and.include('name="attempt"');
    services.vkId.refusal = new AppError('unavailable', 'TEMPORAL.DOWN');
    expect((await choose()).status).to.equal(503);
    services.vkId.refusal = null;
    expect((await choose('77')).text).to.include('Время на выбор сообщества вышло');
    expect((await choose('not-a-number')).status).to.equal(422);
    services.vkId.waiting = null;
    expect((await choose('77')).headers['location']).to.equal('/vk');
  });

  it('asks before another community, by VK ID and by hand', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const asked = await merchant.post('/vk/community', { attempt: ATTEMPT, community: String(OTHER_COMMUNITY) });
    expect(asked.headers['location']).to.equal(`/vk/change?attempt=${ATTEMPT}`);
    const { text } = await merchant.get(`/vk/change?attempt=${ATTEMPT}`);
    expect(text).to.include('Подключить другое сообщество?').and.include('«Ярмарка у дома»');
    expect(text).to.include('396\u00a0товаров').and.include('name="sure" value="1"');
    expect(services.connections.groupIds).to.deep.equal([]);
    const sure = { attempt: ATTEMPT, community: String(OTHER_COMMUNITY), sure: '1' };
    expect((await merchant.post('/vk/community', sure)).headers['location']).to.equal('/connections');
    expect(services.connections.groupIds).to.deep.equal([OTHER_COMMUNITY]);

    const byHand = await merchant.post('/connections/vk', { token: 'good', community: 'club42' });
    expect(byHand.headers['location']).to.equal('/vk/change?attempt=99');
    expect((await merchant.get('/vk/change?attempt=99')).text)
      .to.include('club42')
      .and.not.include('good"');
    expect((await merchant.get('/vk/change?attempt=5')).headers['location']).to.equal('/vk');
    for (const attempt of ['', 'x', '0', '-1', '1.5', '%00']) {
      expect((await merchant.get(`/vk/change?attempt=${attempt}`)).status, attempt).to.equal(404);
    }
  });

  it('opens the fresh page of a captcha in a tab of its own', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    services.connections.connected.vk = { ...services.connections.connected.vk!, needsCaptcha: true };
    const card = (await merchant.get('/vk')).text;
    expect(card)
      .to.match(/<form[^>]*action="\/vk\/captcha" target="_blank">/u)
      .and.include('Проверить сейчас');
    expect(card).to.include('Нужна проверка');
    const asked = await merchant.post('/vk/captcha');
    expect(asked.status).to.equal(200);
    expect(asked.headers['refresh']).to.equal(`0; url=${services.vkId.captchaPage ?? ''}`);
    expect(asked.text).to.include('Открыть страницу VK').and.include('rel="noreferrer"');
    services.vkId.captchaPage = null;
    expect((await merchant.post('/vk/captcha')).headers['location']).to.equal('/vk');
    expect((await merchant.get('/vk')).text).to.include('VK снова пускает нас');
    services.connections.connected.vk = null;
    await merchant.post('/vk/captcha');
    expect((await merchant.get('/vk')).text).to.include('Сервис не подключён');
  });
});
