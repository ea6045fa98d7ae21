import type { Queries } from '../../db/database.js';
import type { ListingKey, UserId } from '../../domain/brand.js';
import { writeAudit, type AuditEntry } from './write-audit.js';

/** What the audit log calls one good: every change of it stands under this name. */
export const listingEntity = (key: ListingKey): string => `listing:${key}`;

/** Notes what the merchant changed for one of their goods. `origin`: from where, the pages if nothing else is said. */
export async function auditListing(
  queries: Queries,
  userId: UserId,
  key: ListingKey,
  action: string,
  before: AuditEntry['before'],
  after: AuditEntry['after'],
  origin = 'web',
): Promise<void> {
  await writeAudit(queries, {
    actor: userId,
    subject: userId,
    action,
    entity: listingEntity(key),
    before,
    after,
    origin,
  });
}
