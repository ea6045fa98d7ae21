import type { JobRecord } from '../db/repositories/jobs.repository.js';
import type { JobId } from '../domain/brand.js';
import { goesOnByItself } from '../domain/sync/job-outcome.js';
import { isPartial } from '../services/sync/partial-run.js';
import type { CliContext, CommandResult } from './context.js';
import { jobExit, jobJson, waitForJob } from './job-result.js';

function progressLine(context: CliContext) {
  return (job: JobRecord): void => {
    const { id: jobId, status, phase, progressDone: done, progressTotal: total } = job;
    context.logger.info('job', { jobId, status, phase, done, total });
  };
}

/** Waits for a job's end and answers with it. */
export async function overJob(context: CliContext, jobId: JobId): Promise<CommandResult> {
  const job = await waitForJob(await context.db(), jobId, progressLine(context));
  return {
    json: jobJson(job),
    text: [`job ${job.id}: ${job.status}${job.reasonCode ? ` (${job.reasonCode})` : ''}`, ...restLines(job)],
    exit: jobExit(job),
  };
}

/** Until when a parked job rests, and whether anybody has to ask for it again. */
export function restLines(job: Pick<JobRecord, 'kind' | 'options' | 'status' | 'resumeAt'>): string[] {
  const { kind, status, resumeAt } = job;
  if (status !== 'parked' || resumeAt === null) return [];
  const at = resumeAt.toISOString();
  return [
    goesOnByItself(kind, isPartial(job))
      ? `goes on by itself at ${at}`
      : `does not go on by itself: ask for it again after ${at}`,
  ];
}
