import { randomUUID } from 'node:crypto';
import {
  ApplicationFailure,
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ActivityFailure, type Duration, type SearchAttributePair } from '@temporalio/common';
import type { UserId } from '../src/domain/brand.js';
import { AppError } from '../src/domain/errors.js';
import type { Orchestrator } from '../src/services/orchestrator.js';
import { QUEUES, SIGNAL_CHANGED, syncWorkflowId, WORKFLOWS } from './contracts.js';
import { createDurableSide } from './durable-side.js';
import { searchedBy } from './search-attributes.js';
import { shareWishes } from './share-wishes.js';
import { hintPipeline, requestRun } from './start-pipeline.js';

/** A wish for a run is answered by a worker within a moment; a page does not wait longer. */
const RUN_DEADLINE_MS = 15_000;
/** Nobody waits for a hint; the dispatcher finds what did not get through. */
const HINT_DEADLINE_MS = 5000;
/** Connecting waits for the vendor, twice at most. */
const CHECK_DEADLINE_MS = 100_000;

/** The durable side over a Temporal client. */
export function createOrchestrator(client: Client): Orchestrator {
  /** Runs a short workflow to its end; one of that id under way already is waited for instead. */
  const short = <T>(
    workflowType: string,
    id: string,
    input: { readonly userId: UserId },
    summary: string,
  ): Promise<T> =>
    mapped(() =>
      client.withDeadline(Date.now() + CHECK_DEADLINE_MS, async () => {
        try {
          return (await client.workflow.execute(workflowType, {
            taskQueue: QUEUES.pipeline,
            workflowId: id,
            args: [input],
            workflowRunTimeout: '3 minutes',
            ...readable(input.userId, summary),
          })) as T;
        } catch (error) {
          if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
          return (await client.workflow.getHandle(id).result()) as T;
        }
      }),
    );

  /** Starts a workflow and does not wait for it; one of that id under way serves this wish as well. */
  const begin = (
    workflowType: string,
    workflowId: string,
    input: unknown,
    workflowRunTimeout: Duration,
    forPeople: ReturnType<typeof readable>,
  ): Promise<void> =>
    mapped(async () => {
      try {
        await client.workflow.start(workflowType, {
          taskQueue: QUEUES.pipeline,
          workflowId,
          args: [input],
          workflowRunTimeout,
          ...forPeople,
        });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    });

  // Temporal takes ten updates of one workflow at a time: many wishes of one merchant travel as one.
  const sharedRun = shareWishes((userId, request) =>
    mapped(() => client.withDeadline(Date.now() + RUN_DEADLINE_MS, () => requestRun(client, userId, request))),
  );

  return {
    ...createDurableSide(client, mapped),
    requestRun: sharedRun,
    connectVendor: input =>
      short(
        WORKFLOWS.connectVendor,
        // Pressed twice it is one; another choice with the same key is another.
        ['connect', input.service, input.userId, input.attemptId, input.vkGroupId]
          .filter(part => part != null)
          .join('/'),
        input,
        `connects ${input.service}`,
      ),
    testConnection: input =>
      short(
        WORKFLOWS.testConnection,
        `test/${input.service}/${input.userId}/${randomUUID()}`,
        input,
        `tests ${input.service}`,
      ),
    exchangeVkCode: input =>
      short(WORKFLOWS.exchangeVkCode, `vk-id/${input.userId}/${input.requestId}`, input, 'signs in with VK ID'),
    probeCaptcha: input => short(WORKFLOWS.probeCaptcha, `captcha/${input.userId}`, input, 'asks VK after a captcha'),
    peekTill: connectionId =>
      begin(WORKFLOWS.peekTill, `peek/${connectionId}`, connectionId, '3 minutes', {
        staticSummary: `till ${connectionId}: reads its store names`,
      }),
    refreshCatalogue: userId =>
      begin(WORKFLOWS.refreshCatalogue, `refresh/${userId}`, userId, '2 hours', readable(userId, 'reads the till')),
    poke: userId =>
      mapped(async () => {
        try {
          await client.workflow.getHandle(syncWorkflowId(userId)).signal(SIGNAL_CHANGED);
        } catch (error) {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        }
      }),
    hint: userId =>
      mapped(() => client.withDeadline(Date.now() + HINT_DEADLINE_MS, () => hintPipeline(client, userId))),
    async isReady() {
      try {
        await client.withDeadline(Date.now() + 2000, () => client.connection.workflowService.getSystemInfo({}));
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** What the Temporal Web UI shows of a short workflow: whose it is by number, never by name. */
const readable = (
  userId: UserId,
  summary: string,
): { staticSummary: string; typedSearchAttributes?: SearchAttributePair[] } => ({
  staticSummary: `merchant ${userId}: ${summary}`,
  typedSearchAttributes: searchedBy(userId, 'manual'),
});

/** Temporal's errors as ours: the code of a failed activity, or that the exchange cannot be reached now. */
async function mapped<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOfFailure(error);
    if (code !== null) throw new AppError('upstream_rejected', code, {}, { cause: error });
    if (isGrpcServiceError(error) || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isTransport(error))
      throw new AppError('unavailable', 'TEMPORAL.DOWN', {}, { cause: error });
    throw error;
  }
}

function codeOfFailure(error: unknown): string | null {
  if (!(error instanceof WorkflowFailedError)) return null;
  const cause = error.cause instanceof ActivityFailure ? error.cause.cause : error.cause;
  return cause instanceof ApplicationFailure ? (cause.type ?? null) : 'SYNC.WORKER_LOST';
}

function isTransport(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ServiceError' || error.name === 'TransportError');
}
