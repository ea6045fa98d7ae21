import type { JobRecord } from '../db/repositories/jobs.repository.js';
import type { JobId } from '../domain/brand.js';
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
    text: [`job ${job.id}: ${job.status}${job.reasonCode ? ` (${job.reasonCode})` : ''}`],
    exit: jobExit(job),
  };
}
