import { isPermission, type Permission } from '../../domain/access/permissions.js';
import type { Role } from '../../domain/account.js';
import type { Queries } from '../database.js';

export interface RoleRecord {
  readonly id: number;
  readonly name: Role;
  readonly grants: readonly Permission[];
}

interface Row {
  id: number;
  name: Role;
  grants: string | null;
}

const GRANTS = `(SELECT GROUP_CONCAT(p.code) FROM role_permissions rp JOIN permissions p ON p.id = rp.permission_id
  WHERE rp.role_id = r.id)`;

const toRecord = ({ id, name, grants }: Row): RoleRecord => ({
  id,
  name,
  grants: (grants?.split(',') ?? []).filter(isPermission),
});

/** All roles with what they may do and how many active accounts have them. */
export async function listRoles(queries: Queries): Promise<readonly (RoleRecord & { readonly people: number })[]> {
  const rows = await queries.rows<Row & { people: number }>(
    `SELECT r.id, r.name, ${GRANTS} AS grants,
       (SELECT COUNT(*) FROM user_roles ur JOIN users u ON u.id = ur.user_id
        WHERE ur.role_id = r.id AND u.status = 'active') AS people
     FROM roles r ORDER BY r.id`,
  );
  return rows.map(row => ({ ...toRecord(row), people: row.people }));
}

/** A role, its row locked until the transaction ends: two changes of it follow each other. */
export async function lockRole(queries: Queries, id: number): Promise<RoleRecord | null> {
  // Two statements: the grants are to be read when the lock is held, not when it was asked for.
  await queries.rows('SELECT id FROM roles WHERE id = :id FOR UPDATE', { id });
  const row = await queries.first<Row>(`SELECT r.id, r.name, ${GRANTS} AS grants FROM roles r WHERE r.id = :id`, {
    id,
  });
  return row && toRecord(row);
}

/** How many active accounts would lose each of these permissions with the role, having no other role that grants it. */
export async function countLosers(
  queries: Queries,
  roleId: number,
  permissions: readonly Permission[],
): Promise<Partial<Record<Permission, number>>> {
  if (permissions.length === 0) return {};
  const rows = await queries.rows<{ code: Permission; people: number }>(
    `SELECT p.code, COUNT(*) AS people FROM permissions p
     JOIN user_roles ur ON ur.role_id = :roleId JOIN users u ON u.id = ur.user_id AND u.status = 'active'
     WHERE p.code IN (:permissions) AND NOT EXISTS (
       SELECT 1 FROM user_roles other JOIN role_permissions rp ON rp.role_id = other.role_id AND rp.permission_id = p.id
       WHERE other.user_id = ur.user_id AND other.role_id <> :roleId)
     GROUP BY p.code`,
    { roleId, permissions: [...permissions] },
  );
  return Object.fromEntries(rows.map(({ code, people }) => [code, people]));
}

/** Gives and takes; whoever has the role may do it, or no longer, from the next request on. */
export async function saveGrants(
  queries: Queries,
  roleId: number,
  { added, removed }: { readonly added: readonly Permission[]; readonly removed: readonly Permission[] },
): Promise<void> {
  if (removed.length > 0)
    await queries.change(
      `DELETE rp FROM role_permissions rp JOIN permissions p ON p.id = rp.permission_id
       WHERE rp.role_id = :roleId AND p.code IN (:removed)`,
      { roleId, removed: [...removed] },
    );
  if (added.length > 0)
    await queries.change(
      `INSERT IGNORE INTO role_permissions (role_id, permission_id)
       SELECT :roleId, p.id FROM permissions p WHERE p.code IN (:added)`,
      { roleId, added: [...added] },
    );
}
