import type { Queries } from '../../db/database.js';
import type { UserId } from '../../domain/brand.js';

/** Something somebody did that must stay traceable. No secret in it. */
export interface AuditEntry {
  /** Who did it; `null` = EvoSync itself. */
  readonly actor: UserId | null;
  /** Whose data it was done to. */
  readonly subject: UserId;
  /** `area.verb`: `listing.allow_restricted`. */
  readonly action: string;
  /** What it was done to: `listing:<key>`. */
  readonly entity: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  /** From where: `web`, `cli`. */
  readonly origin: string;
}

/** Writes one line of the audit log, in the transaction of the change it tells of. */
export async function writeAudit(queries: Queries, entry: AuditEntry): Promise<void> {
  await queries.change(
    `INSERT INTO audit_log (actor_user_id, subject_user_id, action, entity, before_value, after_value, origin, created_at)
     VALUES (:actor, :subject, :action, :entity, :before, :after, :origin, :now)`,
    {
      actor: entry.actor,
      subject: entry.subject,
      action: entry.action,
      entity: entry.entity.slice(0, 200),
      before: entry.before && JSON.stringify(entry.before),
      after: entry.after && JSON.stringify(entry.after),
      origin: entry.origin.slice(0, 100),
      now: new Date(),
    },
  );
}
