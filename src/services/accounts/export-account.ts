import { EXPORT_SECTIONS, exportRows } from '../../db/repositories/account-export.repository.js';
import { findProfile } from '../../db/repositories/profiles.repository.js';
import { findUserById } from '../../db/repositories/users.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { auditAccount } from '../audit/audit-account.js';
import type { AccountDeps } from './account-deps.js';
import { bucketOf, EXPORTS_PER_ACCOUNT, throttle } from './throttle.js';

/** Own data as one JSON object, read and given out a page at a time: a merchant of years has millions of rows. */
export async function exportAccount(deps: AccountDeps, userId: UserId): Promise<AsyncIterable<string>> {
  await throttle(deps.db, bucketOf('export', userId), EXPORTS_PER_ACCOUNT);
  const [user, profile] = await Promise.all([findUserById(deps.db, userId), findProfile(deps.db, userId)]);
  if (user === null || profile === null) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
  await auditAccount(deps.db, userId, 'account.export');
  const account = { ...profile, status: user.status, roles: user.roles, deleteRequestedAt: user.deleteRequestedAt };
  return pieces(deps, userId, { exportedAt: new Date(deps.now()), account });
}

async function* pieces(deps: AccountDeps, userId: UserId, head: object): AsyncGenerator<string> {
  yield JSON.stringify(head, null, 1).replace(/\n\}$/u, '');
  for (const section of EXPORT_SECTIONS) {
    yield `,\n "${section.name}": [`;
    let lead = '\n';
    let after: string | number | null = null;
    do {
      const page: Awaited<ReturnType<typeof exportRows>> = await exportRows(deps.db, userId, section, after);
      if (page.rows.length > 0) yield lead + page.rows.map(row => `  ${JSON.stringify(row)}`).join(',\n');
      lead = ',\n';
      after = page.next;
    } while (after !== null);
    yield '\n ]';
  }
  yield '\n}\n';
}
