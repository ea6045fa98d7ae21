import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';

/** Our code of an error that ended a run: the activity's own, or `BUG` for a fault of the program. */
export function failureCode(error: unknown): string {
  if (error instanceof ActivityFailure && error.cause instanceof ApplicationFailure) return error.cause.type ?? 'BUG';
  if (error instanceof ActivityFailure) return 'SYNC.WORKER_LOST';
  return 'BUG';
}
