import { expect } from 'chai';
import type { Actor } from '../../src/domain/access/actor.js';
import { DEFAULT_GRANTS } from '../../src/domain/access/permissions.js';
import type { UserId } from '../../src/domain/brand.js';
import { dispatchLag } from '../../src/db/repositories/due-merchants.repository.js';
import { updateSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { SystemHealthService } from '../../src/services/admin/health/health-contracts.js';
import { createSystemHealthService } from '../../src/services/admin/health/system-health-service.js';
import { withBeat } from '../../src/services/maintenance/clock-beat.js';
import { codeOf } from '../support/services-env-sentence.js';
import { idleDurableSide, type IdleDurableSide } from '../support/idle-durable-side.js';
import { inProcess, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { statementsOf } from '../support/services-env-statements.js';

const MINUTE = 60_000;

describe('the state of the installation', () => {
  let env: ServicesEnv;
  let durable: IdleDurableSide;
  let health: SystemHealthService;
  let merchant: TestMerchant;
  let system: Actor;
  /** Moves on, so that what is kept for a moment is asked anew. */
  let nowMs: number;
  const later = (ms: number): void => void (nowMs += ms);
  const codes = async (): Promise<string[]> => (await health.notices(system)).map(({ code }) => code);

  before(async () => {
    // Files are loaded long before their turn.
    nowMs = Date.now();
    env = await startServicesEnv();
    durable = idleDurableSide(() => nowMs);
    merchant = await env.merchant({ goods: 2 });
    const userId = (await env.db.insert(
      `INSERT INTO users (email, created_at, updated_at) VALUES ('boss@evosync.example', NOW(3), NOW(3))`,
    )) as UserId;
    system = { userId, roles: ['system'], permissions: DEFAULT_GRANTS.system, origin: 'web 203.0.113.7' };
    health = createSystemHealthService({
      db: env.db,
      orchestrator: { ...inProcess(env.deps), ...durable },
      now: () => nowMs,
      healthIntervalMs: 10 * MINUTE,
      version: '1.0.0',
      pool: () => ({ busy: 1, open: 2, waiting: 0 }),
      disk: () => Promise.resolve({ freeBytes: 50 * 1024 ** 3, totalBytes: 100 * 1024 ** 3 }),
    });
    await updateSyncConfig(env.db, merchant.userId, { next_due_at: new Date(nowMs + 60 * MINUTE) });
  });
  after(() => env.close());

  it('is told whole where all is well', async () => {
    const { notices, database, temporal, queues, versions, schedules, dispatch, jobs } = await health.read(system);
    expect(notices).to.deep.equal([]);
    expect(database?.version).to.match(/MariaDB/u);
    expect(database).to.include({ schema: database?.schema }).and.have.property('pending').that.deep.equals([]);
    expect(database!.bytes).to.be.greaterThan(100_000);
    expect(database!.connections).to.be.within(1, database!.maxConnections);
    expect(temporal).to.deep.equal({ version: '1.31.2', namespace: 'default', missingAttributes: [] });
    expect(queues?.flatMap(({ workers }) => workers.map(({ identity }) => identity?.host))).to.include('till-1');
    expect(versions).to.deep.equal(['1.0.0']);
    expect(schedules.map(({ id }) => id)).to.deep.equal(['dispatch', 'health', 'tokens', 'notices', 'prune']);
    expect(dispatch).to.deep.equal({ lagMs: 0, due: 0 });
    expect(jobs).to.deep.equal([]);
  });

  it('knows when a Schedule did its work last, and calls it late after three terms', async () => {
    const deps = { db: env.db, now: () => nowMs };
    await withBeat(deps, 'dispatch', () => Promise.resolve());
    const failing = withBeat(deps, 'health', () => Promise.reject(new Error('broken')));
    expect(await failing.catch(String)).to.equal('Error: broken');
    expect(await codes()).to.deep.equal([]);
    later(3 * MINUTE + 20_000);
    expect(await codes()).to.deep.equal(['SYSTEM.SCHEDULE_LATE']);
    expect((await env.services.notices.needs(merchant.userId)).clock).to.equal('running');
    await env.db.change(`UPDATE clock_beats SET last_at = NOW(3) - INTERVAL 200 SECOND`);
    expect((await env.services.notices.needs(merchant.userId)).clock).to.equal('late');
    const at = new Date(nowMs);
    await withBeat({ ...deps, now: () => nowMs }, 'dispatch', () => Promise.resolve());
    // A late message of an earlier minute changes nothing.
    await withBeat({ ...deps, now: () => nowMs - MINUTE }, 'dispatch', () => Promise.resolve());
    const [row] = (await health.read(system)).schedules;
    expect(row?.lastAt).to.deep.equal(at);
  });

  it('pauses, resumes and triggers, says who did it, and tells the merchants', async () => {
    await health.pauseSchedule(system, 'dispatch');
    expect(durable.paused.get('dispatch')).to.equal(`paused by user ${system.userId} in EvoSync`);
    expect(await codes()).to.deep.equal(['SYSTEM.SCHEDULE_PAUSED']);
    expect((await env.services.notices.needs(merchant.userId)).clock).to.equal('paused');
    const [paused] = (await health.read(system)).schedules;
    expect(paused).to.include({ state: 'paused', pausedBy: 'boss@evosync.example', nextAt: null });
    expect(await health.clockedMerchants(system)).to.equal(1);
    await health.resumeSchedule(system, 'dispatch');
    await health.triggerSchedule(system, 'prune');
    expect(durable.triggered).to.deep.equal(['prune']);
    expect(await codes()).to.deep.equal([]);
    const rows = await env.db.rows(
      `SELECT action, entity, actor_user_id AS actor FROM audit_log WHERE action LIKE 'clock.%' ORDER BY id`,
    );
    const of = (action: string, id: string) => ({ action, entity: `schedule:${id}`, actor: system.userId });
    expect(rows).to.deep.equal([
      of('clock.pause', 'dispatch'),
      of('clock.resume', 'dispatch'),
      of('clock.trigger', 'prune'),
    ]);
  });

  it('writes nothing down that Temporal did not do', async () => {
    durable.gone.add('tokens');
    const refused = health.pauseSchedule(system, 'tokens');
    expect(await codeOf(refused)).to.equal('SCHEDULE.NOT_FOUND');
    const { schedules, notices } = await health.read(system);
    expect(schedules.find(({ id }) => id === 'tokens')).to.include({ state: 'missing', pausedAt: null });
    expect(notices.map(({ code }) => code)).to.deep.equal(['SYSTEM.SCHEDULE_MISSING']);
    durable.gone.clear();
  });

  it('notices a pause that somebody made in Temporal itself', async () => {
    durable.paused.set('health', 'maintenance window');
    const found = (await health.read(system)).schedules.find(({ id }) => id === 'health');
    expect(found).to.include({ state: 'paused', pausedBy: null, note: 'maintenance window' });
    later(MINUTE);
    expect(await codes()).to.include('SYSTEM.SCHEDULE_PAUSED');
    durable.paused.clear();
    await health.read(system);
    later(MINUTE);
    expect(await codes()).to.not.include('SYSTEM.SCHEDULE_PAUSED');
  });

  it('answers within three seconds although Temporal is silent, and says what the database knows', async () => {
    const silent = createSystemHealthService({
      db: env.db,
      orchestrator: {
        ...inProcess(env.deps),
        ...durable,
        describeServer: () => new Promise(() => undefined),
        describeClock: () => new Promise(() => undefined),
        describeQueues: () => Promise.reject(new Error('down')),
      },
      now: () => nowMs,
      healthIntervalMs: 10 * MINUTE,
      version: '1.0.0',
      pool: () => ({ busy: 1, open: 2, waiting: 0 }),
      disk: () => Promise.reject(new Error('no such folder')),
    });
    const asked = performance.now();
    const { temporal, queues, schedules, database, disk, notices } = await silent.read(system);
    expect(performance.now() - asked).to.be.lessThan(3000);
    expect([temporal, queues, disk]).to.deep.equal([null, null, null]);
    expect(database).to.not.equal(null);
    expect(schedules).to.have.length(5);
    expect(notices.map(({ code }) => code)).to.deep.equal(['SYSTEM.TEMPORAL_DOWN']);
  });

  it('measures how late the dispatcher is by the merchants it would start, and by no others', async () => {
    const lag = () => dispatchLag(env.db, new Date(nowMs));
    const set = (changes: Parameters<typeof updateSyncConfig>[2]) => updateSyncConfig(env.db, merchant.userId, changes);
    expect(await lag()).to.deep.equal({ lagMs: 0, due: 0 });
    await set({ next_due_at: new Date(nowMs - 7 * MINUTE) });
    expect(await lag()).to.deep.equal({ lagMs: 7 * MINUTE, due: 1 });
    later(MINUTE);
    expect(await codes()).to.include('SYSTEM.DISPATCH_LAG');
    await set({ paused_at: new Date() });
    expect(await lag()).to.deep.equal({ lagMs: 0, due: 0 });
    await set({ paused_at: null, next_due_at: new Date(nowMs + MINUTE), dirty_since: new Date(nowMs - 2 * MINUTE) });
    expect(await lag()).to.deep.equal({ lagMs: 2 * MINUTE, due: 1 });
    await set({ dirty_since: new Date(nowMs - 30_000) });
    expect((await lag()).due).to.equal(0);
    const { waiting } = await health.read(system);
    expect(waiting).to.include({ marks: 1, stuckJobs: 0, failingLetters: 0 });
    await set({ dirty_since: null });
  });

  it('counts runs that stand, merchants that rest and why, letters that fail, and calls by code', async () => {
    const { userId } = merchant;
    const at = new Date(nowMs);
    await env.db.change(
      `INSERT INTO sync_jobs (user_id, kind, triggered_by, status, request_id, reason_code, resume_at, progress_at, created_at, finished_at)
       VALUES (:userId, 'sync', 'schedule', 'running', 'r1', NULL, NULL, :quiet, :at, NULL),
         (:userId, 'sync', 'schedule', 'parked', 'r2', 'VK.FLOOD', :soon, :at, :at, :at)`,
      { userId, at, quiet: new Date(nowMs - 16 * MINUTE), soon: new Date(nowMs + MINUTE) },
    );
    await env.db.change(
      `UPDATE evotor_connections SET blocked_code = 'EVOTOR.TOKEN_REJECTED' WHERE user_id = :userId`,
      { userId },
    );
    await env.db.change(`INSERT INTO notice_mail_rests (user_id, attempts, retry_at) VALUES (:userId, 2, :at)`, {
      userId,
      at,
    });
    await env.db.change('DELETE FROM api_log');
    await env.db.change(
      `INSERT INTO api_log (user_id, service, http_method, path, outcome, vendor_code, duration_ms, started_at)
       SELECT :userId, 'vk', 'POST', 'market.get', IF(seq <= 10, 'api_error', 'ok'), IF(seq <= 10, '9', NULL), 5,
         IF(seq <= 30, :at, :morning) FROM seq_1_to_40`,
      { userId, at: new Date(nowMs - MINUTE), morning: new Date(nowMs - 5 * 60 * MINUTE) },
    );
    const found = await health.read(system);
    expect(found.waiting).to.include({ stuckJobs: 1, failingLetters: 1 });
    expect(found.resting).to.deep.equal([
      { kind: 'blocked', code: 'EVOTOR.TOKEN_REJECTED', merchants: 1, firstResumeAt: null },
      { kind: 'parked', code: 'VK.FLOOD', merchants: 1, firstResumeAt: new Date(nowMs + MINUTE) },
    ]);
    expect(found.vendors?.[0]).to.deep.equal({
      vendor: 'vk',
      lastHour: { calls: 30, failed: 10 },
      lastDay: { calls: 40, failed: 10 },
      errors: [{ code: '9', lastHour: 10, lastDay: 10 }],
    });
    expect(found.jobs).to.deep.equal([
      { status: 'running', count: 1 },
      { status: 'parked', count: 1 },
    ]);
    expect(found.notices.map(({ code }) => code)).to.include.members([
      'SYSTEM.JOBS_STUCK',
      'SYSTEM.VENDOR_ERRORS',
      'SYSTEM.LETTERS_FAILING',
    ]);
  });

  it('costs the line on top of a page three statements, once in a while', async () => {
    later(MINUTE);
    expect(await statementsOf(env.db, () => health.notices(system))).to.have.length(3);
    expect(await statementsOf(env.db, () => health.notices(system))).to.have.length(0);
  });
});
