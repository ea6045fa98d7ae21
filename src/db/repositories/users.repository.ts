import { UniqueConstraintError } from 'sequelize';
import type { CurrentUser, Role } from '../../domain/account.js';
import { isPermission } from '../../domain/access/permissions.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { Queries, SqlValues } from '../database.js';

/** A user with what log-in needs. */
export interface UserRecord extends CurrentUser {
  readonly passwordHash: string | null;
}

interface Row {
  id: UserId;
  email: string;
  first_name: string;
  last_name: string;
  status: CurrentUser['status'];
  session_epoch: number;
  delete_requested_at: Date | null;
  password_hash: string | null;
  roles: string | null;
  permissions: string | null;
}

const SELECT = `SELECT u.id, u.email, u.first_name, u.last_name, u.status, u.session_epoch,
    u.delete_requested_at, u.password_hash,
    (SELECT GROUP_CONCAT(r.name) FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id) AS roles,
    (SELECT GROUP_CONCAT(DISTINCT p.code) FROM user_roles ur JOIN role_permissions rp ON rp.role_id = ur.role_id
      JOIN permissions p ON p.id = rp.permission_id WHERE ur.user_id = u.id) AS permissions
  FROM users u`;

const toRecord = (row: Row): UserRecord => ({
  id: row.id,
  email: row.email,
  firstName: row.first_name,
  lastName: row.last_name,
  status: row.status,
  sessionEpoch: row.session_epoch,
  deleteRequestedAt: row.delete_requested_at,
  passwordHash: row.password_hash,
  roles: (row.roles?.split(',') ?? []) as Role[],
  permissions: (row.permissions?.split(',') ?? []).filter(isPermission),
});

export async function findUserById(queries: Queries, id: UserId): Promise<UserRecord | null> {
  const row = await queries.first<Row>(`${SELECT} WHERE u.id = :id`, { id });
  return row ? toRecord(row) : null;
}

/** Holds the account until the transaction ends: of two who change it one goes first. */
export async function lockUser(queries: Queries, id: UserId): Promise<void> {
  await queries.rows('SELECT id FROM users WHERE id = :id FOR UPDATE', { id });
}

/** E-mails are compared letter by letter, but for their case: what only looks alike is another mailbox. */
export async function findUserByEmail(queries: Queries, email: string): Promise<UserRecord | null> {
  const row = await queries.first<Row>(`${SELECT} WHERE u.email_key = LOWER(:email)`, { email: email.trim() });
  return row ? toRecord(row) : null;
}

/** E-mails of accounts with this telephone (`+79161234567`), the last to log in first: several people may share one. */
export async function findEmailsByPhone(queries: Queries, phone: string, limit: number): Promise<readonly string[]> {
  const rows = await queries.rows<{ email: string }>(
    'SELECT email FROM users WHERE phone = :phone ORDER BY last_login_at DESC, id LIMIT :limit',
    { phone, limit },
  );
  return rows.map(({ email }) => email);
}

export interface NewUser {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string | null;
  /** `null` = invited: the password comes with the invitation's form. */
  readonly passwordHash: string | null;
  readonly role: Role;
  /** `pending`: until a letter to the address was answered. */
  readonly status?: 'active' | 'pending';
}

/** Adds a user with one role, active unless told otherwise. Throws `ACCOUNT.EMAIL_TAKEN`. */
export async function insertUser(queries: Queries, user: NewUser): Promise<UserId> {
  const now = new Date();
  const id = (await insertUnique(
    queries,
    `INSERT INTO users (first_name, last_name, email, phone, password_hash, status, is_email_confirmed, created_at, updated_at)
     VALUES (:firstName, :lastName, :email, :phone, :passwordHash, :status, :status = 'active', :now, :now)`,
    { ...user, status: user.status ?? 'active', now },
  )) as UserId;
  await setRole(queries, id, user.role);
  return id;
}

/** The one role of an account. */
export async function setRole(queries: Queries, id: UserId, role: Role): Promise<void> {
  await queries.change('DELETE FROM user_roles WHERE user_id = :id', { id });
  await queries.change('INSERT INTO user_roles (user_id, role_id) SELECT :id, id FROM roles WHERE name = :role', {
    id,
    role,
  });
}

async function insertUnique(queries: Queries, sql: string, values: SqlValues): Promise<number> {
  try {
    return await queries.insert(sql, values);
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
    throw new AppError('conflict', 'ACCOUNT.EMAIL_TAKEN', { field: 'email' });
  }
}

export async function touchLogin(queries: Queries, id: UserId): Promise<void> {
  await queries.change('UPDATE users SET last_login_at = :now WHERE id = :id', { id, now: new Date() });
}
