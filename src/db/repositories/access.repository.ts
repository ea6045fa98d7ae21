import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { Queries } from '../database.js';

/**
 * Throws `ACCESS.LAST_SYSTEM` if this account is the only one left that can log in with the role `system`. Part of the
 * transaction that suspends, demotes or deletes it, before any change: the role's row is the turnstile, so that of two
 * such transactions the second one sees what the first one did.
 */
export async function assertSystemRemains(queries: Queries, exceptUserId: UserId): Promise<void> {
  await queries.rows(`SELECT id FROM roles WHERE name = 'system' FOR UPDATE`);
  const rows = await queries.rows<{ id: UserId }>(
    `SELECT u.id FROM users u JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role_id
     WHERE r.name = 'system' AND u.status = 'active' AND u.delete_requested_at IS NULL LOCK IN SHARE MODE`,
  );
  const ids = rows.map(({ id }) => id);
  // An account that could not do the work anyway is no loss.
  if (ids.includes(exceptUserId) && ids.length === 1) throw new AppError('conflict', 'ACCESS.LAST_SYSTEM');
}
