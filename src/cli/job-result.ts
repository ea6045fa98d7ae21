import { findJob, type JobRecord } from '../db/repositories/jobs.repository.js';
import type { Database } from '../db/database.js';
import type { JobId } from '../domain/brand.js';
import { needsPerson } from '../domain/sync/job-outcome.js';
import { EXIT, type CommandResult } from './context.js';

/** Pause between two looks at a running job, in milliseconds. */
const POLL_MS = 250;

/** Waits until a job is over; `onProgress` is told about each change. */
export async function waitForJob(db: Database, jobId: JobId, onProgress: (job: JobRecord) => void): Promise<JobRecord> {
  let last = '';
  for (;;) {
    const job = await findJob(db, jobId);
    if (!job) throw new Error(`job ${jobId} is gone`);
    const now = `${job.status} ${job.phase} ${job.progressDone}/${job.progressTotal}`;
    if (now !== last) onProgress(job);
    last = now;
    if (job.finishedAt !== null && job.status !== 'pending' && job.status !== 'running') return job;
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}

/** Exit code of a finished job. */
export function jobExit(job: JobRecord): CommandResult['exit'] {
  switch (job.status) {
    case 'success':
    case 'unchanged':
    case 'partial':
      return EXIT.done;
    case 'awaiting_approval':
      return EXIT.person;
    case 'parked':
      return needsPerson(job.reasonCode) ? EXIT.person : EXIT.done;
    default:
      return needsPerson(job.reasonCode) ? EXIT.person : EXIT.failed;
  }
}

/** The promised JSON of a finished job. */
export function jobJson(job: JobRecord): Readonly<Record<string, unknown>> {
  return {
    jobId: job.id,
    status: job.status,
    ...job.counters,
    reason: job.reasonCode,
    resumeAt: job.resumeAt?.toISOString() ?? null,
  };
}
