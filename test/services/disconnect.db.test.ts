import { expect } from 'chai';
import { findEvotorConnection } from '../../src/db/repositories/evotor-connections.repository.js';
import { openJob } from '../../src/db/repositories/jobs.repository.js';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import { findVkConnection } from '../../src/db/repositories/vk-connections.repository.js';
import { disconnect } from '../../src/services/connections/disconnect.js';
import { endDisconnect } from '../../src/services/sync/disconnect.js';
import { refusalFor } from '../../src/services/sync/open-job.js';
import type { Orchestrator } from '../../src/services/orchestrator.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';

describe('disconnecting', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());

  const connections = async ({ userId }: TestMerchant) => ({
    evotor: (await findEvotorConnection(env.db, userId)) !== null,
    vk: (await findVkConnection(env.db, userId)) !== null,
  });
  const wish = async ({ userId }: TestMerchant) => {
    const { pendingDisconnect, disconnectService, nextDueAt } = await getSyncConfig(env.db, userId);
    return { pendingDisconnect, disconnectService, nextDueAt };
  };

  it('keeps the goods at once, and asks nobody', async () => {
    const merchant = await env.merchant({ goods: 1 });
    expect(await env.services.connections.disconnect(merchant.userId, 'vk')).to.equal(null);
    expect(await connections(merchant)).to.deep.equal({ evotor: true, vk: false });
    expect(await openJob(env.db, merchant.userId)).to.equal(null);
  });

  for (const service of ['vk', 'evotor'] as const)
    it(`takes the goods out first and ends the connection to ${service} with that`, async () => {
      const merchant = await env.merchant({ goods: 1 });
      const started = await env.services.connections.disconnect(merchant.userId, service, 'hide');
      const job = await openJob(env.db, merchant.userId);
      expect(job).to.include({ id: started!.jobId, kind: 'disconnect', status: 'pending' });
      expect(await connections(merchant)).to.deep.equal({ evotor: true, vk: true });
      expect(await wish(merchant)).to.deep.equal({
        pendingDisconnect: 'hide',
        disconnectService: service,
        nextDueAt: null,
      });
      await endDisconnect(env.deps, merchant.userId);
      expect(await connections(merchant)).to.deep.equal({ evotor: service !== 'evotor', vk: service !== 'vk' });
      expect(await wish(merchant)).to.include({ pendingDisconnect: null, disconnectService: null });
    });

  it('is possible paused, switched off and without a till', async () => {
    const merchant = await env.merchant({ goods: 1 });
    await env.services.sync.setEnabled(merchant.userId, false);
    await env.services.connections.disconnect(merchant.userId, 'evotor');
    const started = await env.services.connections.disconnect(merchant.userId, 'vk', 'delete');
    expect(started?.jobId).to.be.a('number');
  });

  it('is not possible with a shop that cannot be reached, unless the goods stay', async () => {
    const merchant = await env.merchant({ goods: 1 });
    await env.db.change("UPDATE vk_connections SET blocked_code = 'VK.TOKEN_REVOKED' WHERE user_id = :userId", {
      userId: merchant.userId,
    });
    const error = await env.services.connections
      .disconnect(merchant.userId, 'vk', 'hide')
      .catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'CONNECTION.GOODS_UNREACHABLE', kind: 'conflict' });
    expect(await wish(merchant)).to.include({ pendingDisconnect: null });
    await env.services.connections.disconnect(merchant.userId, 'vk', 'keep');
    expect(await connections(merchant)).to.deep.equal({ evotor: true, vk: false });
  });

  it('keeps the wish while Temporal is down: the clock finds it', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const orchestrator = {
      poke: () => Promise.reject(new Error('down')),
      requestRun: () => Promise.reject(new Error('down')),
    } as unknown as Orchestrator;
    const error = await disconnect({ db: env.db, orchestrator }, merchant.userId, 'vk', 'delete').catch(
      (reason: unknown) => reason,
    );
    expect(error).to.have.property('message', 'down');
    expect(await wish(merchant)).to.deep.equal({
      pendingDisconnect: 'delete',
      disconnectService: 'vk',
      nextDueAt: null,
    });
    // Until then nothing publishes the goods again.
    const refused = await refusalFor(env.deps, { userId: merchant.userId, kind: 'sync', trigger: 'manual' });
    expect(refused).to.equal('SYNC.DISCONNECTING');
  });
});
