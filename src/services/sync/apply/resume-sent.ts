import { endOperations, orphanedSent } from '../../../db/repositories/operations.repository.js';
import { lookupDelay } from './lookup-delay.js';
import type { ApplySession } from './session.js';

/**
 * Operations of this job that are `sent` when a batch begins: the process that sent them died. A create is looked for
 * before it may be sent again; everything else can be repeated.
 */
export async function resumeSent(session: ApplySession): Promise<void> {
  const { deps, job } = session;
  const orphans = (await orphanedSent(deps.db, job.userId)).filter(operation => operation.jobId === job.jobId);
  const idsOf = (isCreate: boolean) =>
    orphans.filter(({ kind }) => (kind === 'create') === isCreate).map(({ id }) => id);
  const lookupAt = new Date(deps.now() + lookupDelay(deps, 0));
  await endOperations(deps.db, idsOf(true), { state: 'unknown', errorCode: 'VK.ANSWER_LOST', lookupAt });
  await endOperations(deps.db, idsOf(false), { state: 'planned' });
}
