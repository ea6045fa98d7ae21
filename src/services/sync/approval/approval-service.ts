import { randomUUID } from 'node:crypto';
import type { Database } from '../../../db/database.js';
import { findOwnJob, updateJob, type JobRecord } from '../../../db/repositories/jobs.repository.js';
import { listedByKeys } from '../../../db/repositories/plan.repository.js';
import type { JobId, ListingKey, UserId } from '../../../domain/brand.js';
import { AppError } from '../../../domain/errors.js';
import type { RunRequest } from '../../../../temporal/contracts.js';
import type { ApprovalService, StartedJob } from '../../engine-services.js';
import { auditExchange } from '../../audit/audit-account.js';
import type { Orchestrator } from '../../orchestrator.js';
import { refusalFor } from '../open-job.js';
import { PILOT_MOST } from '../pilot.js';
import { shopOf } from '../plan.js';
import { startedJob } from '../started-job.js';
import { undoRefusal } from '../undo.js';
import { approveWaiting, auditCancel, cancelWaiting, declineWaiting } from './answer-waiting.js';
import { undoLines } from './undo-lines.js';

export interface ApprovalServiceDeps {
  readonly db: Database;
  readonly orchestrator: Orchestrator;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Answers to jobs that wait, ending jobs, taking them back, and first tries. */
export function createApprovalService(deps: ApprovalServiceDeps): ApprovalService {
  const { db, orchestrator } = deps;

  async function ownJob(userId: UserId, jobId: JobId): Promise<JobRecord> {
    const job = await findOwnJob(db, userId, jobId);
    if (!job) throw new AppError('not_found', 'JOB.NOT_FOUND');
    return job;
  }

  /** Refuses before anything is changed. */
  async function refuse(userId: UserId, wish: Pick<RunRequest, 'kind' | 'trigger'>): Promise<void> {
    const refusedCode = await refusalFor(deps, { userId, ...wish });
    if (refusedCode !== null) throw new AppError('conflict', refusedCode);
  }

  async function start(userId: UserId, wish: Omit<RunRequest, 'requestId'>): Promise<StartedJob> {
    return startedJob(await orchestrator.requestRun(userId, { requestId: randomUUID(), ...wish }));
  }

  async function undoable(userId: UserId, jobId: JobId): Promise<void> {
    const refusedCode = await undoRefusal(db, await ownJob(userId, jobId));
    if (refusedCode !== null) throw new AppError('conflict', refusedCode);
  }

  return {
    async approve(userId, jobId, choice) {
      const wish = { kind: 'sync', trigger: 'approval', sourceJobId: jobId } as const;
      const job = await ownJob(userId, jobId);
      if (job.status === 'awaiting_approval') await refuse(userId, wish);
      await approveWaiting(deps, userId, jobId, choice);
      return start(userId, wish);
    },
    decline: (userId, jobId) => declineWaiting(deps, userId, jobId),
    async cancel(userId, jobId, by = { userId, origin: 'web' }) {
      const job = await ownJob(userId, jobId);
      if (job.status === 'awaiting_approval') return cancelWaiting(deps, userId, jobId, by);
      if (job.finishedAt !== null) throw new AppError('conflict', 'JOB.OVER');
      await db.transaction(async queries => {
        await updateJob(queries, jobId, { cancel_requested_at: new Date(deps.now()) });
        await auditCancel(queries, job, by);
      });
      // If Temporal cannot be told, the run finds the mark by itself.
      await orchestrator.poke(userId).catch(() => undefined);
    },
    async undoPlan(userId, jobId, page) {
      await undoable(userId, jobId);
      return undoLines(db, await shopOf(db, userId), jobId, page);
    },
    async undo(userId, jobId) {
      await undoable(userId, jobId);
      await refuse(userId, { kind: 'undo', trigger: 'undo' });
      await auditExchange(db, userId, 'job.undo', { entity: `job:${jobId}` });
      return start(userId, { kind: 'undo', trigger: 'undo', sourceJobId: jobId });
    },
    async pilot(userId, goods) {
      const keys = 'keys' in goods ? [...new Set(goods.keys)] : null;
      const count = keys?.length ?? ('count' in goods ? goods.count : 0);
      if (!Number.isInteger(count) || count < 1 || count > PILOT_MOST)
        throw new AppError('invalid', 'PILOT.COUNT', { field: 'count' });
      await refuse(userId, { kind: 'pilot', trigger: 'manual' });
      if (keys !== null) await refuseUnlisted(userId, keys);
      const options = keys === null ? { pilotCount: count } : { pilotKeys: keys };
      return start(userId, { kind: 'pilot', trigger: 'manual', options });
    },
  };

  async function refuseUnlisted(userId: UserId, keys: readonly ListingKey[]): Promise<void> {
    const listed = await listedByKeys(db, userId, keys);
    const missing = keys.find(key => !listed.has(key));
    if (missing !== undefined) throw new AppError('invalid', 'PILOT.KEY_NOT_LISTED', { key: missing });
  }
}
