import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { findJob, updateJob } from '../../src/db/repositories/jobs.repository.js';
import { getSyncConfig, markHint, updateSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import { saveLearntLimits } from '../../src/db/repositories/vk-connections.repository.js';
import type { JobId } from '../../src/domain/brand.js';
import { servingJob } from '../../src/services/sync/serving-job.js';
import type { OperationView } from '../../src/services/web-services.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { expectSentence, refusal } from '../support/services-env-sentence.js';
import { editGood, shopOf, tillOf } from '../support/services-env-shop.js';

describe('a preview, and carrying it out', () => {
  let env: ServicesEnv;
  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());

  const preview = async ({ userId }: TestMerchant): Promise<JobId> => {
    const { jobId } = await env.services.sync.preview(userId);
    await runPhases(env.deps, userId, { jobId });
    return jobId;
  };
  const linesOf = async ({ userId }: TestMerchant, jobId: JobId): Promise<readonly OperationView[]> =>
    (await env.services.sync.job(userId, jobId, 1)).operations;
  const apply = async (merchant: TestMerchant, jobId: JobId, choice: 'all' | readonly OperationView[]) => {
    const chosen = choice === 'all' ? choice : { operationIds: choice.map(({ id }) => id) };
    const started = await env.services.preview.apply(merchant.userId, jobId, chosen);
    return { started, run: await runPhases(env.deps, merchant.userId, { jobId: started.jobId }) };
  };
  /** A merchant in sync, whose till then changes three prices and loses one good. */
  const changed = async () => {
    const merchant = await env.merchant({ goods: 6 });
    await runPhases(env.deps, merchant.userId);
    const goods = await tillOf(env, merchant);
    for (const { id, price = 1 } of goods.slice(0, 3)) await editGood(env, merchant, id, { price: price + 10 });
    await editGood(env, merchant, goods[3]!.id, { allow_to_sell: false });
    return { merchant, goods };
  };

  it('tells what the next run would do, and why some goods stay out', async () => {
    const merchant = await env.merchant({ goods: 5 });
    const [first] = await tillOf(env, merchant);
    await editGood(env, merchant, first!.id, { price: 0 });
    expect(await env.services.preview.latest(merchant.userId)).to.deep.equal({
      job: null,
      since: 'nothing',
      isTillWhole: true,
      counts: {},
      prices: 0,
      risky: 0,
      notListed: [],
    });
    const jobId = await preview(merchant);
    const latest = await env.services.preview.latest(merchant.userId);
    expect([latest.job?.id, latest.job?.status, latest.since]).to.deep.equal([jobId, 'success', 'nothing']);
    expect(latest.counts.create).to.equal(4);
    expect(latest.notListed).to.deep.equal([{ code: 'NO_PRICE', count: 1 }]);
    expect((await shopOf(env, merchant)).items).to.deep.equal([]);
    const keys = (await linesOf(merchant, jobId)).flatMap(({ listingKey }) => listingKey ?? []);
    const [good] = await env.services.preview.goods(merchant.userId, keys.slice(0, 1) as never);
    expect(good?.name).to.have.length.greaterThan(3);
    expect(good?.photoVersion).to.be.a('string').and.not.equal('');
  });

  it('grows old with a wish, with a run, and with a day', async () => {
    const { merchant } = await changed();
    const jobId = await preview(merchant);
    const since = async () => (await env.services.preview.latest(merchant.userId)).since;
    expect((await env.services.preview.latest(merchant.userId)).counts.update).to.equal(3);
    expect((await env.services.preview.latest(merchant.userId)).prices).to.equal(3);
    expect(await since()).to.equal('nothing');
    await runPhases(env.deps, merchant.userId);
    expect(await since()).to.equal('run');
    await env.services.sync.saveSettings(merchant.userId, { price_multiplier: '1.5' });
    expect(await since()).to.equal('wishes');
    await updateJob(env.db, jobId, { finished_at: new Date(env.deps.now() - 25 * 3_600_000) });
    expect(await since()).to.equal('day');
  });

  it('is carried out whole by a plain run', async () => {
    const { merchant } = await changed();
    const { started, run } = await apply(merchant, await preview(merchant), 'all');
    expect(started.goods).to.equal(null);
    expect([run.job.kind, run.job.options]).to.deep.equal(['sync', null]);
    expect([run.job.counters.updated, run.job.counters.hidden]).to.deep.equal([3, 1]);
  });

  it('is carried out in part: nothing else is touched, and the next run does the rest', async () => {
    const { merchant } = await changed();
    const jobId = await preview(merchant);
    const lines = await linesOf(merchant, jobId);
    const [price] = lines.filter(({ kind }) => kind === 'update');
    const [hide] = lines.filter(({ kind }) => kind === 'hide');
    const due = (await getSyncConfig(env.db, merchant.userId)).nextDueAt;
    const { started, run } = await apply(merchant, jobId, [price!, hide!]);
    expect(started.goods).to.equal(2);
    expect(run.operations.map(({ kind, key, state }) => [kind, key, state]).sort()).to.deep.equal(
      [
        ['update', price!.listingKey, 'done'],
        ['hide', hide!.listingKey, 'done'],
      ].sort(),
    );
    const config = await getSyncConfig(env.db, merchant.userId);
    expect([config.nextDueAt, config.convergedTillDigest]).to.deep.equal([due, null]);
    const rest = await runPhases(env.deps, merchant.userId, { trigger: 'schedule' });
    expect(rest.skipped).to.equal(false);
    expect(rest.job.counters).to.include({ updated: 2, hidden: 0 });
  });

  it('in part uses up no hint of a changed till, and serves nobody who asks for a whole run', async () => {
    const { merchant } = await changed();
    const jobId = await preview(merchant);
    const [price] = (await linesOf(merchant, jobId)).filter(({ kind }) => kind === 'update');
    const askedAtMs = env.deps.now();
    await markHint(env.db, merchant.userId, new Date(askedAtMs));
    const request = { requestId: randomUUID(), kind: 'sync', trigger: 'manual', askedAtMs } as const;
    const serving = () => servingJob(env.deps, { userId: merchant.userId, request, candidates: [] });
    await apply(merchant, jobId, [price!]);
    expect((await getSyncConfig(env.db, merchant.userId)).dirtySince).not.to.equal(null);
    expect(await serving()).to.equal(null);
    const whole = await runPhases(env.deps, merchant.userId);
    expect((await getSyncConfig(env.db, merchant.userId)).dirtySince).to.equal(null);
    expect(await serving()).to.equal(whole.job.id);
  });

  it('takes the till as it is by then, not as it was shown', async () => {
    const { merchant } = await changed();
    const jobId = await preview(merchant);
    const [price] = (await linesOf(merchant, jobId)).filter(({ kind }) => kind === 'update');
    await editGood(env, merchant, price!.listingKey!, { price: 777 });
    await apply(merchant, jobId, [price!]);
    const { items } = await shopOf(env, merchant);
    expect(items.find(({ sku }) => sku === price!.listingKey)?.priceKopecks).to.equal(77_700);
  });

  it('is held where a brake finds it risky, and leaves a job that waits as it is', async () => {
    const merchant = await env.merchant({ goods: 8 });
    await runPhases(env.deps, merchant.userId);
    const goods = await tillOf(env, merchant);
    for (const { id } of goods.slice(0, 7)) await editGood(env, merchant, id, { allow_to_sell: false });
    const waiting = await runPhases(env.deps, merchant.userId);
    expect(waiting.job.status).to.equal('awaiting_approval');
    const held = waiting.job.risky;
    const jobId = await preview(merchant);
    const lines = (await linesOf(merchant, jobId)).filter(({ kind }) => kind === 'hide');
    expect((await env.services.preview.latest(merchant.userId)).risky).to.equal(lines.length);
    const { run } = await apply(merchant, jobId, lines);
    expect(run.operations.filter(({ state }) => state === 'done')).to.deep.equal([]);
    expect((await findJob(env.db, waiting.job.id))?.status).to.equal('awaiting_approval');
    expect((await findJob(env.db, waiting.job.id))?.risky).to.equal(held);
  });

  it('asks about a risky part itself when nothing waits yet', async () => {
    const merchant = await env.merchant({ goods: 8 });
    await runPhases(env.deps, merchant.userId);
    const goods = await tillOf(env, merchant);
    for (const { id } of goods.slice(0, 7)) await editGood(env, merchant, id, { allow_to_sell: false });
    const jobId = await preview(merchant);
    const lines = (await linesOf(merchant, jobId)).filter(({ kind }) => kind === 'hide');
    const { run } = await apply(merchant, jobId, lines);
    expect([run.job.status, run.job.reasonCode]).to.deep.equal(['awaiting_approval', 'BRAKE.HIDES']);
  });

  it('gets round no brake by being small: the whole plan is judged', async () => {
    const merchant = await env.merchant({ goods: 8 });
    await runPhases(env.deps, merchant.userId);
    const goods = await tillOf(env, merchant);
    for (const { id, price = 1 } of goods.slice(0, 5)) await editGood(env, merchant, id, { price: price * 9 });
    await editGood(env, merchant, goods[6]!.id, { name: 'Чай с новым именем' });
    const jobId = await preview(merchant);
    const lines = await linesOf(merchant, jobId);
    const [risky] = lines.filter(({ brakeCode }) => brakeCode === 'BRAKE.PRICES');
    const [harmless] = lines.filter(({ kind, brakeCode }) => kind === 'update' && brakeCode === null);
    const { run } = await apply(merchant, jobId, [risky!, harmless!]);
    expect(run.operations.map(({ key, state }) => [key, state])).to.have.deep.members([
      [risky!.listingKey, 'planned'],
      [harmless!.listingKey, 'done'],
    ]);
    expect([run.job.status, run.job.reasonCode, run.job.risky]).to.deep.equal(['awaiting_approval', 'BRAKE.PRICES', 1]);
  });

  it('is the answer itself in mode «approve every run», to the lines that were chosen', async () => {
    const { merchant } = await changed();
    await env.services.sync.saveSettings(merchant.userId, { mode: 'approve' });
    const jobId = await preview(merchant);
    const [one] = (await linesOf(merchant, jobId)).filter(({ kind }) => kind === 'update');
    const part = await apply(merchant, jobId, [one!]);
    expect([part.run.job.status, part.run.job.counters.updated]).to.deep.equal(['success', 1]);
    const again = await preview(merchant);
    const whole = await apply(merchant, again, 'all');
    expect([whole.run.job.status, whole.run.job.counters.updated, whole.run.job.counters.hidden]).to.deep.equal([
      'success',
      2,
      1,
    ]);
  });

  it('says what waits for another day, instead of dropping it', async () => {
    const merchant = await env.merchant({ goods: 5 });
    const jobId = await preview(merchant);
    const creates = (await linesOf(merchant, jobId)).filter(({ kind }) => kind === 'create');
    await env.services.sync.saveSettings(merchant.userId, { limit_adds_per_day: '1' });
    const { run } = await apply(merchant, jobId, creates.slice(0, 3));
    expect([run.job.status, run.job.reasonCode, run.job.counters.created]).to.deep.equal([
      'parked',
      'LIMIT.ADDS_PER_DAY',
      1,
    ]);
    expect((await env.services.preview.quota(merchant.userId))?.waiting).to.equal(2);
    expect(run.job.resumeAt).not.to.equal(null);
  });

  it('tells when a store was not read to its end', async () => {
    const { merchant } = await changed();
    const jobId = await preview(merchant);
    expect((await env.services.preview.latest(merchant.userId)).isTillWhole).to.equal(true);
    await updateJob(env.db, jobId, { till_complete: false });
    expect((await env.services.preview.latest(merchant.userId)).isTillWhole).to.equal(false);
  });

  it('is not carried out before it is there, or when it came to nothing', async () => {
    const { merchant } = await changed();
    const jobId = await preview(merchant);
    const code = async () => (await refusal(env.services.preview.apply(merchant.userId, jobId, 'all'))).code;
    await env.db.change('UPDATE sync_jobs SET finished_at = NULL WHERE id = :jobId', { jobId });
    expect(await code()).to.equal('JOB.NOT_OVER');
    await updateJob(env.db, jobId, { finished_at: new Date(), status: 'failed' });
    expect(await code()).to.equal('JOB.NOT_FOUND');
  });

  it('is a pilot before the first run', async () => {
    const merchant = await env.merchant({ goods: 5 });
    await updateSyncConfig(env.db, merchant.userId, { confirmed_at: null });
    const jobId = await preview(merchant);
    const creates = (await linesOf(merchant, jobId)).filter(({ kind }) => kind === 'create');
    const { run } = await apply(merchant, jobId, creates.slice(0, 2));
    expect([run.job.kind, run.job.counters.created]).to.deep.equal(['pilot', 2]);
    expect((await refusal(env.services.preview.apply(merchant.userId, jobId, 'all'))).code).to.equal(
      'SYNC.NOT_CONFIRMED',
    );
  });

  it('is refused where nothing may be sent, nothing was chosen, or it is not the merchant’s', async () => {
    const { merchant } = await changed();
    const other = await env.merchant({ goods: 1 });
    const jobId = await preview(merchant);
    const code = async (userId: TestMerchant['userId'], job: number, choice: 'all' | number[]) =>
      (
        await refusal(
          env.services.preview.apply(userId, job as JobId, choice === 'all' ? choice : { operationIds: choice }),
        )
      ).code;
    const [line] = await linesOf(merchant, jobId);
    expect(await code(merchant.userId, jobId, [])).to.equal('JOB.NOTHING_CHOSEN');
    expect(await code(merchant.userId, jobId, [line!.id, 999_999_999])).to.equal('JOB.OPERATION_NOT_FOUND');
    expect(await code(other.userId, jobId, [line!.id])).to.equal('JOB.NOT_FOUND');
    expect(await code(merchant.userId, 999_999_999, 'all')).to.equal('JOB.NOT_FOUND');
    const run = await runPhases(env.deps, other.userId);
    expect(await code(other.userId, run.job.id, 'all')).to.equal('JOB.NOT_FOUND');
    await env.services.sync.saveSettings(merchant.userId, { mode: 'preview' });
    expect(await code(merchant.userId, jobId, 'all')).to.equal('PREVIEW.ONLY_SHOWN');
    await env.services.sync.saveSettings(merchant.userId, { mode: 'automatic', mirror: 'false' });
    expect(await code(merchant.userId, jobId, [line!.id])).to.equal('PREVIEW.ONLY_SHOWN');
    expectSentence('PREVIEW.ONLY_SHOWN');
    await env.services.sync.saveSettings(merchant.userId, { mirror: 'true' });
    await env.services.sync.setPaused(merchant.userId, true);
    expect(await code(merchant.userId, jobId, 'all')).to.equal('SYNC.PAUSED');
  });

  it('of goods: another merchant’s are not shown', async () => {
    const { merchant, goods } = await changed();
    const other = await env.merchant({ goods: 1 });
    const keys = goods.map(({ id }) => id) as never;
    expect(await env.services.preview.goods(merchant.userId, keys)).to.have.length.greaterThan(3);
    expect(await env.services.preview.goods(other.userId, keys)).to.deep.equal([]);
  });

  describe('what VK takes today', () => {
    it('is not known until it is set or shown', async () => {
      const merchant = await env.merchant({ goods: 1 });
      expect(await env.services.preview.quota(merchant.userId)).to.equal(null);
      const fresh = await env.merchant({ connected: false });
      expect(await env.services.preview.quota(fresh.userId)).to.equal(null);
    });

    it('is what is left of the day’s number, and when the rest goes on', async () => {
      const merchant = await env.merchant({ goods: 7 });
      await env.services.sync.saveSettings(merchant.userId, { limit_adds_per_day: '3' });
      const { job } = await runPhases(env.deps, merchant.userId);
      expect([job.status, job.reasonCode]).to.deep.equal(['parked', 'LIMIT.ADDS_PER_DAY']);
      const quota = await env.services.preview.quota(merchant.userId);
      expect(quota).to.include({ perDay: 3, added: 3, left: 0, waiting: 4, isLearnt: false });
      expect(quota?.freesAt).to.deep.equal(job.resumeAt);
      await saveLearntLimits(env.db, merchant.userId, { addsPerDay: 2, learntAt: { addsPerDay: env.deps.now() } });
      expect(await env.services.preview.quota(merchant.userId)).to.include({ perDay: 2, left: 0, isLearnt: true });
    });
  });
});
