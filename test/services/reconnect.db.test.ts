import { expect } from 'chai';
import { setAttemptCommunity } from '../../src/db/repositories/connection-attempts.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import {
  findVkConnection,
  listMethodBlocks,
  saveMethodBlock,
} from '../../src/db/repositories/vk-connections.repository.js';
import { createVkIdService } from '../../src/services/connections/vk-id/vk-id-service.js';
import { signIn } from '../support/services-env-consent.js';
import { runPhases } from '../support/services-env-run.js';
import { codeOf, expectSentence } from '../support/services-env-sentence.js';
import { fault, noFaults, shopOf, twins } from '../support/services-env-shop.js';
import { inProcess, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';

describe('connecting VK anew', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const vkCard = async ({ userId }: TestMerchant) => (await env.services.connections.cards(userId))[1]!.connection;
  const linksOf = ({ userId }: TestMerchant) =>
    env.db.rows<{ id: number; item: number; state: string }>(
      'SELECT id, vk_item_id AS item, state FROM item_links WHERE user_id = :userId ORDER BY id',
      { userId },
    );

  /** A merchant with goods in the shop, a rule and a setting of their own, whose key VK then takes away. */
  async function broken(): Promise<TestMerchant> {
    const merchant = await env.merchant({ goods: 4 });
    const { userId } = merchant;
    expect((await runPhases(env.deps, userId)).job.status).to.equal('success');
    const [store = ''] = merchant.stores;
    await env.services.catalogue.setRule(userId, { entityType: 'store', entityId: store, mode: 'include' });
    await env.services.sync.saveSettings(userId, { price_multiplier: '1.1' });
    await env.control('PATCH', `/merchants/${merchant.id}`, { vkTokens: { main: { revoked: true } } });
    const check = await env.services.connections.test(userId, 'vk');
    expect(check.lights).to.deep.include({ id: 'token', state: 'bad', code: 'VK.TOKEN_REVOKED', detail: '' });
    expect(await vkCard(merchant)).to.include({ isOnline: false, problemCode: 'VK.TOKEN_REVOKED' });
    expectSentence('VK.TOKEN_REVOKED');
    return merchant;
  }

  /** Everything is as before: the next run changes prices only, and makes nothing a second time. */
  async function expectWhole(merchant: TestMerchant, before: Awaited<ReturnType<typeof linksOf>>): Promise<void> {
    const { userId } = merchant;
    expect(await vkCard(merchant)).to.include({ isOnline: true, problemCode: null });
    const config = await getSyncConfig(env.db, userId);
    expect(config.confirmedAt).not.to.equal(null);
    expect(config.settings.price.multiplier).to.equal('1.1');
    expect((await env.services.sync.overview(userId)).rules.stores).to.equal(1);
    expect(await linksOf(merchant)).to.deep.equal(before);
    const { job } = await runPhases(env.deps, userId);
    expect(job.status).to.equal('success');
    expect(job.counters).to.include({ created: 0, updated: 4, deleted: 0, hidden: 0 });
    expect(await linksOf(merchant)).to.deep.equal(before);
    expect((await shopOf(env, merchant)).items.filter(({ state }) => state === 'visible')).to.have.length(4);
    expect(await twins(env, merchant)).to.deep.equal([]);
  }

  it('by VK ID: links, rules and settings stay, the next run goes on, nothing twice', async () => {
    const merchant = await broken();
    const before = await linksOf(merchant);
    const { userId, groupId } = merchant;
    const attemptId = await signIn(env, merchant);
    expect((await env.services.vkId.choice(userId))?.currentGroupId).to.equal(groupId);
    const chosen = await env.services.vkId.choose({ userId, attemptId, groupId, isSure: false });
    expect(chosen).to.include({ kind: 'connected', isReconnect: true });
    await expectWhole(merchant, before);
  });

  it('by hand: the same', async () => {
    const merchant = await broken();
    const before = await linksOf(merchant);
    const { userId, groupId, vkToken } = merchant;
    await env.control('PATCH', `/merchants/${merchant.id}`, { vkTokens: { main: { revoked: false } } });
    const chosen = await env.services.vkId.connectByHand({ userId, token: vkToken, groupId });
    expect(chosen).to.include({ kind: 'connected', isReconnect: true });
    expect(await findVkConnection(env.db, userId)).to.include({ sealedRefreshToken: null, deviceId: null });
    await expectWhole(merchant, before);
  });

  it('after disconnecting too: the community is known by its links', async () => {
    const merchant = await broken();
    const before = await linksOf(merchant);
    const { userId, groupId } = merchant;
    await env.services.connections.disconnect(userId, 'vk');
    const attemptId = await signIn(env, merchant);
    const chosen = await env.services.vkId.choose({ userId, attemptId, groupId, isSure: false });
    expect(chosen).to.include({ kind: 'connected', isReconnect: true });
    await expectWhole(merchant, before);
  });

  describe('to another community', () => {
    /** The merchant's person leads a second community. */
    async function withSecond(): Promise<{ merchant: TestMerchant; second: TestMerchant }> {
      const merchant = await env.merchant({ goods: 3 });
      expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('success');
      const second = await env.merchant({ connected: false, goods: 0 });
      const { world } = env.sandbox.sandbox;
      world.shops.get(second.groupId)!.roles.set(world.merchants.get(merchant.id)!.vkUserId, 3);
      return { merchant, second };
    }

    it('asks first, says what stays behind, and begins with a first run of its own', async () => {
      const { merchant, second } = await withSecond();
      const { userId } = merchant;
      const attemptId = await signIn(env, merchant);
      const choose = (groupId: number, isSure: boolean) =>
        env.services.vkId.choose({ userId, attemptId, groupId, isSure });
      expect(await choose(second.groupId, false)).to.deep.equal({ kind: 'asks', attemptId });
      expect((await vkCard(merchant))?.vkGroupId).to.equal(merchant.groupId);
      const change = await env.services.vkId.change(userId, attemptId);
      expect(change).to.deep.include({ attemptId, groupId: second.groupId, published: 3 });
      expect(change.former.groupId).to.equal(merchant.groupId);
      expect(change.name).not.to.equal('');
      expect(change.former.name).not.to.equal('');

      expect(await choose(second.groupId, true)).to.include({ kind: 'connected', isReconnect: false });
      expect((await vkCard(merchant))?.vkGroupId).to.equal(second.groupId);
      expect((await getSyncConfig(env.db, userId)).confirmedAt).to.equal(null);
      expect(await linksOf(merchant)).to.have.length(3);

      // And back again: the goods of the first community are found by their links.
      const again = await signIn(env, merchant);
      const back = { userId, attemptId: again, groupId: merchant.groupId };
      expect(await env.services.vkId.choose({ ...back, isSure: false })).to.deep.equal({
        kind: 'asks',
        attemptId: again,
      });
      expect(await env.services.vkId.choose({ ...back, isSure: true })).to.include({ kind: 'connected' });
      await updateSyncConfig(env.db, userId, { confirmed_at: new Date() });
      expect((await runPhases(env.deps, userId)).job.counters).to.include({ created: 0 });
      expect(await twins(env, merchant)).to.deep.equal([]);
    });

    it('connects what this window chose, whatever another window chooses with the same key meanwhile', async () => {
      const { merchant, second } = await withSecond();
      const { userId, groupId } = merchant;
      const attemptId = await signIn(env, merchant);
      const durable = inProcess(env.deps);
      const vkId = createVkIdService({
        ...env.deps,
        vkIdApp: null,
        orchestrator: {
          ...durable,
          async connectVendor(input) {
            await setAttemptCommunity(env.db, attemptId, second.groupId);
            return durable.connectVendor(input);
          },
        },
      });
      expect(await vkId.choose({ userId, attemptId, groupId, isSure: true })).to.include({ kind: 'connected' });
      expect((await vkCard(merchant))?.vkGroupId).to.equal(groupId);
    });

    it('asks for a key entered by hand as well, and keeps it meanwhile', async () => {
      const { merchant, second } = await withSecond();
      const { userId, vkToken } = merchant;
      const { vkId } = env.services;
      const asked = await vkId.connectByHand({ userId, token: vkToken, groupId: second.groupId });
      expect(asked.kind).to.equal('asks');
      const attemptId = asked.kind === 'asks' ? asked.attemptId : 0;
      expect(await vkId.change(userId, attemptId)).to.include({ groupId: second.groupId, name: '' });
      expect(await vkId.choice(userId), 'a key by hand is not offered for choice').to.equal(null);
      const sure = { userId, attemptId, groupId: second.groupId, isSure: true };
      expect(await vkId.choose(sure)).to.include({ kind: 'connected', isReconnect: false });
      expect(await codeOf(vkId.choose({ ...sure, groupId: 1 }))).to.equal('VK_ID.CHOICE_OVER');
    });
  });

  describe('a captcha', () => {
    const page = 'https://id.vk.example/not_robot_captcha?session_token=secret';
    const blocked = async (merchant: TestMerchant) => {
      const { id } = (await findVkConnection(env.db, merchant.userId))!;
      const blockedUntil = new Date(Date.now() + 3_600_000);
      await saveMethodBlock(env.db, id, { method: '*', blockedUntil, code: 'VK.CAPTCHA', step: 0 });
      await updateSyncConfig(env.db, merchant.userId, { next_due_at: blockedUntil, rest_until: blockedUntil });
      return id;
    };

    it('is asked about by one cheap call, and its fresh page is handed out once and kept out of logs', async () => {
      const merchant = await env.merchant({ goods: 1 });
      const { userId } = merchant;
      await blocked(merchant);
      expect(await vkCard(merchant)).to.include({ needsCaptcha: true });
      await fault(env, {
        ...{ vendor: 'vk', merchant: merchant.id, method: 'users.get' },
        effect: { kind: 'apiError', code: 14 },
      });
      const found = await env.services.vkId.probeCaptcha(userId);
      expect(found.page).to.match(/^https?:\/\/\S+captcha/u);
      const row = await env.db.first<{ captcha_page: string | null }>(
        'SELECT captcha_page FROM vk_connections WHERE user_id = :userId',
        { userId },
      );
      expect(row?.captcha_page).to.equal(null);
      await env.deps.apiLog.drain();
      const log = JSON.stringify(await env.db.rows('SELECT * FROM api_log WHERE user_id = :userId', { userId }));
      expect(log).not.to.include(new URL(found.page ?? page).searchParams.get('session_token') ?? 'no-such-token');
      expect((await getSyncConfig(env.db, userId)).restUntil).not.to.equal(null);
    });

    it('that is passed lets the exchange go on at once', async () => {
      const merchant = await env.merchant({ goods: 1 });
      const { userId } = merchant;
      const id = await blocked(merchant);
      expect(await env.services.vkId.probeCaptcha(userId)).to.deep.equal({ page: null });
      expect(await listMethodBlocks(env.db, id)).to.deep.equal([]);
      expect(await getSyncConfig(env.db, userId)).to.include({ nextDueAt: null, restUntil: null });
      expect(await vkCard(merchant)).to.include({ needsCaptcha: false });
    });

    it('that cannot be asked about says why', async () => {
      const merchant = await env.merchant({ goods: 1 });
      const { userId } = merchant;
      await fault(env, { vendor: 'vk', merchant: merchant.id, effect: { kind: 'httpStatus', status: 502 } });
      expect(await codeOf(env.services.vkId.probeCaptcha(userId))).to.equal('VK.DOWN');
      const nobody = await env.merchant({ connected: false, goods: 1 });
      expect(await codeOf(env.services.vkId.probeCaptcha(nobody.userId))).to.equal('CONNECTION.MISSING');
    });
  });
});
