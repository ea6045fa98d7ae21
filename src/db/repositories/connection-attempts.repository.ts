import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** A token somebody entered and nobody has checked yet. */
export interface ConnectionAttempt {
  readonly id: number;
  readonly userId: UserId;
  readonly service: 'evotor' | 'vk';
  readonly sealedToken: string;
  readonly vkGroupId: number | null;
}

export async function insertAttempt(queries: Queries, attempt: Omit<ConnectionAttempt, 'id'>): Promise<number> {
  return queries.insert(
    `INSERT INTO connection_attempts (user_id, service, token, vk_group_id, created_at)
     VALUES (:userId, :service, :sealedToken, :vkGroupId, :now)`,
    { ...attempt, now: new Date() },
  );
}

export async function findAttempt(queries: Queries, id: number, userId: UserId): Promise<ConnectionAttempt | null> {
  const row = await queries.first<{
    id: number;
    user_id: UserId;
    service: 'evotor' | 'vk';
    token: string;
    vk_group_id: number | null;
  }>('SELECT * FROM connection_attempts WHERE id = :id AND user_id = :userId', { id, userId });
  return row
    ? { id: row.id, userId: row.user_id, service: row.service, sealedToken: row.token, vkGroupId: row.vk_group_id }
    : null;
}

export async function deleteAttempt(queries: Queries, id: number): Promise<void> {
  await queries.change('DELETE FROM connection_attempts WHERE id = :id', { id });
}
