import { finishJob, operationCounts } from '../src/services/sync/finish-job.js';
import { hasOpenHint, hintWait } from '../src/services/sync/hints.js';
import { jobMode, startJob } from '../src/services/sync/job-life.js';
import { openJobFor } from '../src/services/sync/open-job.js';
import { endDisconnect } from '../src/services/sync/disconnect.js';
import { finishPlan } from '../src/services/sync/finish-plan.js';
import { beginPlan, loadPlanPage, savePlanPage } from '../src/services/sync/plan.js';
import { planSpecialPage } from '../src/services/sync/special-plan.js';
import { servingJob, type ServingQuestion } from '../src/services/sync/serving-job.js';
import type { SyncDeps } from '../src/services/sync/sync-deps.js';
import type { UserId } from '../src/domain/brand.js';
import { unpackChanges, type ChangeGroup } from '../src/domain/sync/packed-changes.js';
import {
  syncWorkflowId,
  type ApplyMode,
  type FinishInput,
  type JobRef,
  type PlanExchange,
  type PlanPageResult,
  type PlanTotals,
  type RunRequest,
  type SpecialExchange,
  type SpecialPageResult,
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
        await savePlanPage(deps, input.job, input.planNo, unpackChanges(input.save));
        return loadPlanPage(deps, input.job.userId, input.after);
      }),
    finishPlan: (job: JobRef, planNo: number, save: readonly ChangeGroup[], unchanged: number): Promise<PlanTotals> =>
      inActivity(logger, job, () => finishPlan(deps, job, planNo, unchanged, unpackChanges(save))),
    planSpecialPage: (input: SpecialExchange): Promise<SpecialPageResult> =>
      inActivity(logger, input.job, () => planSpecialPage(deps, input)),
    endDisconnect: (job: JobRef) => inActivity(logger, job, () => endDisconnect(deps, job.userId)),
    applyMode: (job: JobRef): Promise<ApplyMode> => inActivity(logger, job, () => jobMode(deps, job)),
    operationCounts: (job: JobRef) => inActivity(logger, job, () => operationCounts(deps, job.jobId)),
    /** Answers whether hints of a changed till came that this run has not seen. */
    finishJob: (input: FinishInput): Promise<boolean> =>
      inActivity(logger, input.job, async () => {
        const { outcome, code, resumeAtMs } = input;
        await finishJob(deps, { ...input.job, outcome, code, resumeAtMs });
        return hasOpenHint(deps, input.job.userId);
      }),
    servingJob: (question: ServingQuestion) =>
      inActivity(logger, { userId: question.userId }, () => servingJob(deps, question)),
    hintWait: (userId: UserId) => inActivity(logger, { userId }, () => hintWait(deps, userId)),
  };
}
