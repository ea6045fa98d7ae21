import { expect } from 'chai';
import { findEvotorConnection } from '../../src/db/repositories/evotor-connections.repository.js';
import { connectionsToCheck } from '../../src/db/repositories/health.repository.js';
import { findVkConnection, saveMethodBlock } from '../../src/db/repositories/vk-connections.repository.js';
import { pingConnection } from '../../src/services/connections/ping-connection.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { fault, noFaults } from '../support/services-env-shop.js';

describe('the health sweep’s sign of life', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const ping = ({ userId }: TestMerchant, service: 'evotor' | 'vk') => pingConnection(env.deps, { userId, service });
  const calls = async (merchant: TestMerchant, vendor: string) =>
    (
      await env.control<{ entries: { method: string }[] }>(
        'GET',
        `/journal?vendor=${vendor}&merchant=${merchant.id}&limit=100000`,
      )
    ).entries.length;
  const state = async ({ userId }: TestMerchant, service: 'evotor' | 'vk') => {
    const found = await (service === 'evotor' ? findEvotorConnection : findVkConnection)(env.db, userId);
    return { isOnline: found!.isOnline, blockedCode: found!.blockedCode };
  };
  const events = async ({ userId }: TestMerchant) =>
    (
      await env.db.rows<{ event: string; detail: string }>(
        'SELECT event, detail FROM health_check_logs WHERE user_id = :userId ORDER BY id',
        { userId },
      )
    ).map(({ event, detail }) => `${event} ${detail}`.trim());

  it('is one call to each vendor, and an event only on a change', async () => {
    const merchant = await env.merchant({ goods: 1 });
    for (const service of ['evotor', 'vk'] as const) {
      const before = await calls(merchant, service);
      await ping(merchant, service);
      expect((await calls(merchant, service)) - before, service).to.equal(1);
      expect(await state(merchant, service)).to.deep.equal({ isOnline: true, blockedCode: null });
    }
    expect(await events(merchant)).to.deep.equal([]);
    await env.control('PATCH', `/merchants/${merchant.id}`, { vkTokens: { main: { revoked: true } } });
    await ping(merchant, 'vk');
    await ping(merchant, 'vk');
    expect(await state(merchant, 'vk')).to.deep.equal({ isOnline: false, blockedCode: 'VK.TOKEN_REVOKED' });
    await env.control('PATCH', `/merchants/${merchant.id}`, { vkTokens: { main: { revoked: false } } });
    await ping(merchant, 'vk');
    expect(await state(merchant, 'vk')).to.deep.equal({ isOnline: true, blockedCode: null });
    expect(await events(merchant)).to.deep.equal(['offline VK.TOKEN_REVOKED', 'online']);
  });

  it('that meets what passes by itself blocks no run', async () => {
    const merchant = await env.merchant({ goods: 1 });
    for (const code of [9, 14, 29]) {
      await fault(env, { vendor: 'vk', merchant: merchant.id, effect: { kind: 'apiError', code } });
      await ping(merchant, 'vk');
      expect(await state(merchant, 'vk')).to.include({ blockedCode: null });
      await noFaults(env);
    }
    await fault(env, { vendor: 'evotor', merchant: merchant.id, effect: { kind: 'httpStatus', status: 503 } });
    await ping(merchant, 'evotor');
    expect(await state(merchant, 'evotor')).to.deep.equal({ isOnline: false, blockedCode: null });
  });

  it('does not take away a block that a mere answer says nothing about', async () => {
    const merchant = await env.merchant({ goods: 1 });
    await env.db.change("UPDATE vk_connections SET blocked_code = 'VK.MARKET_OFF' WHERE user_id = :userId", {
      userId: merchant.userId,
    });
    await ping(merchant, 'vk');
    expect(await state(merchant, 'vk')).to.deep.equal({ isOnline: false, blockedCode: 'VK.MARKET_OFF' });
  });

  it('leaves alone who was called lately, who is in a run, and whom a vendor asked to wait', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const { userId } = merchant;
    const due = async () =>
      (await connectionsToCheck(env.db, new Date(Date.now() - 60_000), 1000))
        .filter(found => found.userId === userId)
        .map(({ service }) => service)
        .sort();
    expect(await due()).to.deep.equal([]);
    const old = new Date(Date.now() - 3_600_000);
    for (const table of ['evotor_connections', 'vk_connections'])
      await env.db.change(`UPDATE ${table} SET last_checked_at = :old WHERE user_id = :userId`, { old, userId });
    expect(await due()).to.deep.equal(['evotor', 'vk']);
    // The longest unchecked first, whichever vendor's: a sweep has room for some only.
    await env.db.change("UPDATE vk_connections SET last_checked_at = '2001-01-01' WHERE user_id = :userId", { userId });
    expect(await connectionsToCheck(env.db, new Date(), 1)).to.deep.equal([{ userId, service: 'vk' }]);
    const later = new Date(Date.now() + 3_600_000);
    await env.db.change('UPDATE evotor_connections SET blocked_until = :later WHERE user_id = :userId', {
      later,
      userId,
    });
    const { id } = (await findVkConnection(env.db, userId))!;
    await saveMethodBlock(env.db, id, { method: '*', blockedUntil: later, code: 'VK.CAPTCHA', step: 0 });
    expect(await due()).to.deep.equal([]);
  });
});
