import type { JobRecord } from '../../db/repositories/jobs.repository.js';
import { secondsLeft } from '../../domain/sync/progress.js';
import type { JobView } from '../web-services.js';
import { isPartial } from './partial-run.js';

/** A job as pages and the command line show it. */
export function jobView(job: JobRecord, nowMs: number): JobView {
  const done = Math.min(job.progressDone, job.progressTotal);
  const elapsedMs = job.applyStartedAt === null ? 0 : nowMs - job.applyStartedAt.getTime();
  return {
    id: job.id,
    kind: job.kind,
    trigger: job.trigger,
    status: job.status,
    phase: job.phase,
    progress: { done, total: job.progressTotal, secondsLeft: secondsLeft(done, job.progressTotal, elapsedMs) },
    counters: job.counters,
    risky: job.risky,
    reason: job.reasonCode === null ? null : { code: job.reasonCode, params: job.reasonParams ?? {} },
    resumeAt: job.resumeAt,
    isPartial: isPartial(job),
    sourceJobId: job.sourceJobId,
    undoneByJobId: job.undoneByJobId,
    createdAt: job.createdAt,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
  };
}
