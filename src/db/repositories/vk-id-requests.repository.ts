import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** A sign-in with VK ID that somebody began: first asked for, then answered by VK, at last traded for tokens. */
export interface VkIdRequest {
  readonly id: number;
  readonly userId: UserId;
  readonly sessionHash: Buffer;
  /** Sealed code verifier; `null` once the code was traded. */
  readonly sealedSecret: string | null;
  /** Sealed code and device; `null` before VK answered and once the code was traded. */
  readonly sealedAnswer: string | null;
  /** What the tokens were kept as. */
  readonly attemptId: number | null;
  readonly createdAt: Date;
  readonly answeredAt: Date | null;
}

interface Row {
  id: number;
  user_id: UserId;
  session_hash: Buffer;
  secret: string | null;
  answer: string | null;
  attempt_id: number | null;
  created_at: Date;
  answered_at: Date | null;
}

const toRequest = (row: Row): VkIdRequest => ({
  id: row.id,
  userId: row.user_id,
  sessionHash: row.session_hash,
  sealedSecret: row.secret,
  sealedAnswer: row.answer,
  attemptId: row.attempt_id,
  createdAt: row.created_at,
  answeredAt: row.answered_at,
});

export async function insertVkIdRequest(
  queries: Queries,
  request: { userId: UserId; stateHash: Buffer; sessionHash: Buffer; sealedSecret: string; now: Date },
): Promise<number> {
  return queries.insert(
    `INSERT INTO vk_id_requests (user_id, state_hash, session_hash, secret, created_at)
     VALUES (:userId, :stateHash, :sessionHash, :sealedSecret, :now)`,
    request,
  );
}

/** Forgets all but the newest few requests of a user, so that a button pressed for ever fills no table. */
export async function keepNewestVkIdRequests(queries: Queries, userId: UserId, keep: number): Promise<void> {
  const edge = await queries.first<{ id: number }>(
    'SELECT id FROM vk_id_requests WHERE user_id = :userId ORDER BY id DESC LIMIT 1 OFFSET :keep',
    { userId, keep },
  );
  if (edge)
    await queries.change('DELETE FROM vk_id_requests WHERE user_id = :userId AND id <= :id', { userId, id: edge.id });
}

/** Looked for by the hash of the state, so the time it takes tells nothing about a state. */
export async function findVkIdRequest(
  queries: Queries,
  userId: UserId,
  by: { stateHash: Buffer } | { id: number },
): Promise<VkIdRequest | null> {
  const row = await queries.first<Row>(
    `SELECT * FROM vk_id_requests WHERE user_id = :userId AND ${'id' in by ? 'id = :id' : 'state_hash = :stateHash'}`,
    { userId, ...by },
  );
  return row && toRequest(row);
}

/** Keeps VK's answer; `false` = there is one already: a state is good for one answer. */
export async function answerVkIdRequest(
  queries: Queries,
  id: number,
  sealedAnswer: string,
  now: Date,
): Promise<boolean> {
  const changed = await queries.change(
    'UPDATE vk_id_requests SET answer = :sealedAnswer, answered_at = :now WHERE id = :id AND answered_at IS NULL',
    { id, sealedAnswer, now },
  );
  return changed > 0;
}

/** The code was traded: nothing secret stays. `false` = the request was taken away meanwhile. */
export async function endVkIdRequest(queries: Queries, id: number, attemptId: number): Promise<boolean> {
  const changed = await queries.change(
    'UPDATE vk_id_requests SET secret = NULL, answer = NULL, attempt_id = :attemptId WHERE id = :id',
    { id, attemptId },
  );
  return changed > 0;
}

/** No sign-in a user began can be finished any more. */
export async function deleteVkIdRequests(queries: Queries, userId: UserId): Promise<void> {
  await queries.change('DELETE FROM vk_id_requests WHERE user_id = :userId', { userId });
}

export async function deleteVkIdRequest(queries: Queries, id: number): Promise<void> {
  await queries.change('DELETE FROM vk_id_requests WHERE id = :id', { id });
}
