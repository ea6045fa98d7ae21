import { expect } from 'chai';
import { sideBySide } from '../support/side-by-side.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { JobView } from '../../src/services/web-services.js';
import type { PipelineMerchant } from '../support/pipeline-merchant.js';
import { until } from '../support/until.js';

const MINUTE_MS = 60_000;

describe('a vendor that says no', () => {
  let env: PipelineEnv;

  before(async () => {
    env = await startPipelineEnv();
  });

  const refuse = (merchant: PipelineMerchant, method: string, code: number, rule: object = {}) =>
    env.faults({ vendor: 'vk', method, merchant: merchant.id, ...rule, effect: { kind: 'apiError', code } });
  const past = () => new Date(Date.now() - 1000);
  const makeDue = ({ userId }: PipelineMerchant) =>
    env.db.change('UPDATE sync_configs SET next_due_at = :past WHERE user_id = :userId', { past: past(), userId });
  const endRest = ({ userId }: PipelineMerchant) =>
    env.db.change(
      `UPDATE vk_method_blocks SET blocked_until = :past
       WHERE vk_connection_id = (SELECT id FROM vk_connections WHERE user_id = :userId)`,
      { past: past(), userId },
    );
  async function runByClock(merchant: PipelineMerchant): Promise<JobView> {
    const before = (await merchant.jobs()).length;
    await makeDue(merchant);
    // Another scenario's dispatch may have started it; what counts is that the clock did.
    await env.dispatch();
    const job = await until('a run by the clock', async () => (await merchant.jobs())[before]);
    await merchant.pipelineEnd();
    return merchant.job(job.id);
  }
  const blockedCode = async (merchant: PipelineMerchant, table: 'vk_connections' | 'evotor_connections') =>
    (
      await env.db.first<{ code: string | null }>(`SELECT blocked_code AS code FROM ${table} WHERE user_id = :userId`, {
        userId: merchant.userId,
      })
    )?.code;

  async function expectComplete(merchant: PipelineMerchant): Promise<void> {
    const { items } = await merchant.shop();
    const visible = items.filter(({ state }) => state === 'visible').map(({ sku }) => sku);
    const onSale = (await merchant.products()).filter(product => product.allow_to_sell).map(({ id }) => id);
    expect(visible.sort()).to.deep.equal(onSale.sort());
  }

  sideBySide({
    'flood control on adding parks the job with a time, the other work is done, and later the rest follows':
      async () => {
        const merchant = await env.addMerchant({ generate: { goods: 6, groups: 2 } });
        await merchant.run();
        const [dearer, gone, moved] = await merchant.products();
        const other = (await merchant.groups()).find(({ id }) => id !== moved!.parent_id)!;
        await merchant.edit(dearer!.id, { price: 901 });
        await merchant.edit(gone!.id, { allow_to_sell: false });
        await merchant.edit(moved!.id, { parent_id: other.id });
        for (const name of ['Новинка один', 'Новинка два', 'Новинка три'])
          await merchant.addToTill({ name, price: 10, parent_id: other.id });
        const allow = await refuse(merchant, 'market.add', 9);

        const job = await merchant.run();
        expect(job).to.include({ status: 'parked' });
        expect(job.reason).to.include({ code: 'VK.FLOOD' });
        expect(job.resumeAt!.getTime() - Date.now()).to.be.within(14 * MINUTE_MS, 15 * MINUTE_MS);
        expect(job.counters).to.include({ hidden: 1, created: 0, failed: 0 });
        expect((await merchant.item(dearer!.id)).priceKopecks).to.equal(90_100);
        expect(await merchant.item(gone!.id)).to.include({ state: 'hidden' });
        const { albums } = await merchant.shop();
        const home = albums.find(({ title }) => title === other.name)!.id;
        expect((await merchant.item(moved!.id)).albumIds).to.deep.equal([home]);

        const { nextDueAt } = await env.services.sync.overview(merchant.userId);
        expect(nextDueAt!.getTime()).to.equal(job.resumeAt!.getTime());

        const before = await merchant.lastCall();
        expect(await merchant.run()).to.include({ status: 'parked' });
        const whileResting = await merchant.vkCalls(before);
        expect(whileResting.map(({ method }) => method)).to.not.include('market.add');

        await allow();
        await endRest(merchant);
        expect(await runByClock(merchant)).to.include({ trigger: 'schedule', status: 'success' });
        await expectComplete(merchant);
        for (const item of (await merchant.shop()).items.filter(({ title }) => title.startsWith('Новинка')))
          expect(item.albumIds).to.deep.equal([home]);
      },

    'a lost create that a later run finds is put into its album by the clock, without being asked': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 1, groups: 1 } });
      await merchant.switch({ shop: { lag: { searchMs: 4000, getMs: 4000 } } });
      // The answer of the only create is lost, and the flood control that follows ends the run.
      await env.faults({
        vendor: 'vk',
        method: 'market.add',
        merchant: merchant.id,
        nth: 1,
        effect: { kind: 'lostAnswer' },
      });
      const allow = await refuse(merchant, 'market.search', 9);
      expect(await merchant.run()).to.include({ status: 'parked' });
      await allow();
      await endRest(merchant);
      await until('a run that sees no need to look at VK', async () => {
        const before = await merchant.lastCall();
        await runByClock(merchant);
        return (await merchant.vkCalls(before)).length === 0;
      });
      const { items, albums } = await merchant.shop();
      expect(items).to.have.length(1);
      expect(items[0]!.albumIds).to.deep.equal([albums[0]!.id]);
    },

    'a captcha parks the job for an hour and stops every call': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 12 } });
      await refuse(merchant, 'market.add', 14, { every: 3 });
      const job = await merchant.run();
      expect(job).to.include({ status: 'parked' });
      expect(job.reason).to.include({ code: 'VK.CAPTCHA' });
      expect(job.resumeAt!.getTime() - Date.now()).to.be.within(59 * MINUTE_MS, 60 * MINUTE_MS);
      expect(job.counters.failed).to.equal(0);
      const calls = await merchant.vkCalls();
      const refusedAt = calls.findIndex(({ outcome }) => outcome === 'error:14');
      // Calls of items that were under way side by side may still arrive; none is begun after.
      expect(calls.length - 1 - refusedAt).to.be.at.most(12);
    },

    'a token revoked in mid-run fails the job by name, blocks the connection, and the clock leaves the merchant alone':
      async () => {
        const merchant = await env.addMerchant({ generate: { goods: 30 } });
        const hurry = await env.faults({
          vendor: 'vk',
          method: 'market.add',
          merchant: merchant.id,
          effect: { kind: 'delay', ms: 200 },
        });
        const { jobId } = await env.services.sync.runNow(merchant.userId);
        await until('the first items', async () => (await merchant.job(jobId)).counters.created >= 2);
        await merchant.switch({ vkTokens: { main: { revoked: true } } });
        const job = await merchant.finished(jobId);
        expect(job).to.include({ status: 'failed' });
        expect(job.reason).to.include({ code: 'VK.TOKEN_REVOKED' });
        expect(await blockedCode(merchant, 'vk_connections')).to.equal('VK.TOKEN_REVOKED');
        await merchant.pipelineEnd();
        await makeDue(merchant);
        await env.dispatch();
        expect(await merchant.jobs()).to.have.length(1);

        await hurry();
        await merchant.switch({ vkTokens: { main: { revoked: false } } });
        const again = await merchant.run();
        expect(again).to.include({ status: 'success' });
        expect(await blockedCode(merchant, 'vk_connections')).to.equal(null);
        await expectComplete(merchant);
      },

    'a shop that is switched off fails the job by name and keeps what stands in it': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 3 } });
      await merchant.run();
      const [good] = await merchant.products();
      await merchant.edit(good!.id, { price: 12 });
      await merchant.switch({ shop: { mode: 'none' } });
      const job = await merchant.run();
      expect(job).to.include({ status: 'failed' });
      expect(job.reason).to.include({ code: 'VK.MARKET_OFF' });
      await merchant.switch({ shop: { mode: 'advanced' } });
      expect(await merchant.run()).to.include({ status: 'success' });
      await expectComplete(merchant);
      expect((await merchant.item(good!.id)).priceKopecks).to.equal(1200);
    },

    'a till whose token is refused fails the job before VK is called, and blocks the connection': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 2 } });
      await merchant.switch({ till: { revoked: true } });
      const before = await merchant.lastCall();
      const job = await merchant.run();
      expect(job).to.include({ status: 'failed' });
      expect(job.reason).to.include({ code: 'EVOTOR.TOKEN_REJECTED' });
      expect(await blockedCode(merchant, 'evotor_connections')).to.equal('EVOTOR.TOKEN_REJECTED');
      expect(await merchant.vkCalls(before)).to.deep.equal([]);
    },

    'a till that is out of order parks the job, and the shop stays as it is': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 2 } });
      await merchant.run();
      await env.faults({ vendor: 'evotor', merchant: merchant.id, effect: { kind: 'httpStatus', status: 503 } });
      const job = await merchant.run();
      expect(job).to.include({ status: 'parked' });
      expect(job.reason).to.include({ code: 'EVOTOR.DOWN' });
      await expectComplete(merchant);
    },

    'one merchant’s refusal does not touch another’s run': async () => {
      const [poor, rich] = [
        await env.addMerchant({ generate: { goods: 2 } }),
        await env.addMerchant({ generate: { goods: 2 } }),
      ];
      await poor.switch({ vkTokens: { main: { revoked: true } } });
      const [failed, good] = await Promise.all([poor.run(), rich.run()]);
      expect([failed.status, good.status]).to.deep.equal(['failed', 'success']);
    },
  });

  after(() => env.close());
});
