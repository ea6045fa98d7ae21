import type { Queries } from '../../db/database.js';
import type { UserId } from '../../domain/brand.js';
import { writeAudit, type AuditEntry } from './write-audit.js';

/** Notes what somebody did with their own account, or, with `actor: null`, what was asked for it by a stranger. */
export async function auditAccount(
  queries: Queries,
  userId: UserId,
  action: string,
  {
    actor = userId,
    before = null,
    after = null,
    origin = 'web',
  }: Partial<Pick<AuditEntry, 'actor' | 'before' | 'after' | 'origin'>> = {},
): Promise<void> {
  await writeAudit(queries, { actor, subject: userId, action, entity: `user:${userId}`, before, after, origin });
}

/** Notes what a merchant did with their exchange, or EvoSync for them. */
export async function auditExchange(
  queries: Queries,
  userId: UserId,
  action: string,
  {
    actor = userId,
    entity = '',
    before = null,
    after = null,
    origin = 'web',
  }: Partial<Pick<AuditEntry, 'actor' | 'entity' | 'before' | 'after' | 'origin'>> = {},
): Promise<void> {
  await writeAudit(queries, { actor, subject: userId, action, entity, before, after, origin });
}
