import type { Database } from '../../db/database.js';
import { insertUser } from '../../db/repositories/users.repository.js';
import type { Role } from '../../domain/account.js';
import type { UserId } from '../../domain/brand.js';
import { isEmailAddress } from '../../domain/email-address.js';
import { AppError } from '../../domain/errors.js';
import { hashPassword } from '../../security/passwords.js';
import { auditAccount } from '../audit/audit-account.js';

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly role: Role;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string | null;
}

/** Adds an active account. Throws `ACCOUNT.EMAIL_INVALID`, `ACCOUNT.EMAIL_TAKEN`, `PASSWORD.*`. */
export async function createUser(db: Database, account: NewAccount): Promise<UserId> {
  const email = account.email.trim();
  if (!isEmailAddress(email)) throw new AppError('invalid', 'ACCOUNT.EMAIL_INVALID', { field: 'email' });
  const passwordHash = await hashPassword(account.password);
  const { firstName, lastName, phone, role } = account;
  return db.transaction(async queries => {
    const userId = await insertUser(queries, { email, firstName, lastName, phone, role, passwordHash });
    await auditAccount(queries, userId, 'account.create', { actor: null, after: { role }, origin: 'cli' });
    return userId;
  });
}
