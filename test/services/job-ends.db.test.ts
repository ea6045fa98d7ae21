import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { findJob, type JobKind, type JobTrigger } from '../../src/db/repositories/jobs.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { JobId } from '../../src/domain/brand.js';
import { endStuckJobs } from '../../src/services/maintenance/stuck-jobs.js';
import { finishJob } from '../../src/services/sync/finish-job.js';
import { startJob } from '../../src/services/sync/job-life.js';
import { openJobFor } from '../../src/services/sync/open-job.js';
import { cancelStop, tillPhase } from '../../src/services/sync/phases.js';
import { CONTROL, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { failingOn } from '../support/services-env-statements.js';
import { shopOf } from '../support/services-env-shop.js';

const HOUR_MS = 3_600_000;

describe('how jobs end', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  beforeEach(async () => {
    merchant = await env.merchant({ goods: 3 });
  });

  async function open(kind: JobKind = 'sync', trigger: JobTrigger = 'manual'): Promise<JobId> {
    const { userId } = merchant;
    const wish = { userId, kind, trigger, workflowId: `sync/${userId}`, requestId: randomUUID() };
    const { jobId } = await openJobFor(env.deps, wish);
    return jobId!;
  }
  const ref = (jobId: JobId) => ({ userId: merchant.userId, jobId });
  const statusOf = async (jobId: JobId) => (await findJob(env.db, jobId))?.status;
  const failures = async () => (await getSyncConfig(env.db, merchant.userId)).failingCount;
  const failed = (jobId: JobId) =>
    ({ ...ref(jobId), outcome: 'failed', code: 'EVOTOR.DOWN', resumeAtMs: null }) as const;

  describe('the sweep for jobs that stand still', () => {
    const terminated: unknown[][] = [];
    const noteTermination = (...args: unknown[]) => Promise.resolve(void terminated.push(args));
    let terminate: (...args: unknown[]) => Promise<void> = noteTermination;
    let isOpen = true;
    afterEach(() => {
      isOpen = true;
      terminate = noteTermination;
    });
    const noticeCodes = async () =>
      (
        await env.db.rows<{ code: string }>('SELECT code FROM notices WHERE user_id = :userId AND is_open', {
          userId: merchant.userId,
        })
      ).map(({ code }) => code);
    const sweep = async () => {
      terminated.length = 0;
      const pipelines = {
        start: () => Promise.resolve(true),
        isOpen: () => Promise.resolve(isOpen),
        terminate: (...args: unknown[]) => terminate(...args),
      };
      await endStuckJobs({ ...env.deps, pipelines, healthIntervalMs: 1, logRetentionMs: 1 });
    };
    const lastSeen = (jobId: JobId, agoMs: number) =>
      env.db.change('UPDATE sync_jobs SET progress_at = :at WHERE id = :jobId', {
        at: new Date(env.deps.now() - agoMs),
        jobId,
      });

    it('leaves a job alone that waits for hours behind a run that goes on, and that run too', async () => {
      const [running, waiting] = [await open(), await open('preview')];
      await startJob(env.deps, ref(running), 'run-1');
      await lastSeen(running, HOUR_MS / 2);
      await lastSeen(waiting, 5 * HOUR_MS);
      await sweep();
      expect(terminated).to.deep.equal([]);
      expect([await statusOf(running), await statusOf(waiting)]).to.deep.equal(['running', 'pending']);
    });

    it('ends a job whose workflow is gone within minutes, running or not begun, and the merchant can run again', async () => {
      const [running, waiting] = [await open(), await open('preview')];
      await startJob(env.deps, ref(running), 'run-1');
      for (const jobId of [running, waiting]) await lastSeen(jobId, 6 * 60_000);
      await sweep();
      expect([await statusOf(running), await statusOf(waiting)]).to.deep.equal(['running', 'pending']);
      isOpen = false;
      await sweep();
      expect(await statusOf(running)).to.equal('failed');
      // Nothing is left that the other one could be waiting behind.
      await sweep();
      expect(await statusOf(waiting)).to.equal('failed');
      expect(await noticeCodes()).to.deep.equal(['SYNC.STUCK']);
      const again = await runPhases(env.deps, merchant.userId);
      expect(again.job.status).to.be.oneOf(['success', 'unchanged']);
    });

    it('leaves a job alone that waits for the merchant’s yes, however long', async () => {
      const jobId = await open();
      await startJob(env.deps, ref(jobId), 'run-1');
      await finishJob(env.deps, { ...ref(jobId), outcome: 'awaiting_approval', code: null, resumeAtMs: null });
      await lastSeen(jobId, 100 * HOUR_MS);
      isOpen = false;
      await sweep();
      expect(await statusOf(jobId)).to.equal('awaiting_approval');
      expect(terminated).to.deep.equal([]);
    });

    it('is not kept from the others by one job that cannot be ended', async () => {
      const stuck = await open();
      await startJob(env.deps, ref(stuck), 'run-1');
      await lastSeen(stuck, 3 * HOUR_MS);
      const other = await open('preview');
      await lastSeen(other, 2 * HOUR_MS);
      terminate = () => Promise.reject(new Error('Temporal does not answer'));
      await sweep();
      expect([await statusOf(stuck), await statusOf(other)]).to.deep.equal(['running', 'failed']);
      terminate = noteTermination;
      await sweep();
      expect(await statusOf(stuck)).to.equal('failed');
    });

    it('ends exactly the run of the workflow that stands still', async () => {
      const running = await open();
      await startJob(env.deps, ref(running), 'run-1');
      await startJob(env.deps, ref(running), 'run-2');
      await lastSeen(running, 2 * HOUR_MS);
      await sweep();
      expect(terminated).to.deep.equal([[`sync/${merchant.userId}`, 'no progress for an hour', 'run-2']]);
      expect(await findJob(env.db, running)).to.include({ status: 'failed', reasonCode: 'SYNC.STUCK' });
    });

    it('ends a job that never began without touching any workflow, and it does not begin after that', async () => {
      const waiting = await open();
      await lastSeen(waiting, 2 * HOUR_MS);
      await sweep();
      expect(terminated).to.deep.equal([]);
      await startJob(env.deps, ref(waiting), 'run-1');
      const { stop } = await tillPhase(env.deps, ref(waiting), CONTROL);
      expect(stop).to.deep.equal({ kind: 'cancelled', code: 'SYNC.STUCK' });
      expect(await findJob(env.db, waiting)).to.include({ status: 'failed', reasonCode: 'SYNC.STUCK' });
    });
  });

  it('an end that is written twice counts once, and the first one stays', async () => {
    const jobId = await open();
    await startJob(env.deps, ref(jobId), 'run-1');
    await finishJob(env.deps, failed(jobId));
    await finishJob(env.deps, { ...failed(jobId), outcome: 'cancelled', code: 'SYNC.CANCELLED' });
    await finishJob(env.deps, failed(jobId));
    expect(await failures()).to.equal(1);
    expect(await findJob(env.db, jobId)).to.include({ status: 'failed', reasonCode: 'EVOTOR.DOWN' });
  });

  it('an end that is written in part is not written, and the next try counts once', async () => {
    const jobId = await open();
    await startJob(env.deps, ref(jobId), 'run-1');
    const dying = { ...env.deps, db: failingOn(env.db, 'UPDATE sync_configs') };
    const error: unknown = await finishJob(dying, failed(jobId)).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'the process died');
    expect(await statusOf(jobId)).to.equal('running');
    await finishJob(env.deps, failed(jobId));
    expect(await statusOf(jobId)).to.equal('failed');
    expect(await failures()).to.equal(1);
  });

  describe('a merchant who may not run any more', () => {
    const suspend = async (): Promise<void> => {
      await env.db.change("UPDATE users SET status = 'suspended' WHERE id = :userId", { userId: merchant.userId });
    };

    it('is stopped in mid-run when the operator suspends the account', async () => {
      const { job } = await runPhases(env.deps, merchant.userId, { beforeApply: suspend });
      expect(job).to.include({ status: 'cancelled', reasonCode: 'ACCOUNT.SUSPENDED' });
      expect((await shopOf(env, merchant)).items).to.deep.equal([]);
    });

    for (const [what, code, change] of [
      ['paused', 'SYNC.PAUSED', { paused_at: new Date() }],
      ['switched off', 'SYNC.DISABLED', { is_enabled: false }],
    ] as const) {
      it(`${what} while a job waited: the job ends before the till is asked`, async () => {
        const jobId = await open();
        await updateSyncConfig(env.db, merchant.userId, change);
        await startJob(env.deps, ref(jobId), 'run-1');
        await env.control('POST', '/stats/reset');
        const { stop } = await tillPhase(env.deps, ref(jobId), CONTROL);
        expect(stop).to.deep.equal({ kind: 'cancelled', code });
        const stats = await env.control<{ byMerchant: Record<string, { evotorCalls: number }> }>('GET', '/stats');
        expect(stats.byMerchant[merchant.id]?.evotorCalls ?? 0).to.equal(0);
      });
    }

    it('does not include one whose connection this very run has found blocked', async () => {
      const jobId = await open('sync', 'schedule');
      await env.db.change("UPDATE vk_connections SET blocked_code = 'VK.TOKEN_REVOKED' WHERE user_id = :userId", {
        userId: merchant.userId,
      });
      expect(await cancelStop(env.deps, jobId)).to.equal(null);
    });
  });
});
