import { expect } from 'chai';
import { applySchedules } from '../../temporal/schedules.js';
import { QUEUES, SCHEDULES, WORKFLOWS } from '../../temporal/contracts.js';
import { startLetterSink, type LetterSink } from '../support/letter-sink.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { PipelineMerchant } from '../support/pipeline-merchant.js';
import { until } from '../support/until.js';

const HOUR_MS = 3_600_000;

describe('the clock', () => {
  let env: PipelineEnv;
  let merchant: PipelineMerchant;
  let sink: LetterSink;

  before(async () => {
    sink = await startLetterSink();
    const environment = { EMAIL_PROVIDER: 'smtp', SMTP_URL: sink.url, EMAIL_FROM: 'robot@evosync.example' };
    env = await startPipelineEnv({ refreshIntervalMs: HOUR_MS, environment });
    merchant = await env.addMerchant({ generate: { goods: 3 } });
    await merchant.run();
  });
  after(async () => {
    for (const id of Object.values(SCHEDULES)) await env.temporal.schedule.getHandle(id).delete();
    await env.close();
    await sink.close();
  });

  const set = (target: PipelineMerchant, sql: string) =>
    env.db.change(`UPDATE sync_configs SET ${sql} WHERE user_id = :userId`, { userId: target.userId });
  const makeDue = (target: PipelineMerchant) => set(target, 'next_due_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND');

  it('leaves a merchant alone whose time has not come', async () => {
    expect(await env.dispatch()).to.deep.equal({ started: 0, running: 0, failed: 0 });
    expect(await merchant.jobs()).to.have.length(1);
  });

  it('a scheduled run over an unchanged till makes no VK call and ends unchanged', async () => {
    await makeDue(merchant);
    await env.control('POST', '/stats/reset');
    expect(await env.dispatch()).to.deep.equal({ started: 1, running: 0, failed: 0 });
    await merchant.pipelineEnd();
    expect((await merchant.jobs()).at(-1)).to.include({ trigger: 'schedule', status: 'unchanged' });
    const { vkCalls, evotorCalls } = await merchant.stats();
    expect(vkCalls).to.equal(0);
    expect(evotorCalls).to.equal(3);
  });

  it('a scheduled run over a changed till brings the change to VK', async () => {
    const [good] = await merchant.products();
    await merchant.edit(good!.id, { price: 99 });
    await makeDue(merchant);
    await env.dispatch();
    await merchant.pipelineEnd();
    expect((await merchant.jobs()).at(-1)).to.include({ trigger: 'schedule', status: 'success' });
    expect((await merchant.item(good!.id)).priceKopecks).to.equal(9900);
  });

  it('the merchant is due again one interval later, in its own slot', async () => {
    const { nextDueAt } = await env.services.sync.overview(merchant.userId);
    expect(nextDueAt!.getTime() - Date.now()).to.be.within(0, HOUR_MS);
  });

  it('sets up its schedules once and brings them up to date after that', async () => {
    const created = await applySchedules(env.temporal, { healthIntervalSeconds: 600 });
    expect(created.map(({ id }) => id).sort()).to.deep.equal(['dispatch', 'health', 'notices', 'prune', 'tokens']);
    const again = await applySchedules(env.temporal, { healthIntervalSeconds: 600 });
    expect(again.map(({ result }) => result)).to.deep.equal(Array(5).fill('updated'));
  });

  it('a schedule writes to the merchant what there is to say, once', async () => {
    const told = () => sink.letters.filter(({ subject }) => subject === 'Первая загрузка закончена');
    await env.temporal.schedule.getHandle(SCHEDULES.notices).trigger();
    await until('the letter', () => Promise.resolve(told().length > 0));
    const again = { taskQueue: QUEUES.maintenance, workflowId: `notices-again-${merchant.userId}`, args: [] };
    expect(await env.temporal.workflow.execute(WORKFLOWS.tellMerchants, again)).to.deep.equal({ sent: 0, failed: 0 });
    expect(told()).to.have.length(1);
  });

  it('the schedule starts due merchants only: none that is paused, unconfirmed, off, blocked, suspended or no merchant', async () => {
    const due = await env.addMerchant({ generate: { goods: 1 } });
    const others = {
      paused: await env.addMerchant({ generate: { goods: 1 } }),
      unconfirmed: await env.addMerchant({ generate: { goods: 1 } }),
      off: await env.addMerchant({ generate: { goods: 1 } }),
      blocked: await env.addMerchant({ generate: { goods: 1 } }),
      suspended: await env.addMerchant({ generate: { goods: 1 } }),
      admin: await env.addMerchant({ generate: { goods: 1 } }),
    };
    await set(others.paused, 'paused_at = UTC_TIMESTAMP(3)');
    await set(others.unconfirmed, 'confirmed_at = NULL');
    await set(others.off, 'is_enabled = FALSE');
    const on = (target: PipelineMerchant, sql: string) => env.db.change(sql, { userId: target.userId });
    await on(others.blocked, `UPDATE vk_connections SET blocked_code = 'VK.TOKEN_REVOKED' WHERE user_id = :userId`);
    await on(others.suspended, `UPDATE users SET status = 'suspended' WHERE id = :userId`);
    await on(
      others.admin,
      `UPDATE user_roles SET role_id = (SELECT id FROM roles WHERE name = 'admin') WHERE user_id = :userId`,
    );
    for (const target of [due, ...Object.values(others)]) await makeDue(target);

    await env.temporal.schedule.getHandle(SCHEDULES.dispatch).trigger();
    await until('the run of the due merchant', async () => (await due.jobs())[0]?.status === 'success');
    expect((await due.jobs())[0]).to.include({ trigger: 'schedule' });
    for (const [name, other] of Object.entries(others)) {
      const rows = await env.db.rows('SELECT id FROM sync_jobs WHERE user_id = :userId', { userId: other.userId });
      expect(rows, name).to.deep.equal([]);
    }
  });
});
