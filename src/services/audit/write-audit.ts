import { upsertRows } from '../../db/bulk.js';
import type { Queries } from '../../db/database.js';
import type { UserId } from '../../domain/brand.js';
import { currentOrigin } from '../../observability/origin.js';

/** Something somebody did that must stay traceable. No secret in it. */
export interface AuditEntry {
  /** Who did it; `null` = EvoSync itself, or the command line. */
  readonly actor: UserId | null;
  /** Whose data it was done to; `null` = nobody's: a role, a Schedule, or an account that is gone with the change. */
  readonly subject: UserId | null;
  /** `area.verb`: `listing.allow_restricted`. Each has its sentence in `src/web/admin/audit/`. */
  readonly action: string;
  /** What it was done to: `listing:<key>`. */
  readonly entity: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  /** From where: `web 203.0.113.7`, `cli`, `evotor`; a bare `web` is completed with the address of the request. */
  readonly origin: string;
}

/** Writes one line of the audit log, in the transaction of the change it tells of. */
export async function writeAudit(queries: Queries, entry: AuditEntry): Promise<void> {
  await writeAudits(queries, [entry]);
}

/** Writes many at once: what one press changed in a whole list. */
export async function writeAudits(queries: Queries, entries: readonly AuditEntry[]): Promise<void> {
  const now = new Date();
  await upsertRows(
    queries,
    'audit_log',
    [
      'actor_user_id',
      'subject_user_id',
      'action',
      'entity',
      'before_value',
      'after_value',
      'origin',
      'created_at',
    ] as const,
    entries.map(entry => {
      const { subject, action, entity, before, after } = entry;
      const { actor, origin } = doneFrom(entry);
      return {
        actor_user_id: actor,
        subject_user_id: subject,
        action,
        entity: entity.slice(0, 200),
        before_value: before && JSON.stringify(before),
        after_value: after && JSON.stringify(after),
        origin: origin.slice(0, 100),
        created_at: now,
      };
    }),
    // Lines are only ever added: no key of theirs can be there already.
    ['created_at'],
  );
}

/**
 * The merchant's use cases know neither address nor command line: what they call `web` is the request under way. The
 * command line acts for a merchant without being one.
 */
function doneFrom({ actor, origin }: AuditEntry): Pick<AuditEntry, 'actor' | 'origin'> {
  if (origin !== 'web') return { actor, origin };
  const from = currentOrigin();
  if (from === 'cli') return { actor: null, origin: from };
  return { actor, origin: from ?? origin };
}
