import { AppError } from '../../domain/errors.js';
import type { RunAnswer } from '../../../temporal/contracts.js';
import type { StartedJob } from '../engine-services.js';

/** The answer to a wish for a run. Throws the code of the refusal. */
export function startedJob(answer: RunAnswer): StartedJob {
  if (answer.refusedCode !== null || answer.jobId === null)
    throw new AppError('conflict', answer.refusedCode ?? 'SYNC.NOT_CONNECTED');
  return { outcome: answer.outcome, jobId: answer.jobId };
}
