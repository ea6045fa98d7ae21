import { expect } from 'chai';
import { getSyncConfig, updateSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { UserId } from '../../src/domain/brand.js';
import { createWebhookService } from '../../src/services/webhooks/webhook-service.js';
import { givePartnerToken } from '../support/give-partner-token.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { PipelineMerchant } from '../support/pipeline-merchant.js';
import { sideBySide } from '../support/side-by-side.js';
import { until } from '../support/until.js';

describe('hints of a changed till', () => {
  let env: PipelineEnv;

  before(async () => {
    env = await startPipelineEnv();
  });
  after(() => env.close());

  const push = async (merchant: PipelineMerchant) => {
    const authorization = await givePartnerToken(env.db, merchant.userId);
    return () => env.services.webhooks.productsChanged({ authorization, address: '127.0.0.1' });
  };
  const isOpen = (merchant: PipelineMerchant) =>
    env.temporal.workflow
      .getHandle(merchant.workflowId)
      .describe()
      .then(
        ({ status }) => status.name === 'RUNNING',
        () => false,
      );
  const marks = async ({ userId }: PipelineMerchant) => {
    const { dirtySince, dirtySeenAt } = await getSyncConfig(env.db, userId);
    return { dirtySince, dirtySeenAt };
  };
  /** As if the hints had come so much earlier. */
  const age = (userId: UserId, ms: number) => {
    const at = new Date(Date.now() - ms);
    return updateSyncConfig(env.db, userId, { dirty_since: at, dirty_seen_at: at });
  };

  sideBySide({
    'doubled ones are one run, which waits for quiet; running now ends the wait and serves them': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 3 } });
      const hint = await push(merchant);
      await Promise.all([hint(), hint(), hint()]);
      await hint();
      await until('the pipeline', () => isOpen(merchant));
      expect(await merchant.jobs()).to.deep.equal([]);
      const { outcome, jobId } = await env.services.sync.runNow(merchant.userId);
      expect(outcome).to.equal('started');
      await merchant.pipelineEnd();
      expect((await merchant.jobs()).map(job => [job.id, job.trigger, job.status])).to.deep.equal([
        [jobId, 'manual', 'success'],
      ]);
      expect(await marks(merchant)).to.deep.equal({ dirtySince: null, dirtySeenAt: null });
    },

    'a preview while they wait runs at once, and the run they asked for follows': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 2 } });
      await (
        await push(merchant)
      )();
      await until('the pipeline', () => isOpen(merchant));
      const preview = await env.services.sync.preview(merchant.userId);
      expect(preview.outcome).to.equal('started');
      await merchant.finished(preview.jobId);
      await age(merchant.userId, 40_000);
      await merchant.pipelineEnd();
      const jobs = await merchant.jobs();
      expect(jobs.map(({ kind, trigger }) => [kind, trigger])).to.deep.equal([
        ['preview', 'manual'],
        ['sync', 'webhook'],
      ]);
      expect((await merchant.shop()).items).to.have.length(2);
    },

    'that are 30 seconds old start the run by themselves': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 2 } });
      await age(merchant.userId, 31_000);
      // The mark was older than its signal, as after a signal that came late.
      await env.temporal.workflow.signalWithStart('syncPipeline', {
        workflowId: merchant.workflowId,
        taskQueue: 'pipeline',
        args: [
          { userId: merchant.userId, request: { requestId: `h${merchant.userId}`, kind: 'sync', trigger: 'webhook' } },
        ],
        signal: 'hinted',
        signalArgs: [],
      });
      await merchant.pipelineEnd();
      expect((await merchant.jobs()).map(({ trigger, status }) => [trigger, status])).to.deep.equal([
        ['webhook', 'success'],
      ]);
      expect((await marks(merchant)).dirtySince).to.equal(null);
    },

    'one that comes while a run is under way is not lost: another run follows': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 6 } });
      const hint = await push(merchant);
      const faster = await env.faults({
        vendor: 'vk',
        method: 'market.add',
        merchant: merchant.id,
        effect: { kind: 'delay', ms: 250 },
      });
      const { jobId } = await env.services.sync.runNow(merchant.userId);
      await until('applying', async () => (await merchant.job(jobId)).phase === 'apply');
      await hint();
      const [good] = await merchant.products();
      await merchant.edit(good!.id, { price: 4444 });
      await faster();
      await merchant.finished(jobId);
      expect((await marks(merchant)).dirtySince).to.not.equal(null);
      await until('the pipeline that waits for quiet', () => isOpen(merchant));
      await age(merchant.userId, 200_000);
      await env.services.sync.preview(merchant.userId);
      await merchant.pipelineEnd();
      const jobs = await merchant.jobs();
      expect(jobs.filter(({ kind }) => kind === 'sync').map(({ trigger }) => trigger)).to.deep.equal([
        'manual',
        'webhook',
      ]);
      expect((await merchant.item(good!.id)).priceKopecks).to.equal(444_400);
    },

    'of a paused merchant start nothing, and the mark stays for the day it goes on': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 1 } });
      await env.services.sync.setPaused(merchant.userId, true);
      await (
        await push(merchant)
      )();
      // Nobody waits for the signal to get through.
      await until('a pipeline that found nothing to do', () =>
        merchant.pipelineEnd().then(
          () => true,
          () => false,
        ),
      );
      expect(await merchant.jobs()).to.deep.equal([]);
      expect((await marks(merchant)).dirtySince).to.not.equal(null);
    },

    'while Temporal is down are kept, answered at once, and found by the dispatcher': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 2 } });
      const authorization = await givePartnerToken(env.db, merchant.userId);
      const noConnection = () => Promise.reject(new Error('no connection'));
      const down = createWebhookService({
        db: env.db,
        vault: env.base.vault,
        now: Date.now,
        webhookSecret: null,
        orchestrator: {
          hint: noConnection,
          poke: noConnection,
          peekTill: noConnection,
          testConnection: noConnection,
          refreshCatalogue: noConnection,
        },
      });
      await down.productsChanged({ authorization, address: '' });
      expect(await isOpen(merchant)).to.equal(false);
      expect((await marks(merchant)).dirtySince).to.not.equal(null);
      // A minute later nobody has served it, though the next slot is far away.
      await age(merchant.userId, 61_000);
      await env.dispatch();
      await merchant.pipelineEnd();
      expect((await merchant.jobs()).map(({ trigger, status }) => [trigger, status])).to.deep.equal([
        ['webhook', 'success'],
      ]);
      expect((await marks(merchant)).dirtySince).to.equal(null);
    },
  });
});
