import { expect } from 'chai';
import { insertJob } from '../../src/db/repositories/jobs.repository.js';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { UserId } from '../../src/domain/brand.js';
import { insertPartnerToken } from '../../src/db/repositories/partner-tokens.repository.js';
import { hashToken } from '../../src/security/hash-token.js';
import { cancelStop } from '../../src/services/sync/phases.js';
import type { HousekeepingDeps } from '../../src/services/maintenance/housekeeping.js';
import { pruneOldRows } from '../../src/services/maintenance/prune.js';
import { PASSWORD, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { itemOf, wait } from '../support/services-env-hands.js';
import { runPhases } from '../support/services-env-run.js';
import { pointAt, startWebhookSite, type EvotorAccount, type WebhookSite } from '../support/webhook-site.js';

const REMOVED = { type: 'ApplicationUninstalled' };
const TERMINATED = { type: 'SubscriptionTerminated' };

describe('the app on a till is removed, comes back, is no longer paid for', () => {
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

  const cardOf = async (userId: UserId) => (await env.services.connections.cards(userId))[0]?.connection ?? null;
  const openNotices = async (userId: UserId) =>
    (
      await env.db.rows<{ code: string }>(
        "SELECT code FROM notices WHERE user_id = :userId AND is_open AND code LIKE 'EVOTOR.%' ORDER BY code",
        { userId },
      )
    ).map(({ code }) => code);
  /** A merchant with goods in VK whose till the app connected. */
  async function installed(): Promise<{ merchant: TestMerchant; account: EvotorAccount }> {
    const merchant = await env.merchant({ goods: 3 });
    const account = await pointAt(env, merchant.id, site.url);
    await site.send(account, 'subscription');
    await site.send(account, 'installation');
    await site.send(account, 'user.verify', { username: merchant.email, password: PASSWORD });
    await site.send(account, 'user.token');
    await wait(env, 1000);
    return { merchant, account };
  }

  it('a removal takes the token away and tells the merchant; goods, links, rules and settings stay', async () => {
    const { merchant, account } = await installed();
    await runPhases(env.deps, merchant.userId);
    const keys = (
      await env.db.rows<{ k: string }>('SELECT listing_key AS k FROM item_links WHERE user_id = :userId', {
        userId: merchant.userId,
      })
    ).map(({ k }) => k);
    expect(keys).to.have.length(3);
    const before = await getSyncConfig(env.db, merchant.userId);
    await site.send(account, 'installation', REMOVED);
    expect(await cardOf(merchant.userId)).to.include({ isOnline: false, problemCode: 'EVOTOR.APP_REMOVED' });
    // The line on top of every page says the same.
    const { evotor } = await env.services.notices.needs(merchant.userId);
    expect(evotor.connection).to.deep.equal({ problemCode: 'EVOTOR.APP_REMOVED' });
    expect(await site.tillOf(account)).to.include({ access_token: null, held_token: null });
    expect(await openNotices(merchant.userId)).to.deep.equal(['EVOTOR.APP_REMOVED']);
    expect(site.poked).to.deep.equal([merchant.userId]);
    for (const key of keys) expect((await itemOf(env, merchant, key)).state).to.equal('visible');
    expect(await getSyncConfig(env.db, merchant.userId)).to.deep.include({
      settings: before.settings,
      isEnabled: true,
      confirmedAt: before.confirmedAt,
    });
    const refusal = (promise: Promise<unknown>) =>
      promise.then(
        () => null,
        (error: unknown) => (error as { code: string }).code,
      );
    expect(await refusal(env.services.sync.runNow(merchant.userId))).to.equal('SYNC.NOT_CONNECTED');
    expect(await refusal(env.services.connections.test(merchant.userId, 'evotor'))).to.equal('EVOTOR.APP_REMOVED');
    // Back again: the same goods, no twin.
    await wait(env, 1000);
    await site.send(account, 'installation');
    await site.send(account, 'user.token');
    expect(await cardOf(merchant.userId)).to.include({ isOnline: true, problemCode: null });
    expect(await openNotices(merchant.userId)).to.deep.equal([]);
    await runPhases(env.deps, merchant.userId);
    const shop = await env.control<{ summary: { items: number; twins: unknown[] } }>(
      'GET',
      `/merchants/${merchant.id}/shop`,
    );
    expect(shop.summary).to.deep.include({ items: 3, twins: [] });
  });

  it('a run under way stops at its next step', async () => {
    const { merchant, account } = await installed();
    const jobId = await insertJob(env.db, {
      userId: merchant.userId,
      workflowId: `sync/${merchant.userId}`,
      requestId: 'a-run-under-way',
      kind: 'sync',
      trigger: 'manual',
    });
    expect(await cancelStop({ db: env.db }, jobId)).to.equal(null);
    await site.send(account, 'installation', REMOVED);
    expect(await cancelStop({ db: env.db }, jobId)).to.deep.equal({ kind: 'cancelled', code: 'SYNC.NOT_CONNECTED' });
  });

  it('a late repeat of the token does not bring a removed app back; a reinstall does, in either order', async () => {
    for (const tokenFirst of [true, false]) {
      const { merchant, account } = await installed();
      await site.send(account, 'installation', REMOVED);
      await site.send(account, 'user.token');
      expect(await cardOf(merchant.userId)).to.include({ problemCode: 'EVOTOR.APP_REMOVED' });
      expect(await site.tillOf(account)).to.have.property('access_token', null);
      await wait(env, 60_000);
      const steps = ['user.token', 'installation'];
      for (const event of tokenFirst ? steps : steps.reverse()) await site.send(account, event);
      expect(await cardOf(merchant.userId), `token first: ${tokenFirst}`).to.include({
        isOnline: true,
        problemCode: null,
      });
      expect(await site.tillOf(account)).to.include({ held_token: null, ended_code: null });
    }
  });

  it('late and repeated events change nothing: an old installation revives nothing, an old removal ends nothing', async () => {
    const { merchant, account } = await installed();
    const now = env.deps.now();
    const event = (type: string, timestamp: number) => site.send(account, 'installation', { type, timestamp });
    await event('ApplicationUninstalled', now);
    await site.send(account, 'user.token');
    for (const at of [now - 1, now]) await event('ApplicationInstalled', at);
    expect(await cardOf(merchant.userId)).to.include({ problemCode: 'EVOTOR.APP_REMOVED' });
    await event('ApplicationInstalled', now + 1);
    expect(await cardOf(merchant.userId)).to.include({ isOnline: true });
    for (const at of [now, now - 5000, now]) await event('ApplicationUninstalled', at);
    expect(await cardOf(merchant.userId)).to.include({ isOnline: true, problemCode: null });
    expect(site.poked).to.deep.equal([merchant.userId]);
    const changes = await env.db.rows<{ event: string }>(
      "SELECT event FROM health_check_logs WHERE user_id = :userId AND detail = 'EVOTOR.APP_REMOVED'",
      { userId: merchant.userId },
    );
    expect(changes).to.have.length(1);
  });

  it('a removal that beats everything else keeps the till away until it is really installed', async () => {
    const account = await site.account();
    const merchant = await env.merchant({ connected: false });
    expect(await site.send(account, 'installation', { ...REMOVED, timestamp: env.deps.now() })).to.include({
      status: 200,
    });
    expect(await site.send(account, 'user.token')).to.include({ status: 200 });
    await site.send(account, 'user.create', { email: merchant.email });
    expect(await env.services.claims.offers(merchant.userId)).to.deep.equal([]);
    await site.send(account, 'user.verify', { username: merchant.email, password: PASSWORD });
    expect(await cardOf(merchant.userId)).to.include({ problemCode: 'EVOTOR.APP_REMOVED' });
    await wait(env, 1000);
    await site.send(account, 'installation');
    expect(await cardOf(merchant.userId)).to.include({ isOnline: true, problemCode: null });
  });

  it('an end of payment rests the token, and a payment takes it up again by itself', async () => {
    const { merchant, account } = await installed();
    await site.send(account, 'subscription', { type: 'SubscriptionTerminationRequested' });
    expect(await cardOf(merchant.userId)).to.include({ isOnline: true });
    await site.send(account, 'subscription', TERMINATED);
    expect(await cardOf(merchant.userId)).to.include({ isOnline: false, problemCode: 'EVOTOR.SUBSCRIPTION_ENDED' });
    expect(await openNotices(merchant.userId)).to.deep.equal(['EVOTOR.SUBSCRIPTION_ENDED']);
    const resting = await site.tillOf(account);
    expect(resting?.access_token).to.equal(null);
    expect(resting?.held_token).to.be.a('string').and.not.include(account.evotorToken);
    // An older event of the same subscription comes late.
    await site.send(account, 'subscription', { type: 'SubscriptionRenewed', sequenceNumber: 2 });
    expect(await cardOf(merchant.userId)).to.include({ problemCode: 'EVOTOR.SUBSCRIPTION_ENDED' });
    site.refreshed.length = 0;
    await site.send(account, 'subscription', { type: 'SubscriptionRenewed', sequenceNumber: 40 });
    expect(await cardOf(merchant.userId)).to.include({ isOnline: true, problemCode: null });
    expect(await openNotices(merchant.userId)).to.deep.equal([]);
    expect(site.refreshed).to.deep.equal([merchant.userId]);
  });

  it('an end of payment and then the removal: nothing is left at rest', async () => {
    const { merchant, account } = await installed();
    await site.send(account, 'subscription', TERMINATED);
    await site.send(account, 'installation', REMOVED);
    expect(await site.tillOf(account)).to.include({ access_token: null, held_token: null });
    expect(await openNotices(merchant.userId)).to.deep.equal(['EVOTOR.APP_REMOVED']);
    await site.send(account, 'subscription', { type: 'SubscriptionRenewed' });
    expect(await cardOf(merchant.userId)).to.include({ problemCode: 'EVOTOR.APP_REMOVED' });
  });

  it('connected by hand after the removal, links, rules and settings are there, and late messages end nothing', async () => {
    const { merchant, account } = await installed();
    const before = await getSyncConfig(env.db, merchant.userId);
    const at = env.deps.now();
    await site.send(account, 'installation', { ...REMOVED, timestamp: at });
    await env.services.connections.connectEvotor({ userId: merchant.userId, token: merchant.evotorToken });
    expect(await cardOf(merchant.userId)).to.include({ isOnline: true, problemCode: null });
    const byHand = (await site.tillOf(account))?.access_token;
    await site.send(account, 'installation', { ...REMOVED, timestamp: at });
    await site.send(account, 'user.token', { token: 'a-late-and-old-token' });
    await site.send(account, 'subscription', { type: 'SubscriptionRenewed' });
    expect((await site.tillOf(account))?.access_token).to.equal(byHand);
    expect(await cardOf(merchant.userId)).to.include({ isOnline: true, problemCode: null });
    expect(await getSyncConfig(env.db, merchant.userId)).to.deep.include({
      settings: before.settings,
      confirmedAt: before.confirmedAt,
    });
  });

  it('events come with the token of their own till as well, and with no other', async () => {
    const [{ merchant, account }, other] = [await installed(), await installed()];
    const token = 'the-token-of-this-till';
    await insertPartnerToken(env.db, (await site.tillOf(account))?.id ?? 0, hashToken(token));
    const send = (from: EvotorAccount) =>
      fetch(`${site.url}/api/v2/installation/event`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`:${token}`).toString('base64')}` },
        body: JSON.stringify({
          id: '0a7d1f5e-1111-4000-8000-000000000009',
          timestamp: String(env.deps.now() + 1),
          version: '2',
          type: 'ApplicationUninstalled',
          data: { productId: 'x', userId: from.evotorUserId },
        }),
      });
    const stranger = await send(other.account);
    expect([stranger.status, await stranger.json()]).to.deep.equal([401, { errors: [{ code: 1002 }] }]);
    expect(await cardOf(other.merchant.userId)).to.include({ isOnline: true });
    expect((await send(account)).status).to.equal(200);
    expect(await cardOf(merchant.userId)).to.include({ problemCode: 'EVOTOR.APP_REMOVED' });
  });

  it('work that follows and fails harms no answer', async () => {
    const broken = await startWebhookSite(env, {
      afterwards: work => void work().catch(() => undefined),
      orchestrator: {
        hint: () => Promise.reject(new Error('down')),
        poke: () => Promise.reject(new Error('down')),
        peekTill: () => Promise.reject(new Error('down')),
        testConnection: () => Promise.reject(new Error('down')),
        refreshCatalogue: () => Promise.reject(new Error('down')),
      },
    });
    const merchant = await env.merchant({ goods: 1 });
    const account = await pointAt(env, merchant.id, broken.url);
    for (const [event, body] of [
      ['user.create', {}],
      ['user.token', {}],
      ['user.verify', { username: merchant.email, password: PASSWORD }],
      ['user.token', { token: 'another-token' }],
      ['installation', REMOVED],
    ] as const)
      expect(await broken.send(account, event, body), event).to.include({ status: 200 });
    await broken.close();
    expect((await getSyncConfig(env.db, merchant.userId)).dirtySince).not.to.equal(null);
  });

  it('a till nobody claims is forgotten after a month of silence', async () => {
    const [quiet, spoken, mine] = [await site.account(), await site.account(), await installed()];
    for (const account of [quiet, spoken]) await site.send(account, 'user.create', { email: 'nobody@example.com' });
    const age = (account: EvotorAccount, days: number) =>
      env.db.change('UPDATE evotor_connections SET updated_at = :at WHERE evotor_user_id = :id', {
        at: new Date(env.deps.now() - days * 86_400_000),
        id: account.evotorUserId,
      });
    await age(quiet, 31);
    await age(spoken, 29);
    await age(mine.account, 400);
    await pruneOldRows({ ...env.deps, healthIntervalMs: 1, logRetentionMs: 86_400_000 } as unknown as HousekeepingDeps);
    expect(await site.tillOf(quiet)).to.equal(null);
    expect(await site.tillOf(spoken)).not.to.equal(null);
    expect((await site.tillOf(mine.account))?.user_id).to.equal(mine.merchant.userId);
  });
});
