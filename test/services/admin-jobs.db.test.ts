import { expect } from 'chai';
import { COMMAND_LINE, type Actor } from '../../src/domain/access/actor.js';
import { DEFAULT_GRANTS } from '../../src/domain/access/permissions.js';
import type { JobId, UserId } from '../../src/domain/brand.js';
import { createAdminJobsService } from '../../src/services/admin/jobs/admin-jobs-service.js';
import { runUrl } from '../../src/services/admin/jobs/temporal-url.js';
import type { AdminJobFilter, AdminJobsService } from '../../src/services/admin/jobs/jobs-contracts.js';
import { createUser } from '../../src/services/accounts/create-user.js';
import { freshEmail } from '../support/services-env-database.js';
import { codeOf } from '../support/services-env-sentence.js';
import { idleDurableSide, type IdleDurableSide } from '../support/idle-durable-side.js';
import { inProcess, PASSWORD, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { statementsOf } from '../support/services-env-statements.js';

const ADMIN: Actor = { userId: null, roles: ['admin'], permissions: DEFAULT_GRANTS.admin, origin: 'web 203.0.113.7' };

describe('the runs of all merchants', () => {
  let env: ServicesEnv;
  let jobs: AdminJobsService;
  let durable: IdleDurableSide;
  let poked: UserId[];
  let merchant: TestMerchant;
  let other: TestMerchant;

  before(async () => {
    env = await startServicesEnv();
    durable = idleDurableSide();
    poked = [];
    const orchestrator = {
      ...inProcess(env.deps),
      ...durable,
      poke: (userId: UserId) => Promise.resolve(void poked.push(userId)),
    };
    jobs = createAdminJobsService({
      ...env.deps,
      orchestrator,
      sync: env.services.sync,
      approvals: env.services.approvals,
      temporalUi: { url: 'https://temporal.example/', namespace: 'shop' },
    });
    merchant = await env.merchant({ goods: 3 });
    other = await env.merchant({ goods: 2 });
    await runPhases(env.deps, merchant.userId);
    await runPhases(env.deps, merchant.userId, { kind: 'preview' });
    await runPhases(env.deps, other.userId);
  });
  after(() => env.close());

  const idsOf = async (filter: AdminJobFilter): Promise<readonly JobId[]> =>
    (await jobs.list(ADMIN, filter, null)).rows.map(({ id }) => id);
  const audits = () =>
    env.db.rows<{ action: string; entity: string; subject: UserId; origin: string }>(
      'SELECT action, entity, subject_user_id AS subject, origin FROM audit_log ORDER BY id',
    );
  /** A job of any age and end. */
  const insert = async (
    userId: UserId,
    columns: Readonly<Record<string, string | number | Date | null>>,
  ): Promise<JobId> => {
    const all = { kind: 'sync', triggered_by: 'schedule', status: 'success', created_at: new Date(), ...columns };
    const names = Object.keys(all);
    return (await env.db.insert(
      `INSERT INTO sync_jobs (user_id, request_id, ${names.join(', ')})
       VALUES (:userId, UUID(), ${names.map(name => `:${name}`).join(', ')})`,
      { userId, ...all },
    )) as JobId;
  };

  it('lists them newest first with their merchants, and narrows by each part of the filter', async () => {
    const all = await jobs.list(ADMIN, {}, null);
    expect(all.rows.map(({ id }) => id)).to.deep.equal([...all.rows.map(({ id }) => id)].sort((a, b) => b - a));
    expect(all.rows[0]?.merchant).to.deep.equal({ id: other.userId, email: other.email, isPaused: false });
    expect(await idsOf({ kind: 'preview' })).to.have.length(1);
    expect(await idsOf({ merchant: merchant.email })).to.have.length(2);
    expect(await idsOf({ merchant: ` ${other.userId} ` })).to.have.length(1);
    expect(await idsOf({ merchant: 'nobody@example.org' })).to.deep.equal([]);
    expect(await idsOf({ only: 'running', status: 'success' })).to.deep.equal([]);
    const parked = await insert(other.userId, {
      status: 'parked',
      reason_code: 'VK.FLOOD',
      resume_at: new Date(Date.now() + 60_000),
    });
    const rested = await insert(other.userId, { status: 'parked', reason_code: 'VK.FLOOD', resume_at: new Date(0) });
    const failed = await insert(other.userId, { status: 'failed', triggered_by: 'webhook' });
    const half = await insert(other.userId, { status: 'partial', items_failed: 2 });
    expect(await idsOf({ status: 'parked', reasonCode: 'VK.FLOOD' })).to.deep.equal([rested, parked]);
    expect(await idsOf({ only: 'parked' })).to.deep.equal([parked]);
    expect(await idsOf({ only: 'failures' })).to.deep.equal([half, failed]);
    expect(await idsOf({ trigger: 'webhook' })).to.deep.equal([failed]);
  });

  it('finds a period by the order of the ids', async () => {
    // Ids stand in the order of their times; these are the first of all.
    const times = [0, 1, 2].map(day => new Date(Date.UTC(2020, 0, 1 + day)));
    await env.db.change('UPDATE sync_jobs SET created_at = :at WHERE id = 1', { at: times[0]! });
    await env.db.change('UPDATE sync_jobs SET created_at = :at WHERE id = 2', { at: times[1]! });
    expect(await idsOf({ from: times[1]!, until: times[2]! })).to.deep.equal([2]);
    expect(await idsOf({ until: times[2]! })).to.deep.equal([2, 1]);
    expect(await idsOf({ from: new Date(Date.UTC(2100, 0)) })).to.deep.equal([]);
    expect(await idsOf({ until: new Date(0) })).to.deep.equal([]);
  });

  it('turns pages in both directions without leaving any out', async () => {
    const made: JobId[] = [];
    for (let i = 0; i < 103; i++) made.unshift(await insert(other.userId, { kind: 'pilot' }));
    const seen: JobId[] = [];
    let page = await jobs.list(ADMIN, { kind: 'pilot' }, null);
    expect([page.hasNewer, page.hasOlder, page.rows.length]).to.deep.equal([false, true, 50]);
    for (;;) {
      seen.push(...page.rows.map(({ id }) => id));
      if (!page.hasOlder) break;
      page = await jobs.list(ADMIN, { kind: 'pilot' }, { olderThan: seen.at(-1)! });
    }
    expect(seen).to.deep.equal(made);
    const back = await jobs.list(ADMIN, { kind: 'pilot' }, { newerThan: seen[100]! });
    expect(back.rows.map(({ id }) => id)).to.deep.equal(made.slice(50, 100));
    expect([back.hasNewer, back.hasOlder]).to.deep.equal([true, true]);
    const first = await jobs.list(ADMIN, { kind: 'pilot' }, { newerThan: seen[50]! });
    expect([first.rows[0]?.id, first.hasNewer, first.rows.length]).to.deep.equal([made[0], false, 50]);
  });

  it('costs the same few statements however many there are', async () => {
    const cost = async (filter: AdminJobFilter) =>
      (await statementsOf(env.db, () => jobs.list(ADMIN, filter, null))).length;
    expect(await cost({})).to.equal(1);
    expect(await cost({ status: 'success', from: new Date(0), until: new Date() })).to.equal(3);
    const id = (await idsOf({ merchant: merchant.email })).at(-1)!;
    expect((await statementsOf(env.db, () => jobs.job(ADMIN, id, 1))).length).to.be.at.most(7);
  });

  it('walks an index for every filter, from its end, and sorts nothing', async () => {
    const filters: readonly AdminJobFilter[] = [
      {},
      { merchant: merchant.email },
      { status: 'parked', reasonCode: 'VK.FLOOD' },
      { status: 'success', trigger: 'manual' },
      { kind: 'undo' },
      { trigger: 'webhook' },
      { only: 'failures' },
      { only: 'running', kind: 'sync', trigger: 'schedule' },
    ];
    for (const filter of filters) {
      const statements = await statementsOf(env.db, () => jobs.list(ADMIN, filter, { olderThan: 999_999 as JobId }));
      const [, ids = ''] = /JOIN \((SELECT j\.id[^]*LIMIT 51)\) p/u.exec(statements.at(-1) ?? '') ?? [];
      const [plan] = await env.db.rows<{ key: string | null; Extra: string }>(`EXPLAIN ${ids}`);
      expect(plan?.key, JSON.stringify(filter)).to.be.a('string');
      expect(plan?.Extra, JSON.stringify(filter)).to.not.include('filesort');
    }
  });

  it('shows one run with its operations by state', async () => {
    const id = (await idsOf({ merchant: merchant.email, kind: 'sync' }))[0]!;
    const found = await jobs.job(ADMIN, id, 1, { state: 'done' });
    expect(found.states.map(({ state }) => state)).to.deep.equal(['done']);
    expect(found.operations.length).to.equal(found.total).and.be.greaterThan(3);
    expect(found.job.workflowId).to.equal(`sync/${merchant.userId}`);
    const strange = jobs.job(ADMIN, 999_999 as JobId, 1);
    expect(await codeOf(strange)).to.equal('JOB.NOT_FOUND');
  });

  it('leads to the run in Temporal, whatever its id is made of', () => {
    const ui = { url: 'https://temporal.example/', namespace: 'мой магазин' };
    expect(runUrl(ui, { workflowId: 'sync/7', runId: 'a b' })).to.equal(
      `https://temporal.example/namespaces/${encodeURIComponent('мой магазин')}/workflows/sync%2F7/a%20b/history`,
    );
    expect(runUrl(ui, { workflowId: 'sync/7', runId: null })).to.match(/sync%2F7$/u);
    expect(runUrl(ui, { workflowId: null, runId: null })).to.equal(null);
    expect(runUrl({ ...ui, url: null }, { workflowId: 'sync/7', runId: 'a' })).to.equal(null);
  });

  it('runs, pauses and resumes by the rules of the merchant, and writes down who did it', async () => {
    const unready = await env.merchant({ connected: false });
    const refused = await codeOf(jobs.runNow(ADMIN, unready.userId));
    expect(refused).to.be.oneOf(['SYNC.NOT_CONNECTED', 'SYNC.DISABLED']);
    const { jobId } = await jobs.runNow(ADMIN, other.userId);
    await jobs.setPaused(ADMIN, other.userId, true);
    expect((await env.services.sync.overview(other.userId)).state).to.equal('paused');
    expect(poked).to.deep.equal([other.userId]);
    await jobs.setPaused(COMMAND_LINE, other.userId, false);
    expect((await env.services.sync.overview(other.userId)).state).to.equal('active');
    expect((await audits()).slice(-3)).to.deep.equal([
      { action: 'job.run_now', entity: `job:${jobId}`, subject: other.userId, origin: 'web 203.0.113.7' },
      { action: 'sync.pause', entity: `merchant:${other.userId}`, subject: other.userId, origin: 'web 203.0.113.7' },
      { action: 'sync.resume', entity: `merchant:${other.userId}`, subject: other.userId, origin: 'cli' },
    ]);
    const nobody = 999_999 as UserId;
    for (const wish of [() => jobs.runNow(ADMIN, nobody), () => jobs.setPaused(ADMIN, nobody, true)])
      expect(await codeOf(wish())).to.equal('ACCOUNT.NOT_FOUND');
  });

  it('pauses nobody who is no merchant, and makes no settings of an exchange for them', async () => {
    const operator = await createUser(env.db, {
      ...{ email: freshEmail(), password: PASSWORD, firstName: '', lastName: '', phone: null },
      role: 'system',
    });
    expect((await jobs.list(ADMIN, { merchant: String(operator) }, null)).merchant).to.include({ isPaused: false });
    for (const wish of [() => jobs.runNow(ADMIN, operator), () => jobs.setPaused(ADMIN, operator, true)])
      expect(await codeOf(wish())).to.equal('SYNC.NOT_A_MERCHANT');
    expect(await env.db.rows('SELECT * FROM sync_configs WHERE user_id = :operator', { operator })).to.deep.equal([]);
  });

  it('stops a run at its next operation, and refuses one that is over', async () => {
    const running = await insert(merchant.userId, { status: 'running', progress_at: new Date() });
    await jobs.cancel(ADMIN, running);
    const row = await env.db.first<{ at: Date | null }>(
      'SELECT cancel_requested_at AS at FROM sync_jobs WHERE id = :id',
      {
        id: running,
      },
    );
    expect(row?.at).to.be.a('date');
    await env.db.change(`UPDATE sync_jobs SET status = 'cancelled', finished_at = NOW(3) WHERE id = :id`, {
      id: running,
    });
    for (const wish of [() => jobs.cancel(ADMIN, running), () => jobs.terminate(ADMIN, running)])
      expect(await codeOf(wish())).to.equal('JOB.OVER');
  });

  it('ends a run at once with all that wait behind it, and lets a batch under way claim nothing more', async () => {
    const columns = { workflow_id: `sync/${merchant.userId}`, progress_at: new Date() };
    const running = await insert(merchant.userId, {
      ...columns,
      status: 'running',
      run_id: 'run-1',
      writer: 'w'.repeat(36),
    });
    const waiting = await insert(merchant.userId, { ...columns, status: 'pending' });
    await jobs.terminate(ADMIN, running);
    expect(durable.terminated).to.deep.equal([`sync/${merchant.userId}`]);
    const rows = await env.db.rows(
      'SELECT status, reason_code AS code, writer FROM sync_jobs WHERE id IN (:ids) AND finished_at IS NOT NULL',
      { ids: [running, waiting] },
    );
    const ended = { status: 'cancelled', code: 'SYNC.TERMINATED', writer: null };
    expect(rows).to.deep.equal([ended, ended]);
    expect((await audits()).at(-1)).to.include({ action: 'job.terminate', entity: `job:${running}` });
  });

  it('leaves everything as it was where Temporal cannot be told', async () => {
    const id = await insert(merchant.userId, { status: 'running', workflow_id: 'sync/1', progress_at: new Date() });
    durable.isDown = true;
    expect(await codeOf(jobs.terminate(ADMIN, id))).to.equal('TEMPORAL.DOWN');
    durable.isDown = false;
    expect((await jobs.job(ADMIN, id, 1)).job.status).to.equal('running');
  });
});
