import { expect } from 'chai';
import { findJob, type JobRecord } from '../../src/db/repositories/jobs.repository.js';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { JobId } from '../../src/domain/brand.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { codeOf } from '../support/services-env-sentence.js';
import { editGood, noFaults, shopOf, tillOf } from '../support/services-env-shop.js';

describe('waiting for the merchant', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  /** A merchant whose shop equals the till. */
  async function published(goods: number): Promise<TestMerchant> {
    const merchant = await env.merchant({ goods });
    expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('success');
    return merchant;
  }
  const run = (merchant: TestMerchant, jobId?: JobId) =>
    runPhases(env.deps, merchant.userId, jobId === undefined ? {} : { jobId });
  async function drop(merchant: TestMerchant, count: number): Promise<readonly string[]> {
    const gone = (await tillOf(env, merchant)).slice(0, count).map(({ id }) => id);
    for (const id of gone) await env.control('DELETE', `/merchants/${merchant.id}/products/${id}`);
    return gone;
  }
  async function hidden(merchant: TestMerchant): Promise<readonly string[]> {
    const { items } = await shopOf(env, merchant);
    return items.filter(({ state }) => state === 'hidden').map(({ sku }) => sku);
  }
  const prices = async (merchant: TestMerchant) =>
    new Map((await shopOf(env, merchant)).items.map(({ sku, priceKopecks }) => [sku, priceKopecks / 100]));
  const job = async (id: JobId): Promise<JobRecord> => (await findJob(env.db, id)) as JobRecord;
  const held = async (id: JobId) =>
    (await env.services.sync.job((await job(id)).userId, id, 1, { isRisky: true, state: 'planned' })).operations;
  const openNotices = (merchant: TestMerchant) =>
    env.db.rows<{ code: string; jobId: number }>(
      `SELECT code, job_id AS jobId FROM notices
       WHERE user_id = :userId AND is_open AND code <> 'SYNC.FIRST_LOAD' ORDER BY code`,
      { userId: merchant.userId },
    );

  it('holds a mass deletion at the till, lets the rest through, and hides only after the yes', async () => {
    const merchant = await published(12);
    const gone = await drop(merchant, 6);
    const [dearer] = await tillOf(env, merchant);
    await editGood(env, merchant, dearer!.id, { price: 777 });

    const waiting = await run(merchant);
    expect(waiting.job).to.include({ status: 'awaiting_approval', reasonCode: 'BRAKE.HIDES', risky: 6 });
    expect(waiting.job.reasonParams).to.deep.equal({ count: '6', of: '12', allowed: '5' });
    expect(await hidden(merchant)).to.deep.equal([]);
    expect((await prices(merchant)).get(dearer!.id)).to.equal(777);
    expect(await openNotices(merchant)).to.deep.equal([{ code: 'BRAKE.HIDES', jobId: waiting.job.id }]);

    const { jobId } = await env.services.approvals.approve(merchant.userId, waiting.job.id, 'all');
    expect(await job(waiting.job.id)).to.include({ status: 'success', reasonCode: 'SYNC.APPROVED' });
    expect(await openNotices(merchant)).to.deep.equal([]);
    const fresh = await run(merchant, jobId);
    expect(fresh.job).to.include({ status: 'success', trigger: 'approval', sourceJobId: waiting.job.id });
    expect([...(await hidden(merchant))].sort()).to.deep.equal([...gone].sort());
    expect((await run(merchant)).job.status).to.equal('unchanged');
    expect(
      await env.db.rows('SELECT 1 FROM operation_decisions WHERE user_id = :userId', { userId: merchant.userId }),
    ).to.have.length(0);
  });

  it('hides only what was ticked, and does not offer the rest again until it changes', async () => {
    const merchant = await published(12);
    await drop(merchant, 7);
    const waiting = await run(merchant);
    const lines = await held(waiting.job.id);
    expect(lines).to.have.length(7);
    const ticked = lines.slice(0, 2);
    const { jobId } = await env.services.approvals.approve(merchant.userId, waiting.job.id, {
      operationIds: ticked.map(({ id }) => id),
    });
    const fresh = await run(merchant, jobId);
    expect(fresh.job.status).to.equal('success');
    expect([...(await hidden(merchant))].sort()).to.deep.equal(ticked.map(({ listingKey }) => listingKey).sort());
    expect((await run(merchant)).job.status).to.equal('unchanged');
    const { operations } = await env.services.sync.job(merchant.userId, waiting.job.id, 1);
    expect(operations.filter(({ decision }) => decision === 'declined')).to.have.length(5);
  });

  it('holds a price crash of 95 %, and offers a declined price again when it changes', async () => {
    const merchant = await published(10);
    const goods = (await tillOf(env, merchant)).slice(0, 4);
    const before = await prices(merchant);
    for (const { id } of goods) await editGood(env, merchant, id, { price: Math.ceil(before.get(id)! / 20) });
    const waiting = await run(merchant);
    expect(waiting.job).to.include({ status: 'awaiting_approval', reasonCode: 'BRAKE.PRICES', risky: 4 });
    expect(await prices(merchant)).to.deep.equal(before);

    await env.services.approvals.decline(merchant.userId, waiting.job.id);
    expect(await job(waiting.job.id)).to.include({ status: 'cancelled', reasonCode: 'SYNC.DECLINED' });
    expect((await run(merchant)).job.status).to.equal('unchanged');
    expect(await prices(merchant)).to.deep.equal(before);

    await editGood(env, merchant, goods[0]!.id, { price: before.get(goods[0]!.id)! + 1 });
    const next = await run(merchant);
    expect(next.job.status).to.equal('success');
    expect((await prices(merchant)).get(goods[0]!.id)).to.equal(before.get(goods[0]!.id)! + 1);
  });

  it('does not take for the till what the merchant wished: a new multiplier goes through', async () => {
    const merchant = await published(10);
    const before = await prices(merchant);
    await env.services.sync.saveSettings(merchant.userId, { price_multiplier: '5' });
    const { job: done } = await run(merchant);
    expect(done).to.include({ status: 'success', risky: 0 });
    for (const [sku, price] of await prices(merchant)) expect(price).to.equal(before.get(sku)! * 5);
    const config = await getSyncConfig(env.db, merchant.userId);
    expect(config.judgedInputVersion).to.equal(config.inputVersion);
  });

  it('holds the till all the same when a wish changed in the same hour', async () => {
    const merchant = await published(10);
    const goods = (await tillOf(env, merchant)).slice(0, 5);
    for (const { id } of goods) await editGood(env, merchant, id, { price: 1 });
    await env.services.sync.saveSettings(merchant.userId, { price_multiplier: '1.1' });
    const { job: waiting } = await run(merchant);
    expect(waiting).to.include({ status: 'awaiting_approval', reasonCode: 'BRAKE.PRICES', risky: 5 });
  });

  it('hides restricted goods whatever else is held', async () => {
    const merchant = await published(12);
    await drop(merchant, 6);
    const [bottle] = await tillOf(env, merchant);
    await editGood(env, merchant, bottle!.id, { type: 'ALCOHOL_MARKED' });
    const waiting = await run(merchant);
    expect(waiting.job).to.include({ status: 'awaiting_approval', risky: 6 });
    expect(await hidden(merchant)).to.deep.equal([bottle!.id]);
    await env.services.sync.saveSettings(merchant.userId, { mode: 'approve' });
    const [beer] = (await tillOf(env, merchant)).filter(({ id }) => id !== bottle!.id);
    await editGood(env, merchant, beer!.id, { type: 'BEER_MARKED_KEG' });
    await run(merchant);
    expect(await hidden(merchant)).to.include(beer!.id);
  });

  it('brings the question up to date in place, and takes it back when nothing is left to ask', async () => {
    const merchant = await published(14);
    const goods = await tillOf(env, merchant);
    const gone = await drop(merchant, 6);
    const waiting = await run(merchant);
    const firstIds = (await held(waiting.job.id)).map(({ id }) => id);
    await drop(merchant, 1);
    const second = await run(merchant);
    expect(second.job.status).to.equal('unchanged');
    const lines = await held(waiting.job.id);
    expect(lines).to.have.length(7);
    expect(lines.map(({ id }) => id)).to.include.members(firstIds);
    expect((await job(waiting.job.id)).risky).to.equal(7);
    expect(await openNotices(merchant)).to.have.length(1);
    expect((await env.services.sync.overview(merchant.userId)).waiting?.id).to.equal(waiting.job.id);
    const config = await getSyncConfig(env.db, merchant.userId);
    const { tillDigest } = second.job;
    expect(config.convergedTillDigest).to.not.equal(tillDigest);

    for (const { id, name, price } of goods.filter(good => gone.includes(good.id)))
      await env.control('POST', `/merchants/${merchant.id}/products`, { id, name, price, quantity: 1 });
    const third = await run(merchant);
    expect(third.job.status).to.equal('success');
    expect(await job(waiting.job.id)).to.include({ status: 'cancelled', reasonCode: 'SYNC.SUPERSEDED' });
    expect(await openNotices(merchant)).to.deep.equal([]);
    expect(await codeOf(env.services.approvals.approve(merchant.userId, waiting.job.id, 'all'))).to.equal(
      'JOB.NOT_WAITING',
    );
  });

  it('refuses a second answer, a foreign job, a foreign line and an empty choice, and changes nothing', async () => {
    const merchant = await published(12);
    const other = await env.merchant({ goods: 1 });
    await drop(merchant, 6);
    const waiting = await run(merchant);
    const { approvals } = env.services;
    const id = waiting.job.id;
    expect(await codeOf(approvals.approve(other.userId, id, 'all'))).to.equal('JOB.NOT_FOUND');
    expect(await codeOf(approvals.decline(other.userId, id))).to.equal('JOB.NOT_FOUND');
    expect(await codeOf(approvals.cancel(other.userId, id))).to.equal('JOB.NOT_FOUND');
    expect(await codeOf(approvals.undoPlan(other.userId, id, 1))).to.equal('JOB.NOT_FOUND');
    expect(await codeOf(approvals.approve(merchant.userId, id, { operationIds: [] }))).to.equal('JOB.NOTHING_CHOSEN');
    expect(await codeOf(approvals.approve(merchant.userId, id, { operationIds: [1] }))).to.equal(
      'JOB.OPERATION_NOT_FOUND',
    );
    expect((await job(id)).status).to.equal('awaiting_approval');
    expect(await held(id)).to.have.length(6);
    await approvals.approve(merchant.userId, id, 'all');
    expect(await codeOf(approvals.approve(merchant.userId, id, 'all'))).to.equal('JOB.NOT_WAITING');
    expect(await codeOf(approvals.decline(merchant.userId, id))).to.equal('JOB.NOT_WAITING');
    expect(await codeOf(approvals.cancel(merchant.userId, id))).to.equal('JOB.OVER');
  });

  it('asks of a new risky line alone, while what was approved goes through', async () => {
    const merchant = await published(14);
    const gone = await drop(merchant, 7);
    const waiting = await run(merchant);
    const { jobId } = await env.services.approvals.approve(merchant.userId, waiting.job.id, 'all');
    const [late] = await drop(merchant, 1);
    const fresh = await run(merchant, jobId);
    expect(fresh.job).to.include({ status: 'awaiting_approval', risky: 1 });
    expect((await held(fresh.job.id)).map(({ listingKey }) => listingKey)).to.deep.equal([late]);
    expect([...(await hidden(merchant))].sort()).to.deep.equal([...gone].sort());
  });

  it('keeps the yes for the run after one that did not get through', async () => {
    const merchant = await published(12);
    const gone = await drop(merchant, 6);
    const waiting = await run(merchant);
    const { jobId } = await env.services.approvals.approve(merchant.userId, waiting.job.id, 'all');
    await env.services.sync.setPaused(merchant.userId, true);
    expect((await run(merchant, jobId)).job.status).to.equal('cancelled');
    await env.services.sync.setPaused(merchant.userId, false);
    expect((await run(merchant)).job.status).to.equal('success');
    expect(await hidden(merchant)).to.have.length(gone.length);
  });

  it('asks again for what was approved and done once it has been taken back', async () => {
    const merchant = await published(12);
    const gone = await drop(merchant, 6);
    const waiting = await run(merchant);
    const { jobId } = await env.services.approvals.approve(merchant.userId, waiting.job.id, 'all');
    expect((await run(merchant, jobId)).job.status).to.equal('success');
    const undone = await env.services.approvals.undo(merchant.userId, jobId);
    expect((await run(merchant, undone.jobId)).job.status).to.equal('success');
    expect(await hidden(merchant)).to.deep.equal([]);
    const again = await run(merchant);
    expect(again.job.status).to.equal('awaiting_approval');
    expect((await held(again.job.id)).map(({ listingKey }) => listingKey).sort()).to.deep.equal([...gone].sort());
    expect(await hidden(merchant)).to.deep.equal([]);
  });

  it('asks for everything in mode «approve each run», and takes a new good out with its album', async () => {
    const merchant = await env.merchant({ goods: 4, groups: 2 });
    await env.services.sync.saveSettings(merchant.userId, { mode: 'approve' });
    const waiting = await run(merchant);
    expect(waiting.job).to.include({ status: 'awaiting_approval', reasonCode: 'SYNC.APPROVAL_WANTED' });
    const lines = await held(waiting.job.id);
    const creates = lines.filter(({ kind }) => kind === 'create');
    expect(creates).to.have.length(4);
    expect((await shopOf(env, merchant)).albums).to.deep.equal([]);
    const [unwanted] = creates;
    const { jobId } = await env.services.approvals.approve(merchant.userId, waiting.job.id, {
      operationIds: lines.filter(({ id }) => id !== unwanted!.id).map(({ id }) => id),
    });
    expect((await run(merchant, jobId)).job.status).to.equal('success');
    const { items } = await shopOf(env, merchant);
    expect(items).to.have.length(3);
    expect(items.map(({ sku }) => sku)).to.not.include(unwanted!.listingKey);
    const holds = await env.db.rows('SELECT hold_code AS code FROM listings WHERE listing_key = :key', {
      key: unwanted!.listingKey,
    });
    expect(holds).to.deep.equal([{ code: 'SYNC.DECLINED' }]);
    expect((await run(merchant)).job.status).to.equal('unchanged');

    await editGood(env, merchant, unwanted!.listingKey!, { price: 4321 });
    const again = await run(merchant);
    expect(again.job.status).to.equal('awaiting_approval');
    expect((await held(again.job.id)).map(({ kind, listingKey }) => [kind, listingKey])).to.deep.equal([
      ['create', unwanted!.listingKey],
      ['album_add', unwanted!.listingKey],
    ]);
  });

  it('holds an emptied store by its name', async () => {
    const merchant = await published(3);
    await drop(merchant, 3);
    const waiting = await run(merchant);
    expect(waiting.job).to.include({ status: 'awaiting_approval', reasonCode: 'BRAKE.STORE_EMPTY' });
    expect(waiting.job.reasonParams?.['store']).to.match(/^«.+»$/);
    expect(await hidden(merchant)).to.deep.equal([]);
    const { jobId } = await env.services.approvals.approve(merchant.userId, waiting.job.id, 'all');
    expect((await run(merchant, jobId)).job.status).to.equal('success');
    expect(await hidden(merchant)).to.have.length(3);
  });

  it('ends a job that waits, runs or is queued; the next run asks again', async () => {
    const merchant = await published(12);
    await drop(merchant, 6);
    const waiting = await run(merchant);
    await env.services.approvals.cancel(merchant.userId, waiting.job.id);
    expect(await job(waiting.job.id)).to.include({ status: 'cancelled', reasonCode: 'SYNC.CANCELLED' });
    expect(await openNotices(merchant)).to.deep.equal([]);
    const again = await run(merchant);
    expect(again.job.status).to.equal('awaiting_approval');

    const cut = await runPhases(env.deps, merchant.userId, {
      beforeApply: id => env.services.approvals.cancel(merchant.userId, id),
    });
    expect(cut.job).to.include({ status: 'cancelled', reasonCode: 'SYNC.CANCELLED' });
  });
});
