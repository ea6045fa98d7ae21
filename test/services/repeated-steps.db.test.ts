import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { holdOperations } from '../../src/db/repositories/decisions.repository.js';
import { findEvotorConnection } from '../../src/db/repositories/evotor-connections.repository.js';
import { findJob } from '../../src/db/repositories/jobs.repository.js';
import { claimOperations, listOperations, takeWriter } from '../../src/db/repositories/operations.repository.js';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import { findVkConnection } from '../../src/db/repositories/vk-connections.repository.js';
import type { JobId, ListingKey } from '../../src/domain/brand.js';
import type { PlannedChange } from '../../src/domain/sync/compact.js';
import { diffPage } from '../../src/domain/sync/differ.js';
import { isAppError } from '../../src/domain/errors.js';
import { endDisconnect } from '../../src/services/sync/disconnect.js';
import { finishPlan } from '../../src/services/sync/finish-plan.js';
import { startJob } from '../../src/services/sync/job-life.js';
import { openJobFor } from '../../src/services/sync/open-job.js';
import { listingsPhase, shopPhase, tillPhase } from '../../src/services/sync/phases.js';
import { beginPlan, loadPlanPage } from '../../src/services/sync/plan.js';
import { servingJob } from '../../src/services/sync/serving-job.js';
import { CONTROL, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { wait } from '../support/services-env-hands.js';
import { runPhases } from '../support/services-env-run.js';
import { editGood, shopOf, tillOf } from '../support/services-env-shop.js';

const HOUR = 3_600_000;

/** Steps whose answer was lost are done again, and wishes are made twice: neither may do more than the first did. */
describe('steps and wishes that come twice', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());

  async function published(goods: number): Promise<TestMerchant> {
    const merchant = await env.merchant({ goods });
    expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('success');
    return merchant;
  }
  async function open(merchant: TestMerchant, wish: Partial<Parameters<typeof openJobFor>[1]> = {}): Promise<JobId> {
    const { userId } = merchant;
    const ids = { userId, workflowId: `sync/${userId}`, requestId: randomUUID() };
    const { jobId } = await openJobFor(env.deps, { ...ids, kind: 'sync', trigger: 'manual', ...wish });
    return jobId!;
  }
  /** Everything of a run up to its plan; the last page is left to the end of the plan. */
  async function toPlan(
    merchant: TestMerchant,
  ): Promise<{ job: { userId: TestMerchant['userId']; jobId: JobId }; last: readonly PlannedChange[] }> {
    const job = { userId: merchant.userId, jobId: await open(merchant) };
    await startJob(env.deps, job);
    await tillPhase(env.deps, job, CONTROL);
    await listingsPhase(env.deps, job, CONTROL);
    await shopPhase(env.deps, job, CONTROL);
    await beginPlan(env.deps, job);
    const { records } = await loadPlanPage(env.deps, job.userId, null);
    return { job, last: diffPage(records).changes };
  }
  const lines = async (jobId: JobId, state: 'planned' | 'done') =>
    (await listOperations(env.db, jobId, { offset: 0, limit: 1000 }, { state })).rows;

  it('the end of a plan lets nothing through that its first try had held', async () => {
    const merchant = await published(12);
    for (const { id } of (await tillOf(env, merchant)).slice(0, 6))
      await env.control('DELETE', `/merchants/${merchant.id}/products/${id}`);
    const waiting = await runPhases(env.deps, merchant.userId);
    expect(waiting.job.status).to.equal('awaiting_approval');

    const { job, last } = await toPlan(merchant);
    expect(last.map(({ op }) => op)).to.deep.equal(Array(6).fill('hide'));
    const first = await finishPlan(env.deps, job, 1, 6, last);
    expect(first).to.deep.equal({ planned: 0, held: 0, resumeAtMs: null });
    expect(await finishPlan(env.deps, job, 1, 6, last)).to.deep.equal(first);
    expect(await lines(job.jobId, 'planned')).to.deep.equal([]);
    expect(await findJob(env.db, waiting.job.id)).to.include({ status: 'awaiting_approval', risky: 6 });
    expect(await lines(waiting.job.id, 'planned')).to.have.length(6);
  });

  it('the end of a plan is written wholly or not at all', async () => {
    const merchant = await published(3);
    const [dearer] = await tillOf(env, merchant);
    await editGood(env, merchant, dearer!.id, { price: 4321 });
    const { job, last } = await toPlan(merchant);
    const dying = { ...env.deps, db: dyingAt(env, 'notListed', 'is_listed = FALSE') };
    const error = await finishPlan(dying, job, 1, 2, last).catch((reason: unknown) => reason);
    expect(error).to.be.an('error');
    expect(await lines(job.jobId, 'planned')).to.deep.equal([]);
    expect(await finishPlan(env.deps, job, 1, 2, last)).to.include({ planned: 1 });
  });

  it('the end of a leaving takes one connection, not the other one as well', async () => {
    const merchant = await env.merchant({ goods: 1 });
    await env.services.connections.disconnect(merchant.userId, 'evotor', 'hide');
    await endDisconnect(env.deps, merchant.userId);
    await endDisconnect(env.deps, merchant.userId);
    expect(await findEvotorConnection(env.db, merchant.userId)).to.equal(null);
    expect(await findVkConnection(env.db, merchant.userId)).to.not.equal(null);
  });

  it('a leaving that is asked for twice is not forgotten when the first job makes way', async () => {
    const merchant = await published(2);
    const first = await env.services.connections.disconnect(merchant.userId, 'vk', 'hide');
    const second = await env.services.connections.disconnect(merchant.userId, 'vk', 'hide');
    const { job } = await runPhases(env.deps, merchant.userId, { jobId: first!.jobId });
    expect(job.status).to.equal('cancelled');
    expect((await getSyncConfig(env.db, merchant.userId)).pendingDisconnect).to.equal('hide');
    expect((await runPhases(env.deps, merchant.userId, { jobId: second!.jobId })).job.status).to.equal('success');
    expect(await findVkConnection(env.db, merchant.userId)).to.equal(null);
  });

  it('the clock does not take up a leaving that was taken back', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const ids = { userId: merchant.userId, workflowId: 'w', requestId: randomUUID() };
    const wish = { ...ids, kind: 'disconnect', trigger: 'schedule', options: { goods: 'hide' } } as const;
    expect(await openJobFor(env.deps, wish)).to.deep.equal({ jobId: null, refusedCode: 'SYNC.CANCELLED' });
  });

  it('a first try clicked twice is one, another choice of goods is another', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const { userId } = merchant;
    const pilot = await open(merchant, { kind: 'pilot', options: { pilotCount: 10 } });
    const ask = (pilotCount: number, candidates: readonly JobId[]) => {
      const request = { requestId: randomUUID(), kind: 'pilot', trigger: 'manual', options: { pilotCount } } as const;
      return servingJob(env.deps, { userId, request, candidates });
    };
    expect(await ask(10, [pilot])).to.equal(pilot);
    expect(await ask(5, [pilot])).to.equal(null);
    expect(await ask(10, [])).to.equal(null);
    await env.services.approvals.cancel(userId, pilot);
    expect(await ask(10, [pilot])).to.equal(null);
  });

  it('a batch that still runs somewhere sends nothing after the next plan has begun', async () => {
    const merchant = await published(1);
    const [good] = await tillOf(env, merchant);
    await editGood(env, merchant, good!.id, { price: 1234 });
    const { job, last } = await toPlan(merchant);
    await finishPlan(env.deps, job, 1, 0, last);
    await takeWriter(env.db, job.jobId, 'old');
    const ids = (await lines(job.jobId, 'planned')).map(({ id }) => id);
    await beginPlan(env.deps, { userId: merchant.userId, jobId: await open(merchant) });
    const claim = { jobId: job.jobId, ids, from: ['planned'] } as const;
    expect(await claimOperations(env.db, { ...claim, writer: 'old' })).to.equal(0);
    await takeWriter(env.db, job.jobId, 'new');
    expect(await claimOperations(env.db, { ...claim, writer: 'new' })).to.equal(1);
  });

  it('a brake asks about nothing that is done already', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const { operations } = await runPhases(env.deps, merchant.userId);
    const ids = operations.map(({ id }) => id);
    await holdOperations(env.db, ids, 'BRAKE.HIDES');
    expect((await lines(operations[0]!.jobId, 'done')).map(({ isRisky }) => isRisky)).to.not.include(true);
  });

  it('work that a full look at VK has found is not forgotten when that run does not get through', async () => {
    const merchant = await published(2);
    const [good] = await tillOf(env, merchant);
    const clock = { trigger: 'schedule' } as const;
    await runPhases(env.deps, merchant.userId, clock);
    expect((await runPhases(env.deps, merchant.userId, clock)).skipped).to.equal(true);
    await wait(env, 25 * HOUR);
    const item = (await shopOf(env, merchant)).items.find(({ sku }) => sku === good!.id);
    await env.db.change(
      `UPDATE item_links SET sent_digests = REPEAT('x', 42) WHERE user_id = :userId AND vk_item_id = :itemId`,
      { userId: merchant.userId, itemId: item!.id },
    );
    const stopped = await runPhases(env.deps, merchant.userId, {
      ...clock,
      beforeApply: jobId => env.services.approvals.cancel(merchant.userId, jobId),
    });
    expect(stopped.job.status).to.equal('cancelled');
    const next = await runPhases(env.deps, merchant.userId, clock);
    expect(next).to.include({ skipped: false });
    expect(next.job.counters.updated).to.equal(1);
  });

  it('what was done in another community, or to an item that is gone, is not taken back from the one that is there', async () => {
    const merchant = await env.merchant({ goods: 2 });
    const first = await runPhases(env.deps, merchant.userId);
    const { approvals } = env.services;
    const [again] = (await shopOf(env, merchant)).items;
    await env.db.change(
      `UPDATE sync_operations SET vk_item_id = vk_item_id + 1000000
       WHERE job_id = :jobId AND kind = 'create' AND listing_key = :key`,
      { jobId: first.job.id, key: again!.sku as ListingKey },
    );
    const plan = await approvals.undoPlan(merchant.userId, first.job.id, 1);
    expect(plan.counts).to.include({ delete: 1 });
    expect(plan.lines.filter(({ listingKey }) => listingKey === again!.sku).map(line => line.skippedCode)).to.include(
      'UNDO.GONE',
    );
    await env.db.change('UPDATE sync_operations SET vk_group_id = vk_group_id + 1 WHERE job_id = :jobId', {
      jobId: first.job.id,
    });
    const refused = await approvals.undo(merchant.userId, first.job.id).catch((error: unknown) => error);
    expect(isAppError(refused) && refused.code).to.equal('JOB.NOT_UNDOABLE');
  });
});

/** A database that breaks inside a transaction at the first statement that holds some text. */
function dyingAt({ db }: ServicesEnv, what: string, text: string): ServicesEnv['db'] {
  return {
    ...db,
    transaction: work =>
      db.transaction(queries =>
        work({
          ...queries,
          first: (sql, values) =>
            sql.includes(text) ? Promise.reject(new Error(`gone at ${what}`)) : queries.first(sql, values),
        }),
      ),
  };
}
