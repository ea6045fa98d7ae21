import { expect } from 'chai';
import { findVkConnection } from '../../src/db/repositories/vk-connections.repository.js';
import type { JobView } from '../../src/services/web-services.js';
import { sideBySide } from '../support/side-by-side.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { PipelineMerchant } from '../support/pipeline-merchant.js';
import { until } from '../support/until.js';

describe('jobs the merchant answers, ends and takes back', () => {
  let env: PipelineEnv;

  before(async () => {
    env = await startPipelineEnv();
    await env.workers.start();
  });
  after(() => env.close());

  async function published(goods: number): Promise<PipelineMerchant> {
    const merchant = await env.addMerchant({ generate: { goods } });
    await env.services.sync.runNow(merchant.userId);
    await merchant.pipelineEnd();
    return merchant;
  }
  const stateOf = async (merchant: PipelineMerchant, state: 'visible' | 'hidden' | 'deleted') =>
    (await merchant.shop()).items.filter(item => item.state === state).map(({ sku }) => sku);
  async function lastJob(merchant: PipelineMerchant): Promise<JobView> {
    const { rows } = await env.services.history.runs(merchant.userId, 1);
    return rows[0] as JobView;
  }

  sideBySide({
    'a mass deletion waits, is approved, and is carried out by a fresh run': async () => {
      const merchant = await published(12);
      const gone = (await merchant.products()).slice(0, 7).map(({ id }) => id);
      for (const id of gone) await env.control('DELETE', `/merchants/${merchant.id}/products/${id}`);
      await env.services.sync.runNow(merchant.userId);
      await merchant.pipelineEnd();
      const waiting = await lastJob(merchant);
      expect(waiting).to.include({ status: 'awaiting_approval' });
      expect(waiting.reason?.code).to.equal('BRAKE.HIDES');
      expect(await stateOf(merchant, 'hidden')).to.deep.equal([]);

      const started = await env.services.approvals.approve(merchant.userId, waiting.id, 'all');
      expect(started.outcome).to.equal('started');
      await merchant.pipelineEnd();
      expect(await lastJob(merchant)).to.include({
        id: started.jobId,
        status: 'success',
        trigger: 'approval',
        sourceJobId: waiting.id,
      });
      expect([...(await stateOf(merchant, 'hidden'))].sort()).to.deep.equal([...gone].sort());
    },

    'a first load is ended at its next operation, a queued job before its first, and a later run goes on': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 40, groups: 1 } });
      const quick = await env.faults({
        vendor: 'vk',
        method: 'market.add',
        merchant: merchant.id,
        effect: { kind: 'delay', ms: 1200 },
      });
      const first = await env.services.sync.runNow(merchant.userId);
      await until('the album and two goods of the first load', async () => {
        const current = (await env.services.sync.overview(merchant.userId)).current;
        return current?.phase === 'apply' && current.progress.done >= 3;
      });
      const second = await env.services.sync.preview(merchant.userId);
      expect(second.outcome).to.equal('queued');
      await env.services.approvals.cancel(merchant.userId, second.jobId);
      await env.services.approvals.cancel(merchant.userId, first.jobId);
      await merchant.pipelineEnd();
      const { rows } = await env.services.history.runs(merchant.userId, 1);
      expect(rows.map(({ status, reason }) => [status, reason?.code])).to.deep.equal([
        ['cancelled', 'SYNC.CANCELLED'],
        ['cancelled', 'SYNC.CANCELLED'],
      ]);
      const made = (await stateOf(merchant, 'visible')).length;
      expect(made).to.be.within(2, 39);
      await quick();
      await env.services.sync.runNow(merchant.userId);
      await merchant.pipelineEnd();
      expect((await stateOf(merchant, 'visible')).sort()).to.deep.equal(
        (await merchant.products()).map(({ id }) => id).sort(),
      );
    },

    'a first load is taken back, and nobody does it again without a yes': async () => {
      const merchant = await published(4);
      const first = await lastJob(merchant);
      await env.services.approvals.undo(merchant.userId, first.id);
      await merchant.pipelineEnd();
      expect(await lastJob(merchant)).to.include({ kind: 'undo', status: 'success', sourceJobId: first.id });
      expect(await stateOf(merchant, 'deleted')).to.have.length(4);
      await env.services.sync.runNow(merchant.userId);
      await merchant.pipelineEnd();
      expect(await lastJob(merchant)).to.include({ status: 'awaiting_approval' });
      expect(await stateOf(merchant, 'visible')).to.deep.equal([]);
    },

    'a first try takes its goods alone, and leaving hides them and lets go': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 6 } });
      await env.services.approvals.pilot(merchant.userId, { count: 2 });
      await merchant.pipelineEnd();
      expect(await lastJob(merchant)).to.include({ kind: 'pilot', status: 'success' });
      expect(await stateOf(merchant, 'visible')).to.have.length(2);
      await env.services.connections.disconnect(merchant.userId, 'vk', 'hide');
      await merchant.pipelineEnd();
      expect(await lastJob(merchant)).to.include({ kind: 'disconnect', status: 'success' });
      expect(await stateOf(merchant, 'hidden')).to.have.length(2);
      expect(await findVkConnection(env.db, merchant.userId)).to.equal(null);
    },
  });
});
