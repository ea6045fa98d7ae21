import { expect } from 'chai';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { UserId } from '../../src/domain/brand.js';
import { createUser } from '../../src/services/accounts/create-user.js';
import { PASSWORD, startServicesEnv, type ServicesEnv } from '../support/services-env.js';
import { freshEmail } from '../support/services-env-database.js';
import { pointAt, startWebhookSite, type EvotorAccount, type WebhookSite } from '../support/webhook-site.js';

interface Person {
  readonly userId: UserId;
  readonly email: string;
}

describe('installing the app on a till', () => {
  let env: ServicesEnv;
  let site: WebhookSite;

  before(async () => {
    env = await startServicesEnv();
    site = await startWebhookSite(env);
  });
  after(async () => {
    await site.close();
    await env.close();
  });
  beforeEach(() => {
    for (const list of [site.woken, site.poked, site.refreshed]) list.length = 0;
  });

  async function person(more: { phone?: string; role?: 'user' | 'admin'; status?: string } = {}): Promise<Person> {
    const email = freshEmail();
    const { phone = null, role = 'user' } = more;
    const userId = await createUser(env.db, {
      email,
      password: PASSWORD,
      role,
      firstName: 'Анна',
      lastName: '',
      phone,
    });
    if (more.status !== undefined)
      await env.db.change('UPDATE users SET status = :status WHERE id = :userId', { status: more.status, userId });
    return { userId, email };
  }
  const cardOf = async (userId: UserId) => (await env.services.connections.cards(userId))[0]?.connection ?? null;
  const push = (account: EvotorAccount) => site.send(account, 'products');
  const tokenIn = (body: string) => (JSON.parse(body) as { token: string }).token;

  it('with log-in in the app: create, verify, token, events, and the till is connected and read', async () => {
    const [{ userId, email }, account] = [await person(), await site.account({ goods: 4 })];
    expect(await site.send(account, 'subscription')).to.include({ status: 200 });
    expect(await site.send(account, 'installation')).to.include({ status: 200 });
    expect(await site.send(account, 'user.create', { email: 'somebody@else.example' })).to.include({ status: 200 });
    expect(await cardOf(userId)).to.equal(null);
    expect(await site.send(account, 'user.token')).to.include({ status: 200 });
    const verified = await site.send(account, 'user.verify', { username: email.toUpperCase(), password: PASSWORD });
    expect(verified).to.include({ status: 200 });
    expect(JSON.parse(verified.body)).to.include({ userId: account.evotorUserId, hasBilling: false });
    expect(await cardOf(userId)).to.include({ isOnline: true, problemCode: null, detail: account.stores[0]?.name });
    expect((await env.services.catalogue.stores(userId)).rows.map(({ products }) => products)).to.deep.equal([4]);
    // The token of ours that Evotor was given names the merchant.
    expect(await push(account)).to.include({ status: 200 });
    expect((await getSyncConfig(env.db, userId)).dirtySince).not.to.equal(null);
    expect(site.woken).to.include(userId);
  });

  it('keeps no token of anybody as it is', async () => {
    const [{ userId, email }, account] = [await person(), await site.account()];
    await site.send(account, 'user.create');
    await site.send(account, 'user.token');
    const unclaimed = await site.tillOf(account);
    const { body } = await site.send(account, 'user.verify', { username: email, password: PASSWORD });
    const claimed = await site.tillOf(account);
    expect(claimed?.user_id).to.equal(userId);
    const dump = JSON.stringify([
      unclaimed,
      claimed,
      await env.db.rows('SELECT HEX(token_hash) AS h FROM partner_tokens'),
    ]);
    expect(dump).to.not.include(account.evotorToken).and.not.include(tokenIn(body));
    // Sealed anew for the merchant: the row's own seal does not open it any more.
    expect(claimed?.access_token).to.not.equal(unclaimed?.access_token);
  });

  it('a telephone names a merchant as well, typed any way', async () => {
    const phone = '+79161230001';
    const [{ userId }, account] = [await person({ phone }), await site.account()];
    await person({ phone });
    const sent = await site.send(account, 'user.verify', { username: '8 (916) 123-00-01', password: PASSWORD });
    expect(sent).to.include({ status: 200 });
    expect([userId, userId + 1]).to.include((await site.tillOf(account))?.user_id);
  });

  it('wrong log-in data tie nothing, and who may not log in to the site ties nothing either', async () => {
    const account = await site.account();
    const right = await person();
    const names = [
      { username: right.email, password: 'wrong password' },
      { username: 'nobody@example.com', password: PASSWORD },
      { username: '+79160000000', password: PASSWORD },
      { username: "' OR 1=1 --", password: PASSWORD },
      ...(await Promise.all([
        person({ status: 'suspended' }),
        person({ status: 'pending' }),
        person({ role: 'admin' }),
      ]).then(people => people.map(({ email }) => ({ username: email, password: PASSWORD })))),
    ];
    for (const body of names) {
      const sent = await site.send(account, 'user.verify', body);
      expect(sent.status, body.username).to.equal(401);
      expect(JSON.parse(sent.body)).to.deep.equal({ errors: [{ code: 1006 }] });
    }
    expect((await site.tillOf(account))?.user_id ?? null).to.equal(null);
  });

  it('guessing is throttled by the counters of the log-in page', async () => {
    const [{ email }, account] = [await person(), await site.account()];
    for (let nth = 0; nth < 4; nth++)
      await site.send(account, 'user.verify', { username: email, password: `wrong password ${nth}` });
    const logIn = (password: string) => env.services.accounts.logIn({ email, password, address: '10.1.1.1' });
    for (let nth = 0; nth < 4; nth++) await logIn('wrong again').catch(() => undefined);
    const sent = await env.control<{ status: number; body: string }>('POST', `/merchants/${account.id}/webhooks`, {
      event: 'user.verify',
      body: { username: email, password: PASSWORD },
    });
    expect(sent).to.include({ status: 429, body: '{}' });
    expect(await logIn(PASSWORD).catch((error: unknown) => (error as { code: string }).code)).to.equal(
      'LOGIN.TOO_MANY',
    );
  });

  it('a token that comes before its account is answered as unknown, and is not lost', async () => {
    const [{ userId, email }, account] = [await person(), await site.account()];
    expect(await site.send(account, 'user.token')).to.include({ status: 404, body: '{}' });
    expect(await site.send(account, 'user.token')).to.include({ status: 200 });
    await site.send(account, 'user.create', { email });
    await site.send(account, 'user.verify', { username: email, password: PASSWORD });
    expect(await cardOf(userId)).to.include({ isOnline: true });
  });

  it('a token that comes last is checked, and the till read, after the answer', async () => {
    const [{ userId, email }, account] = [await person(), await site.account()];
    await site.send(account, 'user.verify', { username: email, password: PASSWORD });
    expect(await cardOf(userId)).to.equal(null);
    expect(site.refreshed).to.deep.equal([]);
    await site.send(account, 'user.token');
    expect(site.refreshed).to.deep.equal([userId]);
    expect(await cardOf(userId)).to.include({ isOnline: true, problemCode: null });
    // The same again changes nothing and starts nothing.
    await site.send(account, 'user.token');
    expect(site.refreshed).to.deep.equal([userId]);
    expect(await cardOf(userId)).to.include({ isOnline: true });
  });

  it('a token that the till refuses stands there as a red light, not as an error', async () => {
    const [{ userId, email }, account] = [await person(), await site.account()];
    await site.send(account, 'user.verify', { username: email, password: PASSWORD });
    await site.send(account, 'user.token', { token: 'nobody-knows-this-token' });
    expect(await cardOf(userId)).to.include({ isOnline: false, problemCode: 'EVOTOR.TOKEN_REJECTED' });
    await site.send(account, 'user.token');
    expect(await cardOf(userId)).to.include({ isOnline: true, problemCode: null });
  });

  it('repeats give a working token each, the earlier ones stay good, and old ones end', async () => {
    const [{ userId, email }, account] = [await person(), await site.account()];
    const tokens: string[] = [];
    for (let nth = 0; nth < 3; nth++) {
      tokens.push(tokenIn((await site.send(account, 'user.create', { email })).body));
      tokens.push(tokenIn((await site.send(account, 'user.verify', { username: email, password: PASSWORD })).body));
    }
    expect(new Set(tokens).size).to.equal(6);
    const hint = (token: string) =>
      fetch(`${site.url}/inventories/stores/x/products`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: '[]',
      }).then(({ status }) => status);
    for (const token of tokens) expect(await hint(token)).to.equal(200);
    for (let nth = 0; nth < 20; nth++) await site.send(account, 'user.create', { email });
    expect(await hint(tokens[0] ?? '')).to.equal(401);
    const { n } = (await env.db.first<{ n: number }>(
      `SELECT COUNT(*) AS n FROM partner_tokens t JOIN evotor_connections c ON c.id = t.evotor_connection_id
       WHERE c.user_id = :userId`,
      { userId },
    )) ?? { n: 0 };
    expect(n).to.equal(20);
  });

  it('many at once make one till', async () => {
    const [{ userId, email }, account] = [await person(), await site.account()];
    const order = (event: string, body: object) =>
      env.control<{ results: { status: number }[] }>('POST', `/merchants/${account.id}/webhooks`, {
        event,
        body,
        count: 12,
      });
    const [created, given, verified] = await Promise.all([
      order('user.create', { email }),
      order('user.token', {}),
      order('installation', {}),
    ]);
    await site.settled();
    const statuses = [created, given, verified].flatMap(({ results }) => results.map(({ status }) => status));
    expect(statuses.filter(status => status !== 200 && status !== 404)).to.deep.equal([]);
    await site.send(account, 'user.verify', { username: email, password: PASSWORD });
    expect((await site.tillOf(account))?.user_id).to.equal(userId);
  });

  it('belongs to one account of ours: another one is told so, by password and by e-mail', async () => {
    const [owner, other, account] = [await person(), await person(), await site.account()];
    await site.send(account, 'user.create', { email: owner.email });
    await site.send(account, 'user.verify', { username: owner.email, password: PASSWORD });
    const stolen = await site.send(account, 'user.verify', { username: other.email, password: PASSWORD });
    expect(stolen.status).to.equal(409);
    expect(JSON.parse(stolen.body)).to.deep.equal({ errors: [{ code: 2004 }] });
    const named = await site.send(account, 'user.create', { email: other.email });
    expect([named.status, JSON.parse(named.body)]).to.deep.equal([409, { errors: [{ code: 2004 }] }]);
    expect(await site.send(account, 'user.create', { email: owner.email.toUpperCase() })).to.include({ status: 200 });
    expect(await site.send(account, 'user.create')).to.include({ status: 200 });
    expect((await site.tillOf(account))?.user_id).to.equal(owner.userId);
  });

  it('one account of ours has one till: a second one is refused while the first can be read', async () => {
    const { userId, email } = await person();
    const [first, second] = [await site.account(), await site.account()];
    const verify = (account: EvotorAccount) =>
      site.send(account, 'user.verify', { username: email, password: PASSWORD });
    await verify(first);
    await site.send(first, 'user.token');
    const refused = await verify(second);
    expect([refused.status, JSON.parse(refused.body)]).to.deep.equal([409, { errors: [{ code: 2005 }] }]);
    await site.send(first, 'installation', { type: 'ApplicationUninstalled' });
    expect(await verify(second)).to.include({ status: 200 });
    await site.send(second, 'user.token');
    expect((await site.tillOf(second))?.user_id).to.equal(userId);
    expect(await cardOf(userId)).to.include({ isOnline: true });
    // The first one is nobody's, and a late repeat of its token does not revive the app that is gone from it.
    expect(await site.tillOf(first)).to.include({ user_id: null, ended_code: 'EVOTOR.APP_REMOVED' });
    expect(await site.send(first, 'user.token')).to.include({ status: 200 });
    expect(await site.tillOf(first)).to.include({ user_id: null, access_token: null });
  });

  it('a till connected by hand is gone on with when its owner logs in from the app: nothing of theirs changes', async () => {
    const merchant = await env.merchant({ goods: 3 });
    const account = await pointAt(env, merchant.id, site.url);
    await env.services.catalogue.requestRefresh(merchant.userId);
    await env.services.catalogue.setRule(merchant.userId, {
      entityType: 'store',
      entityId: merchant.stores[0] ?? '',
      mode: 'include',
    });
    const before = await getSyncConfig(env.db, merchant.userId);
    const sent = await site.send(account, 'user.verify', { username: merchant.email, password: PASSWORD });
    expect(sent).to.include({ status: 200 });
    // Until the app's own token comes, the one entered by hand reads on.
    expect(await site.tillOf(account)).to.include({ user_id: merchant.userId, is_online: 1 });
    expect(await env.services.connections.test(merchant.userId, 'evotor')).to.include({ ok: true });
    await site.send(account, 'user.token', { token: merchant.evotorToken });
    const rows = await env.db.rows('SELECT id FROM evotor_connections WHERE user_id = :userId', {
      userId: merchant.userId,
    });
    expect(rows).to.have.length(1);
    const { settings, confirmedAt, isEnabled, inputVersion } = await getSyncConfig(env.db, merchant.userId);
    expect({ settings, confirmedAt, isEnabled }).to.deep.equal({
      settings: before.settings,
      confirmedAt: before.confirmedAt,
      isEnabled: before.isEnabled,
    });
    expect(inputVersion).to.be.greaterThan(before.inputVersion);
    expect((await env.services.catalogue.stores(merchant.userId)).rows[0]).to.include({ rule: 'include', products: 3 });
    expect(await push(account)).to.include({ status: 200 });
  });

  it('disconnecting on the site leaves the account unclaimed and its messages unharmed; the app can come back', async () => {
    const [{ userId, email }, account] = [await person(), await site.account()];
    await site.send(account, 'user.verify', { username: email, password: PASSWORD });
    await site.send(account, 'user.token');
    await env.services.connections.disconnect(userId, 'evotor');
    expect(await cardOf(userId)).to.equal(null);
    expect(await site.tillOf(account)).to.include({ user_id: null, access_token: null, held_token: null });
    expect(await push(account)).to.include({ status: 200 });
    expect(await site.send(account, 'subscription', { type: 'SubscriptionRenewed' })).to.include({ status: 200 });
    expect(await cardOf(userId)).to.equal(null);
    await site.send(account, 'user.token');
    await site.send(account, 'user.verify', { username: email, password: PASSWORD });
    expect(await cardOf(userId)).to.include({ isOnline: true });
  });

  it('tells nobody by hand of what a wrong secret tried, and counts it', async () => {
    const account = await site.account();
    await env.control('PATCH', `/merchants/${account.id}`, {
      webhook: { baseUrl: `${site.url}/api/v1`, serviceSecret: 'not the secret' },
    });
    for (const event of ['user.create', 'user.token', 'user.verify', 'installation', 'subscription']) {
      const sent = await env.control<{ status: number; body: string }>('POST', `/merchants/${account.id}/webhooks`, {
        event,
      });
      expect(sent, event).to.deep.include({ status: 401, body: '{"errors":[{"code":1001}]}' });
    }
    expect(await site.tillOf(account)).to.equal(null);
    const { count } = (await env.db.first<{ count: number }>(
      "SELECT CAST(SUM(hits) AS UNSIGNED) AS count FROM rate_counters WHERE bucket LIKE 'push-from:%'",
    )) ?? { count: 0 };
    expect(count).to.be.greaterThan(4);
  });
});
