import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import type { UserId } from '../../src/domain/brand.js';
import { createClaimService } from '../../src/services/connections/claim-service.js';
import { inProcess, PASSWORD, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { statementsOf } from '../support/services-env-statements.js';
import { pointAt, startWebhookSite, type EvotorAccount, type WebhookSite } from '../support/webhook-site.js';

describe('claiming a till by a confirmed e-mail and a click', () => {
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

  const claims = () => env.services.claims;
  const newcomer = () => env.merchant({ connected: false });
  const cardOf = async (userId: UserId) => (await env.services.connections.cards(userId))[0]?.connection ?? null;
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => (error as { code?: string }).code,
    );
  async function arrived(email: string, stores = 1): Promise<EvotorAccount> {
    const account = await site.account({ stores });
    await site.send(account, 'user.create', { email });
    await site.send(account, 'user.token');
    return account;
  }
  const idOf = async (account: EvotorAccount) => (await site.tillOf(account))?.id ?? 0;

  it('is offered with its stores, whatever the case of the e-mail, and taken by one click', async () => {
    const merchant = await newcomer();
    const account = await arrived(merchant.email.toUpperCase(), 2);
    const [offer, ...others] = await claims().offers(merchant.userId);
    expect(others).to.deep.equal([]);
    expect(offer).to.deep.include({
      connectionId: await idOf(account),
      account: `…${account.evotorUserId.slice(-4)}`,
      stores: account.stores.map(({ name }) => name),
      hasToken: true,
      isInTheWay: false,
    });
    const check = await claims().claim(merchant.userId, offer?.connectionId ?? 0);
    expect(check?.lights.map(({ id, state }) => [id, state])).to.deep.equal([
      ['token', 'ok'],
      ['stores', 'ok'],
      ['catalogue_right', 'ok'],
    ]);
    expect(await cardOf(merchant.userId)).to.include({ isOnline: true, problemCode: null });
    expect((await env.services.catalogue.stores(merchant.userId)).rows).to.have.length(2);
    expect(await claims().offers(merchant.userId)).to.deep.equal([]);
    // From now on what Evotor pushes is this merchant's.
    expect(await site.send(account, 'products')).to.include({ status: 200 });
    expect(site.woken).to.include(merchant.userId);
    const audit = await env.db.rows<{ action: string }>(
      "SELECT action FROM audit_log WHERE subject_user_id = :userId AND action = 'connection.claim_till'",
      { userId: merchant.userId },
    );
    expect(audit).to.have.length(1);
  });

  it('is nobody else’s: another e-mail, one like it, one not confirmed, a suspended or leaving merchant', async () => {
    const [owner, other] = [await newcomer(), await newcomer()];
    const set = (merchant: TestMerchant, change: string) =>
      env.db.change(`UPDATE users SET ${change} WHERE id = :userId`, { userId: merchant.userId });
    await set(owner, `email = 'elena-${owner.userId}@example.com'`);
    await set(other, `email = 'éléna-${other.userId}@example.com'`);
    const account = await arrived(`elena-${owner.userId}@example.com`);
    const id = await idOf(account);
    const lookalike = await arrived(`elena-${other.userId}@example.com`);
    expect(await claims().offers(other.userId)).to.deep.equal([]);
    for (const connectionId of [id, await idOf(lookalike), 999_999])
      expect(await codeOf(claims().claim(other.userId, connectionId))).to.equal('CLAIM.NOT_FOUND');
    for (const [change, back] of [
      ['is_email_confirmed = FALSE', 'is_email_confirmed = TRUE'],
      ["status = 'suspended'", "status = 'active'"],
      ['delete_requested_at = NOW(3)', 'delete_requested_at = NULL'],
    ] as const) {
      await set(owner, change);
      expect(await claims().offers(owner.userId), change).to.deep.equal([]);
      expect(await codeOf(claims().claim(owner.userId, id)), change).to.equal('CLAIM.NOT_FOUND');
      await set(owner, back);
    }
    expect(await claims().offers(owner.userId)).to.have.length(1);
    expect((await site.tillOf(account))?.user_id).to.equal(null);
  });

  it('pressed twice, or in two windows at once, is taken once and is no fault', async () => {
    const merchant = await newcomer();
    const account = await arrived(merchant.email);
    const id = await idOf(account);
    const checks = await Promise.all([1, 2, 3].map(() => claims().claim(merchant.userId, id)));
    expect(checks.map(check => check?.ok)).to.deep.equal([true, true, true]);
    const audit = await env.db.rows(
      "SELECT id FROM audit_log WHERE subject_user_id = :userId AND action = 'connection.claim_till'",
      { userId: merchant.userId },
    );
    expect(audit).to.have.length(1);
    expect(await codeOf(claims().claim((await newcomer()).userId, id))).to.equal('CLAIM.NOT_FOUND');
  });

  it('is not given to a merchant who leaves at that very moment', async () => {
    for (const by of ['click', 'password'] as const) {
      const merchant = await newcomer();
      const account = await arrived(merchant.email);
      const id = await idOf(account);
      let taking: Promise<unknown> | undefined;
      // The wish to leave holds the account's row; the claim has passed its own look at it by then.
      await env.db.transaction(async queries => {
        await queries.change('UPDATE users SET delete_requested_at = NOW(3) WHERE id = :userId', {
          userId: merchant.userId,
        });
        taking =
          by === 'click'
            ? codeOf(claims().claim(merchant.userId, id))
            : site.send(account, 'user.verify', { username: merchant.email, password: PASSWORD });
        await wait(400);
      });
      const answer = await taking;
      expect(by === 'click' ? answer : (answer as { status?: number }).status).to.equal(
        by === 'click' ? 'CLAIM.NOT_FOUND' : 401,
      );
      expect(await site.tillOf(account), by).to.have.property('user_id', null);
    }
  });

  it('before its token came can be claimed, and is read as soon as it comes', async () => {
    const merchant = await newcomer();
    const account = await site.account();
    await site.send(account, 'user.create', { email: merchant.email });
    expect(await claims().offers(merchant.userId)).to.deep.include.members([
      {
        connectionId: await idOf(account),
        account: `…${account.evotorUserId.slice(-4)}`,
        stores: null,
        arrivedAt: (await claims().offers(merchant.userId))[0]?.arrivedAt,
        hasToken: false,
        isInTheWay: false,
      },
    ]);
    expect(await claims().claim(merchant.userId, await idOf(account))).to.equal(null);
    expect(await cardOf(merchant.userId)).to.equal(null);
    await site.send(account, 'user.token');
    expect(await cardOf(merchant.userId)).to.include({ isOnline: true });
  });

  it('beside another till is not taken; after that one is disconnected it is', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const account = await arrived(merchant.email);
    const [offer] = await claims().offers(merchant.userId);
    expect(offer).to.include({ isInTheWay: true });
    expect(await codeOf(claims().claim(merchant.userId, await idOf(account)))).to.equal('CLAIM.TILL_THERE');
    await env.services.connections.disconnect(merchant.userId, 'evotor');
    expect((await claims().offers(merchant.userId))[0]).to.include({ isInTheWay: false });
    expect(await claims().claim(merchant.userId, await idOf(account))).to.include({ ok: true });
  });

  it('the very till that was connected by hand is gone on with: a store of it is known already', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await env.services.catalogue.requestRefresh(merchant.userId);
    const account = await pointAt(env, merchant.id, site.url);
    await site.send(account, 'user.create', { email: merchant.email });
    await site.send(account, 'user.token');
    expect((await claims().offers(merchant.userId))[0]).to.include({ isInTheWay: false });
    expect(await claims().claim(merchant.userId, await idOf(account))).to.include({ ok: true });
    const rows = await env.db.rows('SELECT id FROM evotor_connections WHERE user_id = :userId', {
      userId: merchant.userId,
    });
    expect(rows).to.deep.equal([{ id: await idOf(account) }]);
    expect(await cardOf(merchant.userId)).to.include({ isOnline: true });
  });

  it('disconnected by its merchant is not pressed on them again before the app speaks anew', async () => {
    const merchant = await newcomer();
    const account = await arrived(merchant.email);
    await claims().claim(merchant.userId, await idOf(account));
    await env.services.connections.disconnect(merchant.userId, 'evotor');
    expect(await claims().offers(merchant.userId)).to.deep.equal([]);
    await site.send(account, 'user.token');
    expect(await claims().offers(merchant.userId)).to.have.length(1);
  });

  it('removed from the till is not offered any more', async () => {
    const merchant = await newcomer();
    const account = await arrived(merchant.email);
    await site.send(account, 'installation', { type: 'ApplicationUninstalled' });
    expect(await claims().offers(merchant.userId)).to.deep.equal([]);
    expect(await codeOf(claims().claim(merchant.userId, await idOf(account)))).to.equal('CLAIM.NOT_FOUND');
  });

  it('whose names could not be read is offered all the same, and asked again', async () => {
    const merchant = await newcomer();
    const account = await site.account();
    await site.send(account, 'user.create', { email: merchant.email });
    await env.control('POST', '/faults', {
      vendor: 'evotor',
      merchant: account.id,
      times: 5,
      effect: { kind: 'httpStatus', status: 503 },
    });
    await site.send(account, 'user.token');
    expect((await claims().offers(merchant.userId))[0]).to.include({ stores: null, hasToken: true });
    await env.control('DELETE', '/faults');
    await claims().offers(merchant.userId);
    await inProcess(env.deps).peekTill(await idOf(account));
    expect((await claims().offers(merchant.userId))[0]?.stores).to.deep.equal(account.stores.map(({ name }) => name));
  });

  it('is the merchant’s although the check cannot be made now', async () => {
    const merchant = await newcomer();
    const account = await arrived(merchant.email);
    const down = () => Promise.reject(new Error('down'));
    const service = createClaimService({
      db: env.db,
      vault: env.deps.vault,
      orchestrator: { peekTill: down, testConnection: down, refreshCatalogue: down },
    });
    expect(await service.claim(merchant.userId, await idOf(account))).to.equal(null);
    expect(await cardOf(merchant.userId)).to.include({ isOnline: false, problemCode: null, lastCheckedAt: null });
    expect((await env.services.notices.needs(merchant.userId)).evotor.connection).to.deep.equal({ problemCode: null });
  });

  it('costs few questions, however many are offered', async () => {
    const merchant = await newcomer();
    const count = async () => (await statementsOf(env.db, () => claims().offers(merchant.userId))).length;
    expect(await count()).to.equal(1);
    await arrived(merchant.email);
    const one = await count();
    for (let nth = 0; nth < 4; nth++) await arrived(merchant.email);
    expect(await claims().offers(merchant.userId)).to.have.length(5);
    expect(await count()).to.equal(one);
    // Only one of them can be the merchant's own.
    await site.send(await arrived(merchant.email), 'user.verify', { username: merchant.email, password: PASSWORD });
    expect((await claims().offers(merchant.userId)).map(({ isInTheWay }) => isInTheWay)).to.deep.equal(
      Array.from({ length: 5 }, () => true),
    );
  });
});
