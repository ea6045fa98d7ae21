import type { UserId } from './brand.js';

/** A person in a line of the log. */
export interface AuditPerson {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
}

/** One line: who did what to whom, from where and when. */
export interface AuditLine {
  readonly id: number;
  readonly at: Date;
  readonly action: string;
  /** `listing:4711`, `user:12`; empty = nothing in particular. */
  readonly entity: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  /** `web 203.0.113.7`, `cli`. */
  readonly origin: string;
  /** `null` = EvoSync itself, the command line, a stranger, or somebody whose account is gone. */
  readonly actor: AuditPerson | null;
  /** `null` = nobody's data, or an account that is gone. */
  readonly subject: AuditPerson | null;
}
