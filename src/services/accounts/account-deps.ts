import type { Database } from '../../db/database.js';
import type { UserRecord } from '../../db/repositories/users.repository.js';
import type { CurrentUser } from '../../domain/account.js';
import type { Postbox } from '../../mail/postbox.js';
import type { SmsSender } from '../../mail/sms.js';
import type { Orchestrator } from '../orchestrator.js';

/** What the use cases of accounts work with. */
export interface AccountDeps {
  readonly db: Database;
  readonly postbox: Postbox;
  readonly sms: SmsSender;
  readonly orchestrator: Pick<Orchestrator, 'poke'>;
  /** Milliseconds. */
  readonly now: () => number;
  readonly inviteExpireHours: number;
}

/** The person without the hash, which never leaves the use cases. */
export function withoutHash({ passwordHash: _hash, ...user }: UserRecord): CurrentUser {
  return user;
}
