import type { NotSent, VkApiError, VkOutcome } from '../../../clients/vk/outcome.js';
import { planCreateAnew } from '../../../db/repositories/added-anew.repository.js';
import { deleteLink } from '../../../db/repositories/links.repository.js';
import { endOperations, type Operation } from '../../../db/repositories/operations.repository.js';
import { operationRank } from '../../../domain/sync/order.js';
import { addToJob } from './job-counts.js';
import type { ApplySession } from './session.js';
import { finish } from './settle.js';

/** VK keeps what was deleted for a while only; after that, or when it is wholly gone, it can only be added anew. */
export function isBeyondRestoring(outcome: VkOutcome<unknown> | NotSent): outcome is VkApiError {
  return (
    outcome.outcome === 'api_error' && (outcome.code === 'VK.RESTORE_TOO_LATE' || outcome.code === 'VK.ITEM_NOT_FOUND')
  );
}

/** Lets the old item go and plans a new one in the same run, with a new photo: the old one stays with its item. */
export async function addAnew(session: ApplySession, operation: Operation, refusal: VkApiError): Promise<void> {
  const end = { state: 'skipped', errorCode: 'VK.RESTORE_TOO_LATE', vendorCode: refusal.vendorCode } as const;
  await finish(session, [operation], end, async queries => {
    await deleteLink(queries, session.shop, operation.key);
    const unhide = await planCreateAnew(queries, operation.id, operationRank('create', []));
    if (unhide === null) return;
    await endOperations(queries, [unhide], end);
    await addToJob(queries, session.job.jobId, [operation], 'skipped');
  });
}
