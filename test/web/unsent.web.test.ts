import { expect } from 'chai';
import request from 'supertest';
import type { Express } from 'express';
import { PASSWORD } from '../support/fake-accounts.js';
import { buildTestSite, type TestSite } from '../support/test-site.js';

const EMAIL = 'olga@chainaya.example';
const FORM = { firstName: 'Ольга-Мария', lastName: 'Ветрова', phone: '', email: EMAIL, password: 'тайна-тайна' };

type Agent = ReturnType<typeof request.agent>;

const tokenOn = async (agent: Agent, path: string): Promise<string> =>
  /name="_csrf" value="([^"]+)"/u.exec((await agent.get(path).redirects(2)).text)?.[1] ?? '';

async function enter(agent: Agent, next = '', email = EMAIL): Promise<request.Response> {
  const _csrf = await tokenOn(agent, '/login');
  return agent.post('/login').type('form').send({ email, password: PASSWORD, next, _csrf });
}

/** Sends a form as a browser does from a page of ours. */
const sendFrom = (agent: Agent, path: string, fields: object, site = 'same-origin') =>
  agent.post(path).type('form').set('Sec-Fetch-Site', site).send(fields);

async function member(app: Express): Promise<Agent> {
  const agent = request.agent(app);
  await enter(agent);
  return agent;
}

/** A session that ends in the middle of a form; answers what the form's page was answered with. */
async function endInTheMiddle(site: TestSite, fields: object = FORM, path = '/profile/edit') {
  const agent = await member(site.app);
  const _csrf = await tokenOn(agent, '/profile/edit');
  site.services.accounts.users = site.services.accounts.users.map(user => ({
    ...user,
    sessionEpoch: user.sessionEpoch + 1,
  }));
  return { agent, answer: await sendFrom(agent, path, { ...fields, _csrf }) };
}

describe('a form sent after the session had ended', () => {
  it('waits through the log-in and is sent with one press; passwords are typed again', async () => {
    const site = buildTestSite();
    const { agent, answer } = await endInTheMiddle(site);
    expect(answer.status).to.equal(303);
    expect(answer.headers['location']).to.equal('/login?next=%2Funsent');
    const login = await agent.get('/login?next=%2Funsent');
    expect(login.text).to.include('Сеанс закончился').and.include('То, что вы ввели, мы сохранили');
    expect((await enter(agent, '/unsent')).headers['location']).to.equal('/unsent');

    const page = await agent.get('/unsent');
    expect(page.text)
      .to.include('Вы не успели отправить форму')
      .and.include('Ольга-Мария')
      .and.include('action="/profile/edit"');
    expect(page.text).not.to.include('тайна-тайна');
    expect(site.services.accounts.asked).to.deep.equal([]);
    const _csrf = /name="_csrf" value="([^"]+)"/u.exec(page.text)?.[1] ?? '';
    const { password: _secret, ...kept } = FORM;
    const sent = await agent
      .post('/profile/edit')
      .type('form')
      .send({ ...kept, _csrf, _kept: '1' });
    expect(sent.headers['location']).to.equal('/profile');
    expect(site.services.accounts.asked.at(-1)?.input).to.deep.include({ firstName: 'Ольга-Мария', password: '' });
    expect((await agent.get('/unsent')).headers['location']).to.equal('/');
  });

  it('waits also when the cookie is gone: the browser forgets it after a week', async () => {
    const site = buildTestSite();
    const stranger = request.agent(site.app);
    const answer = await sendFrom(stranger, '/profile/edit', { ...FORM, _csrf: 'f'.repeat(64) });
    expect(answer.headers['location']).to.equal('/login?next=%2Funsent');
    await enter(stranger, '/unsent');
    expect((await stranger.get('/unsent')).text).to.include('Ольга-Мария');
  });

  it('can be dropped, and is then gone', async () => {
    const site = buildTestSite();
    const { agent } = await endInTheMiddle(site);
    await enter(agent, '/unsent');
    const _csrf = await tokenOn(agent, '/unsent');
    await agent.post('/unsent/drop').type('form').send({ _csrf });
    expect((await agent.get('/unsent')).headers['location']).to.equal('/');
    expect(site.services.accounts.asked).to.deep.equal([]);
  });

  it('is nobody else’s who logs in in the same browser', async () => {
    const site = buildTestSite();
    const { agent } = await endInTheMiddle(site);
    await enter(agent, '/unsent', 'operator@evosync.example');
    const page = await agent.get('/unsent');
    expect(page.headers['location']).to.equal('/');
    expect(page.text).not.to.include('Ольга-Мария');
  });

  it('is kept for an hour', async () => {
    const site = buildTestSite();
    const { agent } = await endInTheMiddle(site);
    await enter(agent, '/unsent');
    site.clock.time = new Date(site.clock.time.getTime() + 61 * 60_000);
    expect((await agent.get('/unsent')).headers['location']).to.equal('/');
  });

  it('keeps fields that come several times, and shows markup as text', async () => {
    const site = buildTestSite();
    const { agent } = await endInTheMiddle(
      site,
      { id: ['a', 'b'], name: '<img src=x onerror=alert(1)>' },
      '/catalog/filter',
    );
    await enter(agent, '/unsent');
    const { text } = await agent.get('/unsent');
    expect(text.match(/name="id" value="[ab]"/gu)).to.have.length(2);
    expect(text).to.include('&lt;img').and.not.include('<img src=x');
  });

  const refused: readonly (readonly [why: string, path: string, fields: object, site: string])[] = [
    ['comes from another site', '/profile/edit', FORM, 'cross-site'],
    ['comes from a neighbour of ours', '/profile/edit', FORM, 'same-site'],
    ['was typed into no page', '/profile/edit', FORM, 'none'],
    ['takes something away', '/profile/delete', { reason: 'x' }, 'same-origin'],
    ['removes a photo', '/catalog/photos/own/remove', { back: '/catalog/photos' }, 'same-origin'],
    ['disconnects', '/connections/disconnect?type=vk', { goods: 'delete' }, 'same-origin'],
    ['holds nothing but secrets', '/connections/evotor', { token: 'x', password: 'y' }, 'same-origin'],
    ['is for another host', '//evil.example/profile', FORM, 'same-origin'],
  ];
  for (const [why, path, fields, from] of refused) {
    it(`is not kept when it ${why}`, async () => {
      const { app } = buildTestSite();
      const stranger = request.agent(app);
      const answer = await sendFrom(stranger, path, fields, from);
      expect(answer.status).to.equal(403);
      expect(answer.text).to.include('CSRF.EXPIRED').and.not.include('Ольга-Мария');
      await enter(stranger, '/unsent');
      expect((await stranger.get('/unsent')).headers['location']).to.equal('/');
    });
  }

  it('goes by the origin where a browser says no more', async () => {
    const { app } = buildTestSite();
    const answers = await Promise.all(
      ['http://localhost', 'http://evil.example', 'null'].map(origin =>
        request(app).post('/profile/edit').type('form').set('Origin', origin).send(FORM),
      ),
    );
    expect(answers.map(({ status }) => status)).to.deep.equal([303, 403, 403]);
  });

  it('is not kept again and again for one address', async () => {
    const { app, services } = buildTestSite();
    services.accounts.mayKeep = false;
    expect((await sendFrom(request.agent(app), '/profile/edit', FORM)).status).to.equal(403);
  });
});

describe('a form of a page that was open too long', () => {
  it('comes back with a fresh token to somebody who is in: nothing changed, nothing lost', async () => {
    const { app, services } = buildTestSite();
    const agent = await member(app);
    const answer = await sendFrom(agent, '/profile/edit', { ...FORM, _csrf: 'f'.repeat(64) });
    expect(answer.status).to.equal(403);
    expect(answer.text).to.include('CSRF.EXPIRED').and.include('Для безопасности мы ничего не изменили');
    expect(answer.text)
      .to.include('value="Ольга-Мария"')
      .and.include('action="/profile/edit"')
      .and.not.include('тайна-тайна');
    expect(services.accounts.asked).to.deep.equal([]);
    const _csrf = /name="_csrf" value="([^"]+)"/u.exec(answer.text)?.[1] ?? '';
    expect(
      (
        await agent
          .post('/profile/edit')
          .type('form')
          .send({ ...FORM, _csrf })
      ).status,
    ).to.equal(303);
  });

  it('comes back to strangers from where they stand', async () => {
    const { app } = buildTestSite();
    const answer = await sendFrom(request.agent(app), '/register', { ...FORM, _csrf: 'x' });
    expect(answer.status).to.equal(403);
    expect(answer.text)
      .to.include('action="/register"')
      .and.include('value="Ольга-Мария"')
      .and.not.include('тайна-тайна');
  });

  it('behind a letter’s link is opened anew from the letter: without its token it would call a good link dead', async () => {
    const { app } = buildTestSite();
    const agent = request.agent(app);
    for (const path of ['/invite', '/confirm-email', '/reset-password']) {
      const answer = await sendFrom(agent, path, { ...FORM, token: 'a'.repeat(43), _csrf: 'x' });
      expect(answer.status, path).to.equal(403);
      expect(answer.text).to.include('Откройте страницу заново').and.not.include(`action="${path}"`);
    }
  });

  it('comes back to nobody from another site', async () => {
    const { app } = buildTestSite();
    const answer = await sendFrom(await member(app), '/profile/edit', FORM, 'cross-site');
    expect(answer.status).to.equal(403);
    expect(answer.text).not.to.include('Ольга-Мария');
  });

  it('is refused as before for programs and fragments', async () => {
    const { app } = buildTestSite();
    const agent = await member(app);
    const json = await sendFrom(agent, '/profile/edit', FORM).set('Accept', 'application/json');
    expect(json.body).to.have.nested.property('error.code', 'CSRF.EXPIRED');
    const live = await sendFrom(agent, '/profile/edit', FORM).set('HX-Request', 'true');
    expect(live.status).to.equal(403);
    expect(live.text).not.to.include('Ольга-Мария');
  });
});
