import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

export type TillReadState = 'queued' | 'reading' | 'computing' | 'done' | 'failed';

/** The last reading of a merchant's till, by a run or by the pages. */
export interface TillRead {
  readonly state: TillReadState;
  readonly askedAt: Date;
  /** Last sign of life. */
  readonly touchedAt: Date;
  readonly finishedAt: Date | null;
  readonly storesDone: number;
  readonly storesTotal: number;
  readonly storeName: string;
  readonly code: string | null;
}

export async function findTillRead(queries: Queries, userId: UserId): Promise<TillRead | null> {
  return queries.first<TillRead>(
    `SELECT state, asked_at AS askedAt, touched_at AS touchedAt, finished_at AS finishedAt,
       stores_done AS storesDone, stores_total AS storesTotal, store_name AS storeName, code
     FROM till_reads WHERE user_id = :userId`,
    { userId },
  );
}

/**
 * Writes a wish down: answers whether this call is the one that made it, so that of many only one starts a reading.
 * A reading under way that showed life after `aliveSince` goes on, and one wished for after `askedBefore` stays as it is.
 */
export async function askTillRead(
  queries: Queries,
  userId: UserId,
  wish: { readonly now: Date; readonly aliveSince: Date; readonly askedBefore: Date },
): Promise<boolean> {
  const fresh = `stores_done = 0, stores_total = 0, store_name = '', code = NULL, finished_at = NULL`;
  const made = await queries.change(
    `INSERT IGNORE INTO till_reads (user_id, state, asked_at, touched_at) VALUES (:userId, 'queued', :now, :now)`,
    { userId, now: wish.now },
  );
  if (made > 0) return true;
  const renewed = await queries.change(
    `UPDATE till_reads SET state = 'queued', asked_at = :now, touched_at = :now, ${fresh}
     WHERE user_id = :userId AND asked_at < :askedBefore
       AND (state IN ('done','failed') OR touched_at < :aliveSince)`,
    { userId, ...wish },
  );
  return renewed > 0;
}

/** Columns of a step; each call touches only what it names. */
export interface TillReadStep {
  readonly state: TillReadState;
  readonly stores_done?: number;
  readonly stores_total?: number;
  readonly store_name?: string;
  readonly code?: string | null;
}

/** A step of the reading, made as a row if nobody had asked for it. */
export async function noteTillRead(queries: Queries, userId: UserId, step: TillReadStep, now: Date): Promise<void> {
  const isOver = step.state === 'done' || step.state === 'failed';
  const values = { ...step, ...(step.store_name === undefined ? {} : { store_name: step.store_name.slice(0, 255) }) };
  const names = Object.keys(values);
  await queries.change(
    `INSERT INTO till_reads (user_id, asked_at, touched_at, finished_at, ${names.join(', ')})
     VALUES (:userId, :now, :now, :finishedAt, ${names.map(name => `:${name}`).join(', ')})
     ON DUPLICATE KEY UPDATE touched_at = :now, finished_at = :finishedAt,
       ${names.map(name => `${name} = VALUES(${name})`).join(', ')}`,
    { ...values, userId, now, finishedAt: isOver ? now : null },
  );
}
