import { expect } from 'chai';
import { findJob } from '../../src/db/repositories/jobs.repository.js';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { JobId } from '../../src/domain/brand.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { codeOf } from '../support/services-env-sentence.js';
import { editGood, fault, noFaults, shopOf, tillOf, type SandboxItem } from '../support/services-env-shop.js';

describe('undo of a job', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const run = (merchant: TestMerchant, jobId?: JobId) =>
    runPhases(env.deps, merchant.userId, jobId === undefined ? {} : { jobId });
  async function undo(merchant: TestMerchant, jobId: JobId) {
    const started = await env.services.approvals.undo(merchant.userId, jobId);
    return run(merchant, started.jobId);
  }
  /** What a buyer sees, and where it lies. */
  async function seen(merchant: TestMerchant): Promise<readonly Partial<SandboxItem>[]> {
    const { items } = await shopOf(env, merchant);
    return items
      .map(({ sku, title, description, priceKopecks, stock, state, albumIds }) => ({
        sku,
        title,
        description,
        priceKopecks,
        stock: stock ?? 0,
        state,
        albumIds,
      }))
      .sort((a, b) => (a.sku < b.sku ? -1 : 1));
  }

  it('restores the shop field by field, leaves what changed since, and asks before every run from then on', async () => {
    const merchant = await env.merchant({ goods: 8, groups: 2 });
    await run(merchant);
    const before = await seen(merchant);
    const [renamed, dearer, gone, moved, later] = await tillOf(env, merchant);
    const { groups } = await env.control<{ groups: { id: string }[] }>('GET', `/merchants/${merchant.id}/groups`);
    const parentOf = (await tillOf(env, merchant)) as readonly { id: string; parent_id?: string }[];
    const own = parentOf.find(({ id }) => id === moved!.id)?.parent_id;
    await editGood(env, merchant, renamed!.id, { name: 'Совсем другое имя' });
    await editGood(env, merchant, dearer!.id, { price: (dearer!.price ?? 0) + 10 });
    await editGood(env, merchant, later!.id, { price: (later!.price ?? 0) + 10 });
    await editGood(env, merchant, moved!.id, { parent_id: groups.find(({ id }) => id !== own)!.id });
    await env.control('DELETE', `/merchants/${merchant.id}/products/${gone!.id}`);
    await env.control('POST', `/merchants/${merchant.id}/products`, { name: 'Новый товар', price: 100, quantity: 1 });
    const changed = await run(merchant);
    expect(changed.job.status).to.equal('success');
    await editGood(env, merchant, later!.id, { price: (later!.price ?? 0) + 20 });
    await run(merchant);

    const plan = await env.services.approvals.undoPlan(merchant.userId, changed.job.id, 1);
    expect(plan.counts).to.include({ delete: 1, unhide: 1, update: 2, 'UNDO.CHANGED_SINCE': 1 });
    expect(plan.lines.find(({ listingKey }) => listingKey === later!.id)).to.deep.include({
      does: null,
      skippedCode: 'UNDO.CHANGED_SINCE',
      did: 'update',
    });
    const undone = await undo(merchant, changed.job.id);
    expect(undone.job).to.include({ kind: 'undo', trigger: 'undo', status: 'success', sourceJobId: changed.job.id });
    const after = await seen(merchant);
    const left = after.filter(({ state }) => state !== 'deleted');
    const expected = before.map(item =>
      item.sku === later!.id ? { ...item, priceKopecks: ((later!.price ?? 0) + 20) * 100 } : item,
    );
    expect(left).to.deep.equal(expected);
    expect((await getSyncConfig(env.db, merchant.userId)).settings.mode).to.equal('approve');
    expect((await findJob(env.db, changed.job.id))?.undoneByJobId).to.equal(undone.job.id);

    const next = await runPhases(env.deps, merchant.userId, { trigger: 'schedule' });
    expect(next.job.status).to.equal('awaiting_approval');
    expect(await seen(merchant)).to.deep.equal(after);
  });

  it('takes a first load back whole, and the undoing as well', async () => {
    const merchant = await env.merchant({ goods: 5 });
    const first = await run(merchant);
    const undone = await undo(merchant, first.job.id);
    expect(undone.job).to.include({ status: 'success' });
    expect(undone.job.counters.deleted).to.equal(5);
    expect((await seen(merchant)).map(({ state }) => state)).to.deep.equal(Array(5).fill('deleted'));
    const back = await undo(merchant, undone.job.id);
    expect(back.job.status).to.equal('success');
    expect((await seen(merchant)).map(({ state }) => state)).to.deep.equal(Array(5).fill('visible'));
  });

  it('is done once, only to what is over, and only by its owner', async () => {
    const merchant = await env.merchant({ goods: 2 });
    const other = await env.merchant({ goods: 1 });
    const preview = await runPhases(env.deps, merchant.userId, { kind: 'preview' });
    const first = await run(merchant);
    const empty = await run(merchant);
    const { approvals } = env.services;
    expect(await codeOf(approvals.undo(other.userId, first.job.id))).to.equal('JOB.NOT_FOUND');
    expect(await codeOf(approvals.undo(merchant.userId, preview.job.id))).to.equal('JOB.NOT_UNDOABLE');
    expect(await codeOf(approvals.undo(merchant.userId, empty.job.id))).to.equal('JOB.NOT_UNDOABLE');
    const started = await approvals.undo(merchant.userId, first.job.id);
    expect(await codeOf(approvals.undo(merchant.userId, first.job.id))).to.equal('JOB.ALREADY_UNDONE');
    expect(await codeOf(approvals.undo(merchant.userId, started.jobId))).to.equal('JOB.NOT_OVER');
    await run(merchant, started.jobId);
    expect(await codeOf(approvals.undo(merchant.userId, first.job.id))).to.equal('JOB.ALREADY_UNDONE');
    expect(await codeOf(approvals.undoPlan(merchant.userId, first.job.id, 1))).to.equal('JOB.ALREADY_UNDONE');
  });

  it('never shows a good again that must not be offered', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await run(merchant);
    const [bottle] = await tillOf(env, merchant);
    await editGood(env, merchant, bottle!.id, { type: 'ALCOHOL_MARKED' });
    const hiding = await run(merchant);
    const undone = await undo(merchant, hiding.job.id);
    expect(undone.operations.map(({ kind, state, errorCode }) => [kind, state, errorCode])).to.deep.equal([
      ['unhide', 'skipped', 'SYNC.REPLANNED'],
    ]);
    expect((await seen(merchant)).find(({ sku }) => sku === bottle!.id)?.state).to.equal('hidden');
  });

  it('that stopped on the way can be asked for again and goes on', async () => {
    const merchant = await env.merchant({ goods: 4 });
    const first = await run(merchant);
    const started = await env.services.approvals.undo(merchant.userId, first.job.id);
    await fault(env, { vendor: 'vk', merchant: merchant.id, effect: { kind: 'httpStatus', status: 503 } });
    const stopped = await run(merchant, started.jobId);
    expect(['parked', 'failed', 'partial']).to.include(stopped.job.status);
    await noFaults(env);
    if (stopped.job.status === 'partial') return;
    const again = await undo(merchant, first.job.id);
    expect(again.job.status).to.equal('success');
    expect((await seen(merchant)).map(({ state }) => state)).to.deep.equal(Array(4).fill('deleted'));
  });
});
