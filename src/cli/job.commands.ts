import { findJob } from '../db/repositories/jobs.repository.js';
import type { JobId, UserId } from '../domain/brand.js';
import { AppError } from '../domain/errors.js';
import type { StartedJob } from '../services/engine-services.js';
import { EXIT, type CliContext, type Command, type CommandResult } from './context.js';
import { overJob } from './over-job.js';
import { UsageError } from './usage-error.js';

/** The job of `--job ID` and its owner: the command line acts for whoever the job belongs to. */
async function jobOf(context: CliContext): Promise<{ jobId: JobId; userId: UserId }> {
  const text = context.args.need('job');
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError('--job must be the number of a job');
  const jobId = Number(text) as JobId;
  const job = await findJob(await context.db(), jobId);
  if (!job) throw new AppError('not_found', 'JOB.NOT_FOUND');
  return { jobId, userId: job.userId };
}

async function started(context: CliContext, { jobId, outcome }: StartedJob): Promise<CommandResult> {
  if (context.args.has('wait')) return overJob(context, jobId);
  return { json: { jobId, outcome }, text: [`job ${jobId}: ${outcome}`], exit: EXIT.done };
}

/** Commands about one job. */
export const jobCommands: readonly Command[] = [
  {
    name: 'sync:approve',
    usage: 'sync:approve --job ID [--wait]',
    about: 'say yes to everything a job waits with',
    async run(context) {
      const { jobId, userId } = await jobOf(context);
      return started(context, await (await context.services()).approvals.approve(userId, jobId, 'all'));
    },
  },
  {
    name: 'sync:cancel',
    usage: 'sync:cancel --job ID [--wait]',
    about: 'end a job at its next operation',
    async run(context) {
      const { jobId, userId } = await jobOf(context);
      await (await context.services()).approvals.cancel(userId, jobId);
      if (!context.args.has('wait'))
        return { json: { jobId, outcome: 'cancelling' }, text: [`job ${jobId}: cancelling`], exit: EXIT.done };
      return overJob(context, jobId);
    },
  },
  {
    name: 'sync:undo',
    usage: 'sync:undo --job ID [--wait]',
    about: 'take a finished job back; from then on every run is approved first',
    async run(context) {
      const { jobId, userId } = await jobOf(context);
      return started(context, await (await context.services()).approvals.undo(userId, jobId));
    },
  },
];
