import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { requestCancel } from '../../src/db/repositories/jobs.repository.js';
import { requestRun } from '../../temporal/start-pipeline.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { PipelineMerchant } from '../support/pipeline-merchant.js';
import { sideBySide } from '../support/side-by-side.js';
import { until } from '../support/until.js';

describe('many wishes, and wishes at a bad moment', () => {
  let env: PipelineEnv;

  before(async () => {
    env = await startPipelineEnv();
  });
  after(() => env.close());

  /** Reading the till takes its time. */
  const slowTill = (merchant: PipelineMerchant, ms: number, times: number) =>
    env.faults({ vendor: 'evotor', merchant: merchant.id, times, effect: { kind: 'delay', ms } });
  const keys = async (merchant: PipelineMerchant) =>
    (await merchant.shop()).items.filter(({ state }) => state === 'visible').map(({ sku }) => sku);
  const expectNoTwins = async (merchant: PipelineMerchant, count: number) => {
    const found = await keys(merchant);
    expect(new Set(found).size).to.equal(found.length).and.equal(count);
  };
  const phaseOf = async (merchant: PipelineMerchant) =>
    (await env.services.sync.overview(merchant.userId)).current?.phase ?? null;

  sideBySide({
    'fifty at once are one run and at most one after it': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 5 } });
      const answers = await Promise.all(Array.from({ length: 50 }, () => env.services.sync.runNow(merchant.userId)));
      expect(answers.filter(({ outcome }) => outcome === 'started')).to.have.length(1);
      await merchant.pipelineEnd();
      const jobs = await merchant.jobs();
      expect(jobs.length).to.be.within(1, 2);
      expect(jobs.map(({ status }) => status)).to.not.include.members(['failed', 'cancelled', 'pending']);
      expect(new Set(answers.map(({ jobId }) => jobId)).size).to.be.at.most(jobs.length);
      await expectNoTwins(merchant, 5);
    },

    'fifty at once from as many processes, more than Temporal takes at a time, are no more runs than that':
      async () => {
        const merchant = await env.addMerchant({ generate: { goods: 5 } });
        const askedAtMs = Date.now();
        const answers = await Promise.all(
          Array.from({ length: 50 }, () =>
            requestRun(env.temporal, merchant.userId, {
              requestId: randomUUID(),
              kind: 'sync',
              trigger: 'manual',
              askedAtMs,
            }),
          ),
        );
        await merchant.pipelineEnd();
        const jobs = await merchant.jobs();
        expect(jobs.length).to.be.within(1, 2);
        expect(new Set(answers.map(({ jobId }) => jobId)).size).to.be.at.most(jobs.length);
        await expectNoTwins(merchant, 5);
      },

    'a run that is ending because it was paused is not joined: after resuming a new one does the work': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 3 } });
      await slowTill(merchant, 700, 1);
      const { sync } = env.services;
      const first = await sync.runNow(merchant.userId);
      await sync.setPaused(merchant.userId, true);
      await sync.setPaused(merchant.userId, false);
      const second = await sync.runNow(merchant.userId);
      expect(second.jobId).to.not.equal(first.jobId);
      await merchant.pipelineEnd();
      expect((await merchant.jobs()).map(({ status }) => status)).to.deep.equal(['cancelled', 'success']);
      await expectNoTwins(merchant, 3);
    },

    'a waiting job that was cancelled does not serve the next wish either': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 3 } });
      await slowTill(merchant, 900, 1);
      const { sync } = env.services;
      await sync.runNow(merchant.userId);
      await until('reading the till', async () => (await phaseOf(merchant)) === 'till');
      const waiting = await sync.runNow(merchant.userId);
      expect(waiting.outcome).to.equal('queued');
      await requestCancel(env.db, merchant.userId);
      const wanted = await sync.runNow(merchant.userId);
      expect(wanted.jobId).to.not.equal(waiting.jobId);
      await merchant.pipelineEnd();
      expect((await merchant.jobs()).map(({ status }) => status)).to.deep.equal(['cancelled', 'cancelled', 'success']);
    },

    'a pause while the till is read for the first time ends the run before the shop is touched': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 12, stores: 3 } });
      await slowTill(merchant, 400, 6);
      const { jobId } = await env.services.sync.runNow(merchant.userId);
      await until('reading the till', async () => (await phaseOf(merchant)) === 'till');
      await env.services.sync.setPaused(merchant.userId, true);
      expect(await merchant.finished(jobId)).to.include({ status: 'cancelled' });
      expect((await merchant.shop()).items).to.deep.equal([]);
      await env.services.sync.setPaused(merchant.userId, false);
      await merchant.pipelineEnd();
      expect(await merchant.run()).to.include({ status: 'success' });
      await expectNoTwins(merchant, (await merchant.products()).length);
    },

    'a pause while the shop is read ends the run before anything is written': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 4 } });
      const hurry = await env.faults({
        vendor: 'vk',
        merchant: merchant.id,
        effect: { kind: 'delay', ms: 500 },
      });
      const { jobId } = await env.services.sync.runNow(merchant.userId);
      await until('reading the shop', async () => (await phaseOf(merchant)) === 'shop');
      await env.services.sync.setPaused(merchant.userId, true);
      expect(await merchant.finished(jobId)).to.include({ status: 'cancelled' });
      await hurry();
      expect((await merchant.stats()).writeOperations).to.equal(0);
      await env.services.sync.setPaused(merchant.userId, false);
      await merchant.pipelineEnd();
      expect(await merchant.run()).to.include({ status: 'success' });
      await expectNoTwins(merchant, 4);
    },
  });
});

describe('a pause while a lost create is waited for', () => {
  let env: PipelineEnv;

  before(async () => {
    // The first look-up is far away: only the pause can end the wait.
    env = await startPipelineEnv({ lookupDelaysMs: [40_000, 40_000, 40_000] });
  });
  after(() => env.close());

  it('ends it at once, and the run after finds the good instead of adding it again', async () => {
    const merchant = await env.addMerchant({ generate: { goods: 3 } });
    const calm = await env.faults({
      vendor: 'vk',
      method: 'market.add',
      merchant: merchant.id,
      nth: 2,
      effect: { kind: 'lostAnswer' },
    });
    const { jobId } = await env.services.sync.runNow(merchant.userId);
    await until('the look-up to be waited for, and nothing else to be under way', async () => {
      const creates = (await merchant.operations(jobId)).filter(({ kind }) => kind === 'create');
      const isOpen = creates.length === 3 && creates.every(({ state }) => state === 'done' || state === 'unknown');
      const { raw } = await env.temporal.workflow.getHandle(merchant.workflowId).describe();
      return isOpen && (raw.pendingActivities ?? []).length === 0;
    });
    await env.services.sync.setPaused(merchant.userId, true);
    expect(await merchant.finished(jobId, 20_000)).to.include({ status: 'cancelled' });
    await calm();
    await env.services.sync.setPaused(merchant.userId, false);
    await merchant.pipelineEnd();
    await merchant.run();
    const found = (await merchant.shop()).items.filter(({ state }) => state === 'visible').map(({ sku }) => sku);
    expect(new Set(found).size).to.equal(found.length).and.equal(3);
  });
});
