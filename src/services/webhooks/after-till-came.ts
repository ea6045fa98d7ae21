import { findUserById } from '../../db/repositories/users.repository.js';
import type { UserId } from '../../domain/brand.js';
import { markDirty } from '../sync/hints.js';
import { inBackground, type WebhookDeps } from './webhook-deps.js';

/**
 * What follows once a till can be read, without the answer waiting for it: of a claimed one the check and the first read,
 * and a run where runs are on; of an unclaimed one its store names, so that its owner recognises it.
 */
export function afterTillCame(deps: WebhookDeps, till: { readonly id: number; readonly userId: UserId | null }): void {
  const { db, orchestrator, now } = deps;
  const { userId } = till;
  const work = async (): Promise<void> => {
    if (userId === null) return orchestrator.peekTill(till.id);
    const owner = await findUserById(db, userId);
    if (owner?.status !== 'active' || !owner.roles.includes('user')) return;
    // The mark first: it is the one thing that is not lost if Temporal is away.
    await markDirty({ db, now, wake: id => orchestrator.hint(id) }, userId);
    await Promise.allSettled([
      orchestrator.testConnection({ userId, service: 'evotor' }),
      orchestrator.refreshCatalogue(userId),
    ]);
  };
  (deps.afterwards ?? inBackground)(work);
}
