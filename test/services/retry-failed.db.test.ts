import { expect } from 'chai';
import type { JobId } from '../../src/domain/brand.js';
import { explainProduct } from '../../src/services/catalogue/explain-product.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { itemOf } from '../support/services-env-hands.js';
import { runPhases, type RunResult } from '../support/services-env-run.js';
import { refusal } from '../support/services-env-sentence.js';
import { editGood, fault, noFaults, shopOf, tillOf } from '../support/services-env-shop.js';

describe('trying again what failed', () => {
  let env: ServicesEnv;
  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const retry = async ({ userId }: TestMerchant, jobId: JobId): Promise<RunResult & { readonly goods: number }> => {
    const { goods, jobId: next } = await env.services.history.retryFailed(userId, jobId);
    return { ...(await runPhases(env.deps, userId, { jobId: next })), goods };
  };
  const refuseAdds = (merchant: TestMerchant) =>
    fault(env, {
      vendor: 'vk',
      merchant: merchant.id,
      method: 'market.add',
      effect: { kind: 'apiError', code: 1408 },
    });
  const names = ({ operations }: RunResult) => operations.filter(({ kind }) => kind === 'create').map(({ key }) => key);

  it('tries the failed goods and leaves everything else alone', async () => {
    const merchant = await env.merchant({ goods: 4 });
    const [one, two, three, four] = (await tillOf(env, merchant)).map(({ id }) => id);
    await env.services.catalogue.requestRefresh(merchant.userId);
    for (const id of [one!, two!])
      await env.services.catalogue.setRule(merchant.userId, { entityType: 'product', entityId: id, mode: 'exclude' });
    await runPhases(env.deps, merchant.userId);
    for (const id of [one!, two!])
      await env.services.catalogue.setRule(merchant.userId, { entityType: 'product', entityId: id, mode: 'none' });
    await refuseAdds(merchant);
    const failed = await runPhases(env.deps, merchant.userId);
    await noFaults(env);
    expect(failed.job).to.include({ status: 'partial' });
    expect(failed.job.counters.failed).to.equal(2);
    expect(await env.services.history.retryable(merchant.userId, failed.job.id)).to.equal(2);

    // Meanwhile the till moves on: that is the next run's work.
    const before = (await itemOf(env, merchant, three!)).priceKopecks;
    await editGood(env, merchant, three!, { price: before / 100 + 10 });
    await editGood(env, merchant, four!, { allow_to_sell: false });
    const again = await retry(merchant, failed.job.id);
    expect(again.goods).to.equal(2);
    expect(again.job).to.include({ kind: 'sync', trigger: 'manual', status: 'success', sourceJobId: failed.job.id });
    expect(names(again).sort()).to.deep.equal([one, two].sort());
    expect(new Set(again.operations.map(({ key }) => String(key)).filter(key => key !== ''))).to.deep.equal(
      new Set([one, two]),
    );
    expect((await itemOf(env, merchant, three!)).priceKopecks).to.equal(before);
    expect((await itemOf(env, merchant, four!)).state).to.equal('visible');

    const rest = await runPhases(env.deps, merchant.userId, { trigger: 'schedule' });
    expect(rest.skipped, 'the next run by the clock looks at everything').to.equal(false);
    expect((await itemOf(env, merchant, three!)).priceKopecks).to.equal(before + 1000);
    expect((await itemOf(env, merchant, four!)).state).to.equal('hidden');
  });

  it('tries goods that rest after refusals', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const [good] = await tillOf(env, merchant);
    await refuseAdds(merchant);
    const first = await runPhases(env.deps, merchant.userId);
    for (let more = 0; more < 3; more += 1) await runPhases(env.deps, merchant.userId);
    await noFaults(env);
    expect((await explainProduct(env.db, merchant.userId, good!.id)).code).to.equal('SYNC.RESTING');
    const again = await retry(merchant, first.job.id);
    expect(again.goods).to.equal(1);
    expect(again.job.status).to.equal('success');
    expect((await shopOf(env, merchant)).items.filter(({ state }) => state === 'visible')).to.have.length(1);
    expect((await explainProduct(env.db, merchant.userId, good!.id)).code).to.equal(null);
  });

  it('takes the good as it is now, not as it was when it failed', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const [good] = await tillOf(env, merchant);
    await refuseAdds(merchant);
    const failed = await runPhases(env.deps, merchant.userId);
    await noFaults(env);
    await editGood(env, merchant, good!.id, { name: 'Чай переименованный', price: 123 });
    await retry(merchant, failed.job.id);
    expect(await itemOf(env, merchant, good!.id)).to.include({ title: 'Чай переименованный', priceKopecks: 12_300 });
  });

  it('finds nothing to try where all went well since, and says so', async () => {
    const merchant = await env.merchant({ goods: 1 });
    await refuseAdds(merchant);
    const failed = await runPhases(env.deps, merchant.userId);
    await noFaults(env);
    const { history } = env.services;
    await runPhases(env.deps, merchant.userId);
    expect(await history.retryable(merchant.userId, failed.job.id)).to.equal(0);
    expect((await refusal(history.retryFailed(merchant.userId, failed.job.id))).code).to.equal('JOB.NOTHING_FAILED');
  });

  it('is refused for a job of another merchant, one that waits, and where nothing may be written', async () => {
    const [mine, other] = [await env.merchant({ goods: 1 }), await env.merchant({ goods: 1 })];
    const { history, sync } = env.services;
    await refuseAdds(mine);
    const failed = await runPhases(env.deps, mine.userId);
    await noFaults(env);
    expect((await refusal(history.retryFailed(other.userId, failed.job.id))).code).to.equal('JOB.NOT_FOUND');
    expect((await refusal(history.retryable(other.userId, failed.job.id))).code).to.equal('JOB.NOT_FOUND');
    expect((await refusal(history.export(other.userId, failed.job.id))).code).to.equal('JOB.NOT_FOUND');
    await sync.setPaused(mine.userId, true);
    expect((await refusal(history.retryFailed(mine.userId, failed.job.id))).code).to.equal('SYNC.PAUSED');
    await sync.setPaused(mine.userId, false);
    await sync.saveSettings(mine.userId, { mode: 'preview' });
    expect((await refusal(history.retryFailed(mine.userId, failed.job.id))).code).to.equal('SYNC.ONLY_SHOWN');
    await sync.saveSettings(mine.userId, { mode: 'approve' });
    await runPhases(env.deps, mine.userId);
    const waiting = (await sync.overview(mine.userId)).waiting;
    expect((await refusal(history.retryFailed(mine.userId, waiting!.id))).code).to.equal('JOB.NOT_OVER');
  });

  it('leaves a waiting question as it is', async () => {
    const merchant = await env.merchant({ goods: 2 });
    const { sync } = env.services;
    await refuseAdds(merchant);
    const failed = await runPhases(env.deps, merchant.userId);
    await noFaults(env);
    await sync.saveSettings(merchant.userId, { mode: 'approve' });
    await runPhases(env.deps, merchant.userId);
    const before = (await sync.overview(merchant.userId)).waiting!;
    const asked = (await sync.job(merchant.userId, before.id, 1, { isRisky: true })).total;
    expect(asked).to.be.greaterThan(0);
    const again = await retry(merchant, failed.job.id);
    expect(again.operations.filter(({ state }) => state === 'done')).to.deep.equal([]);
    const after = (await sync.overview(merchant.userId)).waiting!;
    expect(after.id).to.equal(before.id);
    expect((await sync.job(merchant.userId, before.id, 1, { isRisky: true })).total).to.equal(asked);
  });

  it('counts what a run handed to the waiting question, so that it does not claim that nothing had changed', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await env.services.sync.saveSettings(merchant.userId, { mode: 'approve' });
    const first = await runPhases(env.deps, merchant.userId);
    expect(first.job).to.include({ status: 'awaiting_approval' });
    const second = await runPhases(env.deps, merchant.userId, { trigger: 'schedule' });
    expect(second.job).to.include({ status: 'unchanged', risky: first.job.risky });
    expect(second.job.risky).to.be.greaterThan(1);
  });

  it('lists, filters and exports runs', async () => {
    const merchant = await env.merchant({ goods: 3 });
    const { history } = env.services;
    const made = await runPhases(env.deps, merchant.userId);
    await runPhases(env.deps, merchant.userId, { kind: 'preview' });
    await runPhases(env.deps, merchant.userId, { trigger: 'schedule' });
    expect((await history.runs(merchant.userId, 1)).total).to.equal(3);
    expect((await history.runs(merchant.userId, 1, { kind: 'preview' })).rows.map(({ kind }) => kind)).to.deep.equal([
      'preview',
    ]);
    expect((await history.runs(merchant.userId, 1, { trigger: 'schedule', status: 'unchanged' })).total).to.equal(1);
    expect((await history.runs(merchant.userId, 1, { status: 'failed' })).total).to.equal(0);
    const { pages } = await history.export(merchant.userId, made.job.id, { kind: 'create' });
    const names: string[] = [];
    for await (const page of pages) names.push(...page.map(({ name }) => name));
    expect(names).to.have.length(3);
    const word = names[0]!.slice(0, 5).toLowerCase();
    const found = await env.services.sync.job(merchant.userId, made.job.id, 1, { kind: 'create', search: word });
    expect(found.operations.map(({ name }) => name)).to.include(names[0]);
    expect(found.operations.every(({ productId }) => productId !== null)).to.equal(true);
    expect((await env.services.sync.job(merchant.userId, made.job.id, 1, { search: '%' })).total).to.equal(0);
  });
});
