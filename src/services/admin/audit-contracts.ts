import type { Actor } from '../../domain/access/actor.js';
import type { AuditLine, AuditPerson } from '../../domain/audit-line.js';

export type { AuditLine, AuditPerson } from '../../domain/audit-line.js';

/** Which lines to show; `null` lets everything through. */
export interface AuditQuery {
  /** An e-mail or the number of an account: what they did, and what was done to them. */
  readonly person: string;
  readonly action: string | null;
  readonly from: Date | null;
  /** Lines before this moment. */
  readonly until: Date | null;
  /** Lines older than this one. */
  readonly before: number | null;
  /** Lines newer than this one, the oldest of them; beats `before`. */
  readonly after: number | null;
}

export interface AuditPage {
  /** Newest first. */
  readonly rows: readonly AuditLine[];
  /** Whether there are lines on either side of these. */
  readonly hasNewer: boolean;
  readonly hasOlder: boolean;
  /** Whom the lines are about; `null` = everybody, or nobody of that name. */
  readonly person: AuditPerson | null;
  /** Somebody was asked for whom nobody knows. */
  readonly isPersonUnknown: boolean;
}

/** What people and operators did. */
export interface AuditService {
  /** Throws `ACCESS.DENIED`. */
  list(actor: Actor, query: AuditQuery): Promise<AuditPage>;
}
