import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { UPDATE_REQUEST_RUN } from '../../temporal/contracts.js';
import { requestRun } from '../../temporal/start-pipeline.js';
import { sideBySide } from '../support/side-by-side.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { PipelineMerchant } from '../support/pipeline-merchant.js';
import { until } from '../support/until.js';

describe('asking for runs', () => {
  let env: PipelineEnv;

  before(async () => {
    env = await startPipelineEnv();
  });

  /** Each `market.add` takes its time, so that a first run can be met in the middle. */
  const slowAdds = (merchant: PipelineMerchant, ms: number) =>
    env.faults({ vendor: 'vk', method: 'market.add', merchant: merchant.id, effect: { kind: 'delay', ms } });

  async function untilApplied(merchant: PipelineMerchant, operations: number): Promise<void> {
    await until(`${operations} operations of a run under way`, async () => {
      const current = (await env.services.sync.overview(merchant.userId)).current;
      return current?.phase === 'apply' && current.progress.done >= operations;
    });
  }

  /** The merchant's jobs that called VK, each with its first and last call; by time. */
  function writersOf(merchant: PipelineMerchant): Promise<readonly { first: Date; last: Date }[]> {
    return env.db.rows<{ first: Date; last: Date }>(
      `SELECT MIN(started_at) AS first, MAX(started_at + INTERVAL duration_ms * 1000 MICROSECOND) AS last FROM api_log
       WHERE user_id = :userId AND job_id IS NOT NULL AND service = 'vk' GROUP BY job_id ORDER BY first`,
      { userId: merchant.userId },
    );
  }

  function keysInShop(shop: Awaited<ReturnType<PipelineMerchant['shop']>>): readonly string[] {
    return shop.items.filter(({ state }) => state === 'visible').map(({ sku }) => sku);
  }

  sideBySide({
    'one after the till was read waits as a job of its own, sees newer changes and runs right after': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 8 } });
      await slowAdds(merchant, 250);
      const first = await env.services.sync.runNow(merchant.userId);
      await untilApplied(merchant, 1);
      const [good] = await merchant.products();
      await merchant.edit(good!.id, { price: 4321 });
      const second = await env.services.sync.runNow(merchant.userId);
      const third = await env.services.sync.runNow(merchant.userId);
      expect([first.outcome, second.outcome, third.outcome]).to.deep.equal(['started', 'queued', 'queued']);
      expect(second.jobId).to.not.equal(first.jobId);
      expect(third.jobId).to.equal(second.jobId);
      await merchant.pipelineEnd();
      expect((await merchant.jobs()).map(({ status }) => status)).to.deep.equal(['success', 'success']);
      expect((await merchant.item(good!.id)).priceKopecks).to.equal(432_100);
    },

    'the same wish sent again, as after a lost answer, is served by the job it opened': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 8 } });
      await slowAdds(merchant, 200);
      const request = { requestId: randomUUID(), kind: 'sync', trigger: 'manual' } as const;
      const first = await requestRun(env.temporal, merchant.userId, request);
      await untilApplied(merchant, 1);
      const handle = env.temporal.workflow.getHandle(merchant.workflowId);
      const again = await handle.executeUpdate(UPDATE_REQUEST_RUN, { updateId: randomUUID(), args: [request] });
      expect(again).to.deep.equal(first);
      await merchant.pipelineEnd();
      expect((await merchant.jobs()).map(({ status }) => status)).to.deep.equal(['success']);
    },

    'twenty at once give one or two jobs, one writer at a time and no twin': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 6 } });
      // Temporal takes ten updates of one workflow at a time, the others a second later: the run has to last that long.
      await env.faults({ vendor: 'evotor', merchant: merchant.id, times: 3, effect: { kind: 'delay', ms: 900 } });
      const wishes = Array.from({ length: 20 }, () => env.services.sync.runNow(merchant.userId));
      const answers = await Promise.all(wishes);
      expect(answers.filter(({ outcome }) => outcome === 'started')).to.have.length(1);
      await merchant.pipelineEnd();
      const jobs = await merchant.jobs();
      expect(jobs.length).to.be.within(1, 2);
      expect(new Set(answers.map(({ jobId }) => jobId)).size).to.equal(jobs.length);
      const writers = await writersOf(merchant);
      for (const [index, { first }] of writers.slice(1).entries())
        expect(first.getTime()).to.be.at.least(writers[index]!.last.getTime());
      const keys = keysInShop(await merchant.shop());
      expect(new Set(keys).size).to.equal(keys.length).and.equal(6);
    },

    'a pause ends the run between two operations, and after resuming the rest is done': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 40 } });
      const hurry = await slowAdds(merchant, 300);
      const { jobId } = await env.services.sync.runNow(merchant.userId);
      // More than the albums, so that a good is among it.
      await untilApplied(merchant, 13);
      await env.services.sync.setPaused(merchant.userId, true);
      await merchant.pipelineEnd();
      const paused = await merchant.finished(jobId);
      expect(paused).to.include({ status: 'cancelled' });
      expect(paused.reason?.code).to.be.oneOf(['SYNC.CANCELLED', 'SYNC.PAUSED']);
      expect(paused.operations.filter(({ state }) => state === 'sent' || state === 'unknown')).to.deep.equal([]);
      expect(paused.operations.some(({ state }) => state === 'planned')).to.equal(true);
      expect(keysInShop(await merchant.shop())).to.have.length(paused.counters.created);
      expect(paused.counters.created).to.be.within(1, 39);

      await hurry();
      await env.services.sync.setPaused(merchant.userId, false);
      const rest = await merchant.run();
      expect(rest).to.include({ status: 'success' });
      expect(rest.counters.created).to.equal(40 - paused.counters.created);
      const keys = keysInShop(await merchant.shop());
      expect(new Set(keys).size).to.equal(keys.length).and.equal(40);
    },

    'while paused nothing is started, and it says why': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 1 } });
      await env.services.sync.setPaused(merchant.userId, true);
      const error = await env.services.sync.runNow(merchant.userId).catch((reason: unknown) => reason);
      expect(error).to.include({ code: 'SYNC.PAUSED' });
      expect(await merchant.jobs()).to.deep.equal([]);
    },

    'switching off in the first load ends it, and switching on again completes the shop': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 30 } });
      const hurry = await slowAdds(merchant, 300);
      const { jobId } = await env.services.sync.runNow(merchant.userId);
      await untilApplied(merchant, 1);
      await env.services.sync.setEnabled(merchant.userId, false);
      expect(await merchant.finished(jobId)).to.include({ status: 'cancelled' });
      await hurry();
      await env.services.sync.setEnabled(merchant.userId, true);
      await merchant.pipelineEnd();
      expect(await merchant.run()).to.include({ status: 'success' });
      const keys = keysInShop(await merchant.shop());
      expect(new Set(keys).size).to.equal(keys.length).and.equal(30);
    },

    'a preview plans, shows the plan and writes nothing': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 4 } });
      const job = await merchant.run('preview');
      expect(job).to.include({ kind: 'preview', status: 'success' });
      expect(job.operations.filter(({ kind }) => kind === 'create')).to.have.length(4);
      expect(new Set(job.operations.map(({ state }) => state))).to.deep.equal(new Set(['planned']));
      expect((await merchant.stats()).writeOperations).to.equal(0);
    },
  });

  after(() => env.close());
});

describe('runs that are asked for while no worker is there', () => {
  let env: PipelineEnv;

  before(async () => {
    env = await startPipelineEnv();
  });
  after(() => env.close());

  it('wait for one, and two at the same moment give one job: one started, one joined', async () => {
    const merchant = await env.addMerchant({ generate: { goods: 3 } });
    await env.workers.stop();
    const { sync } = env.services;
    const asked = Promise.all([sync.runNow(merchant.userId), sync.runNow(merchant.userId)]);
    await until('the pipeline', () =>
      env.temporal.workflow
        .getHandle(merchant.workflowId)
        .describe()
        .then(
          () => true,
          () => false,
        ),
    );
    await env.workers.start();
    const answers = await asked;
    expect(answers.map(({ outcome }) => outcome).sort()).to.deep.equal(['joined', 'started']);
    expect(answers[0].jobId).to.equal(answers[1].jobId);
    await merchant.pipelineEnd();
    expect((await merchant.jobs()).map(({ status }) => status)).to.deep.equal(['success']);
    expect((await merchant.shop()).items).to.have.length(3);
  });
});
