import { expect } from 'chai';
import type { ScheduleHandle, ScheduleSpec } from '@temporalio/client';
import { SCHEDULE_IDS } from '../../src/domain/clock/schedules.js';
import { QUEUES, SCHEDULES, WORKFLOWS } from '../../temporal/contracts.js';
import { createOrchestrator } from '../../temporal/orchestrator.js';
import { applySchedules } from '../../temporal/schedules.js';
import { missingSearchAttributes, searchKeys } from '../../temporal/search-attributes.js';
import type { Orchestrator } from '../../src/services/orchestrator.js';
import { lazyTemporal } from '../../temporal/connect.js';
import { codeOf } from '../support/services-env-sentence.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { PipelineMerchant } from '../support/pipeline-merchant.js';
import { until } from '../support/until.js';

const RETIRED = 'retired-by-a-later-release';

describe('what the operator sees of Temporal, and does to it', () => {
  let env: PipelineEnv;
  let durable: Orchestrator;
  let merchant: PipelineMerchant;
  const handle = (id: string): ScheduleHandle => env.temporal.schedule.getHandle(id);
  const apply = (healthIntervalSeconds = 600, onlyMissing = false) =>
    applySchedules(env.temporal, { healthIntervalSeconds, onlyMissing });
  const viewOf = async (id: string) => (await durable.describeClock()).find(view => view.id === id)!;

  before(async () => {
    env = await startPipelineEnv();
    durable = createOrchestrator(env.temporal);
    merchant = await env.addMerchant({ generate: { goods: 2 } });
  });
  after(async () => {
    for (const id of [...SCHEDULE_IDS, RETIRED])
      await handle(id)
        .delete()
        .catch(() => undefined);
    await env.close();
  });

  it('says which server it is, and that it knows our search attributes', async () => {
    const { version, namespace, missingAttributes } = await durable.describeServer();
    expect(version).to.match(/^\d+\.\d+\.\d+/u);
    expect([namespace, missingAttributes]).to.deep.equal(['default', []]);
    expect(await missingSearchAttributes(env.temporal)).to.deep.equal([]);
  });

  it('lists the queues with their workers', async () => {
    const queues = await durable.describeQueues();
    expect(queues.map(({ name, kind }) => `${name} ${kind}`)).to.deep.equal([
      'pipeline workflow',
      'pipeline activity',
      'evotor activity',
      'vk activity',
      'maintenance workflow',
      'maintenance activity',
    ]);
    for (const { name, pollers, backlog } of queues) {
      expect(pollers.length, name).to.be.greaterThan(0);
      expect(pollers[0]?.identity, name).to.include(String(process.pid));
      expect(Date.now() - (pollers[0]?.lastSeenAt?.getTime() ?? 0), name).to.be.lessThan(300_000);
      expect(backlog, name).to.be.a('number');
    }
  });

  it('puts Schedules in place once, brings intervals up to date and leaves a pause alone', async () => {
    for (const id of SCHEDULE_IDS)
      await handle(id)
        .delete()
        .catch(() => undefined);
    expect((await durable.describeClock()).map(({ isThere }) => isThere)).to.deep.equal(Array(5).fill(false));
    expect((await apply()).map(({ result }) => result)).to.deep.equal(Array(5).fill('created'));
    await durable.setPaused('health', true, 'paused by user 7 in EvoSync');
    expect((await apply(1200)).every(({ result }) => result === 'updated')).to.equal(true);
    const { spec, state, policies } = await handle('health').describe();
    expect(spec.intervals?.[0]?.every).to.equal(1_200_000);
    expect([state.paused, state.note]).to.deep.equal([true, 'paused by user 7 in EvoSync']);
    expect(policies.catchupWindow).to.equal(300_000);
    expect(await viewOf('health')).to.include({ isPaused: true, note: 'paused by user 7 in EvoSync', nextAt: null });
    await durable.setPaused('health', false, 'resumed by user 7 in EvoSync');
    expect((await viewOf('health')).nextAt!.getTime()).to.be.greaterThan(Date.now() - 1000);
  });

  it('brings back what somebody deleted, and touches nothing else then', async () => {
    await handle('tokens').delete();
    await until('the Schedule is gone', async () => !(await viewOf('tokens')).isThere);
    const results = await apply(60, true);
    expect(results.find(({ id }) => id === 'tokens')?.result).to.equal('created');
    expect(results.filter(({ result }) => result === 'kept')).to.have.length(4);
    expect((await handle('health').describe()).spec.intervals?.[0]?.every).to.equal(1_200_000);
  });

  it('deletes a Schedule of ours that no release has any more, and no other program’s', async () => {
    const foreign = `foreign-${Date.now()}`;
    const action = { type: 'startWorkflow', workflowType: 'nothing', taskQueue: 'nowhere' } as const;
    const spec: ScheduleSpec = { intervals: [{ every: '100 days' }] };
    await env.temporal.schedule.create({ scheduleId: foreign, action, spec, state: { paused: true } });
    await env.temporal.schedule.create({
      scheduleId: RETIRED,
      action,
      spec,
      state: { paused: true },
      memo: { program: 'evosync' },
    });
    // A list of Schedules is a moment behind.
    await until('the retired one is deleted', async () =>
      (await apply()).some(({ id, result }) => id === RETIRED && result === 'deleted'),
    );
    expect((await handle(foreign).describe()).state.paused).to.equal(true);
    await handle(foreign).delete();
  });

  it('triggers one now, whose run says what it does, and notes that it was done', async () => {
    await durable.setPaused('tokens', true, 'for the test');
    await durable.trigger('tokens');
    await until('the beat', async () =>
      Boolean(
        await env.db.first(`SELECT 1 AS found FROM clock_beats WHERE schedule = 'tokens' AND last_at IS NOT NULL`),
      ),
    );
    const ran = (await handle('tokens').describe()).info.recentActions.at(-1)?.action.workflow.workflowId;
    const described = await env.temporal.workflow.getHandle(ran!).describe();
    expect(described.type).to.equal(WORKFLOWS.renewTokens);
    expect(await described.staticSummary()).to.include('renews VK tokens');
    expect(described.typedSearchAttributes.get(searchKeys.trigger)).to.equal('schedule');
  });

  it('says that a Schedule is not there', async () => {
    await handle('tokens').delete();
    await until('the Schedule is gone', async () => !(await viewOf('tokens')).isThere);
    for (const work of [() => durable.setPaused('tokens', true, ''), () => durable.trigger('tokens')])
      expect(await codeOf(work())).to.equal('SCHEDULE.NOT_FOUND');
  });

  it('makes a run readable: whose it is, who asked, how it ended, how far it came, and no name', async () => {
    const { workflowId } = merchant;
    await merchant.run();
    const described = await env.temporal.workflow.getHandle(workflowId).describe();
    const attributes = described.typedSearchAttributes;
    expect(attributes.get(searchKeys.userId)).to.equal(String(merchant.userId));
    expect(attributes.get(searchKeys.trigger)).to.equal('manual');
    expect(attributes.get(searchKeys.outcome)).to.equal('success');
    const [summary, details] = [await described.staticSummary(), await described.staticDetails()];
    expect(summary).to.equal(`merchant ${merchant.userId}, sync by manual`);
    expect(details).to.include(`/admin/jobs?merchant=${merchant.userId}`);
    const { userMetadata } = (
      await env.temporal.workflowService.getWorkflowExecutionHistory({
        namespace: 'default',
        execution: { workflowId },
      })
    ).history!.events!.find(event => event.activityTaskScheduledEventAttributes?.activityType?.name === 'applyBatch')!;
    expect(Buffer.from(userMetadata?.summary?.data ?? []).toString()).to.match(/job \d+, batch 1/u);
    expect(JSON.stringify([described.memo, summary, details])).to.not.include('@');
  });

  it('finds hints and what follows them by the merchant too', async () => {
    const [good] = await merchant.products();
    await merchant.edit(good!.id, { price: 55 });
    await env.db.change('UPDATE sync_configs SET dirty_since = NOW(3) - INTERVAL 10 MINUTE WHERE user_id = :userId', {
      userId: merchant.userId,
    });
    await durable.hint(merchant.userId);
    await merchant.pipelineEnd();
    const { typedSearchAttributes } = await env.temporal.workflow.getHandle(merchant.workflowId).describe();
    expect(typedSearchAttributes.get(searchKeys.userId)).to.equal(String(merchant.userId));
    expect(typedSearchAttributes.get(searchKeys.trigger)).to.equal('webhook');
  });

  it('ends a run at once; the next one goes on from what the ledger knows', async () => {
    const free = await env.faults({
      vendor: 'vk',
      method: 'market.edit',
      merchant: merchant.id,
      effect: { kind: 'delay', ms: 3000 },
    });
    for (const { id } of await merchant.products()) await merchant.edit(id, { price: 66 });
    const { jobId } = await env.services.sync.runNow(merchant.userId);
    await until('the first write', async () => (await merchant.job(jobId)).phase === 'apply');
    const actor = {
      userId: null,
      roles: ['system'],
      permissions: ['jobs.control', 'jobs.view'],
      origin: 'test',
    } as const;
    await env.services.adminJobs.terminate(actor, jobId);
    expect(await merchant.job(jobId)).to.include({ status: 'cancelled' });
    const { status } = await env.temporal.workflow.getHandle(merchant.workflowId).describe();
    expect(status.name).to.equal('TERMINATED');
    await free();
    await merchant.run();
    for (const { id } of await merchant.products()) expect((await merchant.item(id)).priceKopecks).to.equal(6600);
    // A workflow that is gone is no error.
    await durable.terminate(merchant.workflowId, 'again');
  });

  it('says within seconds that nobody answers', async () => {
    const nowhere = lazyTemporal({ address: '127.0.0.1:9', namespace: 'default' });
    const silent = createOrchestrator(nowhere);
    const asked = performance.now();
    const asks = [silent.describeServer(), silent.describeClock(), silent.describeQueues()];
    const codes = await Promise.all(asks.map(codeOf));
    expect(codes).to.deep.equal(Array(3).fill('TEMPORAL.DOWN'));
    expect(performance.now() - asked).to.be.lessThan(3000);
    await nowhere.connection.close();
  });

  it('keeps health checks that began without the Schedule of tokens going as they began', async () => {
    // What runs on the new code carries the mark; without it the old order of commands is gone through.
    const options = { taskQueue: QUEUES.maintenance, workflowId: `sweep-${Date.now()}`, args: [] };
    await env.temporal.workflow.execute(WORKFLOWS.checkConnections, options);
    const history = await env.temporal.workflow.getHandle(options.workflowId).fetchHistory();
    const names = history.events!.flatMap(
      event => event.activityTaskScheduledEventAttributes?.activityType?.name ?? [],
    );
    expect(names).to.include('connectionsToCheck').and.not.include('tokensToRenew');
    expect(history.events!.some(event => event.markerRecordedEventAttributes !== null)).to.equal(true);
    expect(Object.keys(SCHEDULES)).to.deep.equal([...SCHEDULE_IDS]);
  });
});
