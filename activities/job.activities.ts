import { finishJob, operationCounts } from '../src/services/sync/finish-job.js';
import { jobMode, startJob } from '../src/services/sync/job-life.js';
import { openJobFor } from '../src/services/sync/open-job.js';
import { beginPlan, finishPlan, loadPlanPage, savePlanPage } from '../src/services/sync/plan.js';
import type { SyncDeps } from '../src/services/sync/sync-deps.js';
import type { UserId } from '../src/domain/brand.js';
import type { PlannedChange } from '../src/domain/sync/compact.js';
import {
  syncWorkflowId,
  type ApplyMode,
  type FinishInput,
  type JobRef,
  type PlanExchange,
  type PlanPageResult,
  type RunRequest,
} from '../temporal/contracts.js';
import { inActivity } from './activity-scope.js';

/** The job's row and its plan. */
export function createJobActivities(deps: SyncDeps) {
  const { logger } = deps;
  return {
    openJob: (input: { userId: UserId; request: RunRequest }) =>
      inActivity(logger, { userId: input.userId }, () =>
        openJobFor(deps, { userId: input.userId, workflowId: syncWorkflowId(input.userId), ...input.request }),
      ),
    startJob: (job: JobRef, runId: string) => inActivity(logger, job, () => startJob(deps, job, runId)),
    beginPlan: (job: JobRef) => inActivity(logger, job, () => beginPlan(deps, job)),
    exchangePlanPage: (input: PlanExchange): Promise<PlanPageResult> =>
      inActivity(logger, input.job, async () => {
        await savePlanPage(deps, input.job, input.planNo, input.save);
        return loadPlanPage(deps, input.job.userId, input.after);
      }),
    finishPlan: (job: JobRef, planNo: number, save: readonly PlannedChange[], unchanged: number) =>
      inActivity(logger, job, async () => {
        await savePlanPage(deps, job, planNo, save);
        return finishPlan(deps, job, planNo, unchanged);
      }),
    applyMode: (job: JobRef): Promise<ApplyMode> => inActivity(logger, job, () => jobMode(deps, job)),
    operationCounts: (job: JobRef) => inActivity(logger, job, () => operationCounts(deps, job.jobId)),
    finishJob: (input: FinishInput) =>
      inActivity(logger, input.job, () =>
        finishJob(deps, { ...input.job, outcome: input.outcome, code: input.code, resumeAtMs: input.resumeAtMs }),
      ),
  };
}
