import { expect } from 'chai';
import { createFetchHttp } from '../../src/clients/http/fetch-http.js';
import type { Http } from '../../src/clients/http/http.js';
import { findVkConnection } from '../../src/db/repositories/vk-connections.repository.js';
import { tokenPlace } from '../../src/services/vendors/token-places.js';
import { createVendorGate, type VendorGate } from '../../src/services/vendors/vendor-gate.js';
import { idleTokens } from '../../src/services/maintenance/housekeeping.js';
import { refreshShop } from '../../src/services/sync/refresh-shop.js';
import { CONTROL, startServicesEnv, VK_CLIENT, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { fault, noFaults } from '../support/services-env-shop.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('renewing VK tokens', () => {
  let env: ServicesEnv;
  let planted = 0;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  /** The gate of another process. */
  const gate = (http: Http = createFetchHttp()): VendorGate =>
    createVendorGate({
      db: env.db,
      vault: env.deps.vault,
      http,
      apiLog: env.deps.apiLog,
      evotorApiUrl: env.sandbox.evotorUrl,
      vkApiUrl: env.sandbox.vkUrl,
      vkApiVersion: '5.199',
      vkCallsPerSecond: 1000,
      vkIdUrl: env.sandbox.vkIdUrl,
      vkClientId: VK_CLIENT,
      now: env.deps.now,
      sleep: env.deps.sleep,
      random: () => 0.5,
    });

  /** A merchant who came by VK ID: the token lives for so long, and a renewal token lies beside it. */
  async function fromVkId(lifeMs: number): Promise<TestMerchant & { readonly refresh: string }> {
    const merchant = await env.merchant({ goods: 2 });
    planted += 1;
    const refresh = `vk2.r.test-${planted}`;
    const { world } = env.sandbox.sandbox;
    const { vkUserId } = world.merchants.get(merchant.id)!;
    world.grants.set(refresh, {
      kind: 'refresh',
      value: refresh,
      userId: vkUserId,
      merchantId: merchant.id,
      clientId: VK_CLIENT,
      deviceId: 'device-1',
      scopes: ['market', 'photos', 'groups', 'offline'],
      expiresAt: env.deps.now() + 180 * DAY,
      spent: false,
    });
    await env.db.change(
      `UPDATE vk_connections SET refresh_token = :sealed, device_id = 'device-1', token_expires_at = :at
       WHERE user_id = :userId`,
      {
        sealed: env.deps.vault.seal(refresh, tokenPlace.vkRefresh(merchant.userId)),
        at: new Date(env.deps.now() + lifeMs),
        userId: merchant.userId,
      },
    );
    return { ...merchant, refresh };
  }
  const connection = async ({ userId }: TestMerchant) => (await findVkConnection(env.db, userId))!;
  const events = async ({ userId }: TestMerchant) =>
    (
      await env.db.rows<{ event: string }>(
        "SELECT event FROM health_check_logs WHERE user_id = :userId AND service = 'vk' AND event LIKE 'token%' ORDER BY id",
        { userId },
      )
    ).map(({ event }) => event);
  const owner = ({ userId }: TestMerchant) => ({ userId, jobId: null });
  const renewals = async () =>
    (await env.control<{ entries: { method: string }[] }>('GET', '/journal?vendor=vkid&limit=1000')).entries.filter(
      ({ method }) => method.includes('refresh') || method.includes('auth'),
    ).length;

  it('is done before a call with a token that ends within five minutes, once by two processes at once', async () => {
    const merchant = await fromVkId(4 * MINUTE);
    const before = await connection(merchant);
    const sessions = await Promise.all([gate().shop(owner(merchant)), gate().shop(owner(merchant))]);
    for (const session of sessions) expect(await session!.client.me()).to.have.property('outcome', 'ok');
    const after = await connection(merchant);
    expect(after.sealedToken).to.not.equal(before.sealedToken);
    expect(after.tokenExpiresAt!.getTime()).to.be.greaterThan(env.deps.now() + 5 * MINUTE);
    expect(after.tokenRenewedAt).to.not.equal(null);
    expect(await events(merchant)).to.deep.equal(['token_refreshed']);
    const refresh = env.deps.vault.open(after.sealedRefreshToken!, tokenPlace.vkRefresh(merchant.userId));
    expect(refresh).to.not.equal(merchant.refresh);
    expect(env.sandbox.sandbox.world.grants.get(refresh)?.spent).to.equal(false);
    // Bound to their places: one does not open as the other.
    expect(() => env.deps.vault.open(after.sealedRefreshToken!, tokenPlace.vk(merchant.userId))).to.throw();
  });

  it('is not done while the token lives on, nor for one entered by hand', async () => {
    const merchant = await fromVkId(60 * MINUTE);
    await gate().shop(owner(merchant));
    expect(await events(merchant)).to.deep.equal([]);
    const byHand = await env.merchant({ goods: 1 });
    expect(await (await gate().shop(owner(byHand)))!.client.me()).to.have.property('outcome', 'ok');
    expect(await events(byHand)).to.deep.equal([]);
  });

  it('a token refused in the middle of a run is renewed once, and the same client goes on with the new one', async () => {
    const merchant = await fromVkId(60 * MINUTE);
    const session = (await gate().shop(owner(merchant)))!;
    expect(await session.client.me()).to.have.property('outcome', 'ok');
    await env.control('PATCH', `/merchants/${merchant.id}`, { vkTokens: { main: { revoked: true } } });
    expect(await session.client.me()).to.have.property('outcome', 'ok');
    expect(await session.client.group()).to.have.property('outcome', 'ok');
    expect(await events(merchant)).to.deep.equal(['token_refreshed']);
  });

  it('a client follows a token that another process has renewed meanwhile', async () => {
    const merchant = await fromVkId(60 * MINUTE);
    const mine = (await gate().shop(owner(merchant)))!;
    const others = (await gate().shop(owner(merchant)))!;
    await env.control('PATCH', `/merchants/${merchant.id}`, { vkTokens: { main: { revoked: true } } });
    expect(await others.client.me()).to.have.property('outcome', 'ok');
    expect(await mine.client.me()).to.have.property('outcome', 'ok');
    expect(await events(merchant)).to.deep.equal(['token_refreshed']);
  });

  it('an answer lost after VK took the old token ends with the word to connect anew, and blocks the clock', async () => {
    const merchant = await fromVkId(2 * MINUTE);
    await fault(env, { vendor: 'vkid', times: 1, effect: { kind: 'lostAnswer' } });
    const error = await gate()
      .shop(owner(merchant))
      .catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'VK_ID.GRANT_REJECTED', kind: 'unauthenticated' });
    expect(await connection(merchant)).to.include({ blockedCode: 'VK_ID.GRANT_REJECTED', isOnline: false });
    expect(await events(merchant)).to.deep.equal(['token_refresh_failed']);
  });

  it('a refusal of the old token says nothing of a key the merchant entered meanwhile', async () => {
    const merchant = await fromVkId(2 * MINUTE);
    await fault(env, { vendor: 'vkid', times: 1, effect: { kind: 'lostAnswer' } });
    const http = createFetchHttp();
    const { userId, vkToken: token, groupId } = merchant;
    let isConnectedAnew = false;
    const session = await gate(async request => {
      if (request.url.startsWith(env.sandbox.vkIdUrl) && !isConnectedAnew) {
        isConnectedAnew = true;
        await env.services.connections.connectVk({ userId, token, groupId });
      }
      return http(request);
    }).shop(owner(merchant));
    expect(session?.connection).to.include({ blockedCode: null, sealedRefreshToken: null });
    expect(await connection(merchant)).to.include({ blockedCode: null, isOnline: true });
    expect(await events(merchant)).to.deep.equal([]);
  });

  it('a request that never arrived is sent again and costs nothing', async () => {
    const merchant = await fromVkId(2 * MINUTE);
    await fault(env, { vendor: 'vkid', times: 1, effect: { kind: 'reset' } });
    expect(await gate().shop(owner(merchant))).to.not.equal(null);
    expect(await events(merchant)).to.deep.equal(['token_refreshed']);
  });

  it('while VK ID is silent the old token goes on as long as it lives', async () => {
    const merchant = await fromVkId(2 * MINUTE);
    await fault(env, { vendor: 'vkid', effect: { kind: 'httpStatus', status: 502 } });
    const session = (await gate().shop(owner(merchant)))!;
    expect(await session.client.me()).to.have.property('outcome', 'ok');
    expect(await connection(merchant)).to.include({ blockedCode: null });
    expect(await events(merchant)).to.deep.equal([]);
  });

  it('a token entered by hand that is refused ends the run with the word to connect anew', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await env.control('PATCH', `/merchants/${merchant.id}`, { vkTokens: { main: { revoked: true } } });
    const stop = await refreshShop(env.deps, owner(merchant), CONTROL);
    expect(stop).to.deep.equal({ kind: 'failed', code: 'VK.TOKEN_REVOKED' });
    expect(await connection(merchant)).to.include({ blockedCode: 'VK.TOKEN_REVOKED', isOnline: false });
  });

  it('keeps the tokens of idle merchants alive, daily and no more often', async () => {
    const merchant = await fromVkId(60 * MINUTE);
    const due = async () => (await idleTokens({ ...env.deps } as never)).includes(merchant.userId);
    expect(await due()).to.equal(false);
    expect(await gate().renewIdle(merchant.userId)).to.equal('fresh');
    await env.db.change('UPDATE vk_connections SET connected_at = :at WHERE user_id = :userId', {
      at: new Date(env.deps.now() - DAY - MINUTE),
      userId: merchant.userId,
    });
    expect(await due()).to.equal(true);
    const before = await renewals();
    expect(
      (await Promise.all([gate().renewIdle(merchant.userId), gate().renewIdle(merchant.userId)])).sort(),
    ).to.deep.equal(['fresh', 'renewed']);
    expect((await renewals()) - before).to.be.at.most(1);
    expect(await due()).to.equal(false);
    expect(await events(merchant)).to.deep.equal(['token_refreshed']);
  });

  it('never writes a token into a log', async () => {
    await env.deps.apiLog.drain();
    const rows = await env.db.rows("SELECT * FROM api_log WHERE service = 'vk_id'");
    expect(rows.length).to.be.greaterThan(0);
    expect(JSON.stringify(rows)).to.not.match(/vk2\.[ar]/u);
  });
});
