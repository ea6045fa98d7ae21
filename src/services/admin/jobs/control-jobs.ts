import type { Database, Queries } from '../../../db/database.js';
import { findAnyJob, openJobIds } from '../../../db/repositories/all-jobs.repository.js';
import { revokeWriters } from '../../../db/repositories/operations.repository.js';
import { getSyncConfig } from '../../../db/repositories/sync-config.repository.js';
import { findUserById } from '../../../db/repositories/users.repository.js';
import { mustHave, type Actor } from '../../../domain/access/actor.js';
import type { JobId, UserId } from '../../../domain/brand.js';
import { AppError } from '../../../domain/errors.js';
import { writeAudit, type AuditEntry } from '../../audit/write-audit.js';
import type { ApprovalService } from '../../engine-services.js';
import type { Orchestrator } from '../../orchestrator.js';
import { finishJob } from '../../sync/finish-job.js';
import { stopRun, writePause } from '../../sync/pause.js';
import type { SyncService } from '../../web-services.js';
import type { AdminJobsService } from './jobs-contracts.js';

export interface ControlDeps {
  readonly db: Database;
  readonly orchestrator: Orchestrator;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly refreshIntervalMs: number;
  /** What merchants do themselves, an operator does by the same use cases and the same rules. */
  readonly sync: Pick<SyncService, 'runNow'>;
  readonly approvals: Pick<ApprovalService, 'cancel'>;
}

/** What an operator may do to a merchant's exchange. */
export function controlJobs(
  deps: ControlDeps,
): Pick<AdminJobsService, 'runNow' | 'setPaused' | 'cancel' | 'terminate'> {
  const { db, orchestrator } = deps;

  return {
    async runNow(actor, userId) {
      mustHave(actor, 'jobs.control');
      await mustBeMerchant(db, userId);
      const started = await deps.sync.runNow(userId);
      await note(db, actor, userId, 'job.run_now', `job:${started.jobId}`, null, { outcome: started.outcome });
      return started;
    },
    async setPaused(actor, userId, paused) {
      mustHave(actor, 'jobs.control');
      await mustBeMerchant(db, userId);
      await db.transaction(async queries => {
        const { pausedAt } = await getSyncConfig(queries, userId);
        await writePause(queries, userId, paused, new Date(deps.now()));
        const action = paused ? 'sync.pause' : 'sync.resume';
        await note(queries, actor, userId, action, `merchant:${userId}`, { paused: pausedAt !== null }, { paused });
      });
      if (paused) await stopRun(deps, userId);
    },
    async cancel(actor, jobId) {
      mustHave(actor, 'jobs.control');
      const { userId } = await jobOf(db, jobId);
      await deps.approvals.cancel(userId, jobId, actor);
    },
    async terminate(actor, jobId) {
      mustHave(actor, 'jobs.control');
      const { userId, status, isOver, workflowId } = await jobOf(db, jobId);
      if (isOver) throw new AppError('conflict', 'JOB.OVER');
      // Those that wait behind it are run by the same workflow; one that is opened from now on belongs to the next.
      const open = await openJobIds(db, userId);
      if (workflowId !== null)
        await orchestrator.terminate(workflowId, `job ${jobId} terminated by ${actorName(actor)} in EvoSync`);
      // A batch that still works claims nothing more: what it has sent is in the ledger.
      await db.transaction(async queries => {
        await revokeWriters(queries, userId);
        await note(queries, actor, userId, 'job.terminate', `job:${jobId}`, { status, open }, null);
      });
      for (const id of open)
        await finishJob(deps, {
          userId,
          jobId: id,
          outcome: 'cancelled',
          code: 'SYNC.TERMINATED',
          resumeAtMs: null,
        });
    },
  };
}

async function jobOf(
  db: Database,
  jobId: JobId,
): Promise<{ userId: UserId; status: string; isOver: boolean; workflowId: string | null }> {
  const found = await findAnyJob(db, jobId);
  if (found === null) throw new AppError('not_found', 'JOB.NOT_FOUND');
  const { userId, status, finishedAt } = found.job;
  return { userId, status, isOver: finishedAt !== null, workflowId: found.workflowId };
}

/** Only merchants have an exchange: operators are nobody's to pause. */
async function mustBeMerchant(db: Database, userId: UserId): Promise<void> {
  const user = await findUserById(db, userId);
  if (user === null) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
  if (!user.roles.includes('user')) throw new AppError('conflict', 'SYNC.NOT_A_MERCHANT');
}

/** Temporal keeps no names of people. */
const actorName = ({ userId }: Actor): string => (userId === null ? 'the command line' : `user ${userId}`);

function note(
  queries: Queries,
  actor: Actor,
  subject: UserId,
  action: string,
  entity: string,
  before: AuditEntry['before'],
  after: AuditEntry['after'],
): Promise<void> {
  return writeAudit(queries, { actor: actor.userId, subject, action, entity, before, after, origin: actor.origin });
}
