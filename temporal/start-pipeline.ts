import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation, WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { TypedSearchAttributes, type UpdateDefinition } from '@temporalio/common';
import type { UserId } from '../src/domain/brand.js';
import {
  QUEUES,
  SIGNAL_HINTED,
  syncWorkflowId,
  UPDATE_REQUEST_RUN,
  WORKFLOWS,
  type PipelineInput,
  type RunAnswer,
  type RunRequest,
} from './contracts.js';
import { searchedBy } from './search-attributes.js';

/** Typed name of the update; the workflow defines the same one from the same constant. */
const requestRunUpdate = UPDATE_REQUEST_RUN as string | UpdateDefinition<RunAnswer, [RunRequest]>;

function startOptions(userId: UserId, request: RunRequest) {
  return {
    workflowId: syncWorkflowId(userId),
    taskQueue: QUEUES.pipeline,
    args: [{ userId, request }] as [PipelineInput],
    // A run that is older than a day is ended and reported by the health sweep; this is the last resort.
    workflowRunTimeout: '26 hours' as const,
    staticSummary: `merchant ${userId}, ${request.kind} by ${request.trigger}`,
    staticDetails: `The one writer of merchant ${userId}. First wish: ${request.kind}, ${request.trigger}. Its jobs stand in \`sync_jobs\` under this workflow id; \`/admin/jobs?merchant=${userId}\` shows them.`,
    typedSearchAttributes: new TypedSearchAttributes(searchedBy(userId, request.trigger)),
  };
}

/** What the clock wants of a merchant. */
export type ClockWish = Pick<RunRequest, 'kind' | 'options'> & { readonly trigger: 'schedule' | 'webhook' };

/** Starts a merchant's run for the clock; `false` = one is running, and it is left alone. */
export async function startPipeline(client: Client, userId: UserId, wish: ClockWish): Promise<boolean> {
  const request: RunRequest = { requestId: randomUUID(), ...wish };
  try {
    await client.workflow.start(WORKFLOWS.syncPipeline, startOptions(userId, request));
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/** Tells the merchant's pipeline that the till may have changed; starts one that waits for quiet if none is there. */
export async function hintPipeline(client: Client, userId: UserId): Promise<void> {
  const request: RunRequest = { requestId: randomUUID(), kind: 'sync', trigger: 'webhook' };
  await client.workflow.signalWithStart(WORKFLOWS.syncPipeline, {
    ...startOptions(userId, request),
    signal: SIGNAL_HINTED,
    signalArgs: [],
  });
}

/**
 * Asks for a run in one step: starts the pipeline, or tells the running one. Resolves as soon as it is known which job
 * serves the wish, long before that job ends.
 */
export async function requestRun(client: Client, userId: UserId, request: RunRequest): Promise<RunAnswer> {
  const startWorkflowOperation = new WithStartWorkflowOperation(WORKFLOWS.syncPipeline, {
    ...startOptions(userId, request),
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  return client.workflow.executeUpdateWithStart(requestRunUpdate, {
    // The same wish sent twice (a double click, a retried call) is one update.
    updateId: request.requestId,
    args: [request],
    startWorkflowOperation,
  });
}
