import type { NotSent, VkApiError, VkOutcome } from '../../../clients/vk/outcome.js';
import type { Queries } from '../../../db/database.js';
import { forgetAlbum, linksByKeys, saveLinks } from '../../../db/repositories/links.repository.js';
import { endOperations, type Operation, type OperationEnd } from '../../../db/repositories/operations.repository.js';
import { noteRefusal } from '../../../db/repositories/refusals.repository.js';
import { vkStop } from '../vk-stop.js';
import { addToJob } from './job-counts.js';
import { learnLimit, learnWithoutStock } from './learn-limit.js';
import type { ApplySession } from './session.js';

/** Times one operation is tried before it is given up for this run. */
const MAX_ATTEMPTS = 3;

type Failure = Exclude<VkOutcome<unknown>, { outcome: 'ok' }> | NotSent;

/** An outcome that means the thing asked for is so. */
export function isDone(outcome: VkOutcome<unknown> | NotSent): boolean {
  return outcome.outcome === 'ok' || (outcome.outcome === 'api_error' && outcome.policy === 'treat_as_success');
}

/**
 * Writes the end of operations with what it adds to the job's counters, in one transaction. Of a process that is not the
 * job's writer any more only what VK did is written: all else another process has decided anew.
 */
export async function finish(
  session: ApplySession,
  operations: readonly Operation[],
  end: OperationEnd,
  also: (queries: Queries) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  if (operations.length === 0) return;
  await session.deps.db.transaction(async queries => {
    const isWriter = await session.isWriter(queries);
    if (!isWriter && end.state !== 'done') return;
    await also(queries);
    await endOperations(
      queries,
      operations.map(operation => operation.id),
      end,
    );
    if (isWriter) await addToJob(queries, session.job.jobId, operations, end.state);
  });
  for (const { kind } of operations) session.deps.metrics?.operations(kind, end.state);
  if (end.state === 'done') await session.eased(operations.map(({ kind }) => kind));
}

/** An operation VK (or our own photo check) refused for what the good is: three times the same, and it rests. */
export async function refuse(session: ApplySession, operation: Operation, end: OperationEnd): Promise<void> {
  await finish(session, [operation], end, queries =>
    operation.key === ''
      ? Promise.resolve()
      : noteRefusal(queries, session.shop, operation.key, end.errorCode ?? 'VK.REFUSED'),
  );
}

/** Decides what becomes of one operation that VK did not confirm, and whether the run can go on. Creates: see create. */
export async function settleFailure(session: ApplySession, operation: Operation, failure: Failure): Promise<void> {
  if (failure.outcome === 'not_sent') return finish(session, [operation], { state: 'planned' });
  if (failure.outcome === 'unknown') return noAnswer(session, operation);
  const refused: OperationEnd = { state: 'failed', errorCode: failure.code, vendorCode: failure.vendorCode };
  switch (failure.policy) {
    case 'skip_item':
    case 'bug':
      if (isStockRefusal(failure)) {
        await learnWithoutStock(session);
        return again(session, operation, failure.code);
      }
      return refuse(session, operation, refused);
    case 'heal':
      return heal(session, operation, failure);
    case 'learn_limit':
      await finish(session, [operation], { ...refused, state: 'skipped', ...(wasLost(operation) ? LOST : {}) });
      if (operation.kind === 'create') session.addRefusal = failure;
      return learnLimit(session, operation, failure.code);
    case 'block_method': {
      if (operation.kind === 'create') session.addRefusal = failure;
      const until = await session.rest(failure.method, failure.code);
      // A method no kind of work is known to need: nothing can be done but rest as a whole.
      if (session.blocked.size === 0) session.stop ??= { kind: 'parked', code: failure.code, resumeAtMs: until };
      return finish(session, [operation], { state: 'planned' });
    }
    case 'backoff':
    case 'retry':
    case 'split_batch':
      return again(session, operation, failure.code);
    case 'treat_as_success':
      return finish(session, [operation], { state: 'done' });
    default:
      session.stop ??= await vkStop(session.deps, session.connection, failure);
      return finish(session, [operation], { state: 'planned' });
  }
}

/** A create whose answer was lost before: its photo is the guard against a twin and stays reserved. */
const wasLost = ({ kind, attempts }: Operation): boolean => kind === 'create' && attempts > 0;
const LOST = { errorCode: 'VK.ANSWER_LOST' } as const;

/** One call without an answer is tried again; a VK that answers nothing at all is left alone, and nothing has failed. */
async function noAnswer(session: ApplySession, operation: Operation): Promise<void> {
  const silence = session.stop === null ? await session.silence() : null;
  if (silence !== null) session.stop ??= await vkStop(session.deps, session.connection, silence);
  if (session.stop !== null) return finish(session, [operation], { state: 'planned' });
  return again(session, operation, 'VK.NO_ANSWER');
}

/** Back into the plan, but not for ever. */
async function again(session: ApplySession, operation: Operation, code: string): Promise<void> {
  // What goes wrong before anything was sent leaves no mark in the ledger.
  const tries = (session.tries.get(operation.id) ?? 0) + 1;
  session.tries.set(operation.id, tries);
  if (Math.max(operation.attempts + 1, tries) < MAX_ATTEMPTS) return finish(session, [operation], { state: 'planned' });
  await finish(session, [operation], { state: 'failed', errorCode: code });
}

async function heal(session: ApplySession, operation: Operation, failure: VkApiError): Promise<void> {
  const end: OperationEnd = { state: 'skipped', errorCode: failure.code, vendorCode: failure.vendorCode };
  if (failure.code === 'VK.ITEM_NOT_FOUND') {
    return finish(session, [operation], end, async queries => {
      const link = (await linksByKeys(queries, session.shop, [operation.key])).get(operation.key);
      if (link) await saveLinks(queries, session.shop, [{ ...link, state: 'detached', stateCause: 'REMOVED_IN_VK' }]);
    });
  }
  if (failure.code === 'VK.ALBUM_NOT_FOUND' && operation.albumId !== null) {
    const { albumId } = operation;
    return finish(session, [operation], end, queries => forgetAlbum(queries, session.shop, albumId));
  }
  return finish(session, [operation], { ...end, state: 'failed' });
}

/** A basic market keeps no stock: it is told once, remembered, and left out from then on. */
function isStockRefusal(failure: VkApiError): boolean {
  return failure.code === 'VK.PARAM_REFUSED' && failure.vendorMessage.includes('stock_amount');
}
