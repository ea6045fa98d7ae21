import type { Database } from '../../db/database.js';
import { findEvotorConnection } from '../../db/repositories/evotor-connections.repository.js';
import { askTillRead, findTillRead, noteTillRead } from '../../db/repositories/till-reads.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError, isAppError } from '../../domain/errors.js';
import type { Orchestrator } from '../orchestrator.js';
import type { TillReadView } from './catalogue-contracts.js';

/** A reading without a sign of life for so long has died with its worker; its workflow begins another one. */
const SILENCE_MS = 5 * 60_000;

interface Deps {
  readonly db: Database;
  readonly orchestrator: Pick<Orchestrator, 'refreshCatalogue'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Starts a reading of the till, or joins the one under way. Throws `SYNC.NOT_CONNECTED`. */
export async function requestRead(deps: Deps, userId: UserId): Promise<void> {
  const connection = await findEvotorConnection(deps.db, userId);
  if (connection?.sealedToken == null) throw new AppError('conflict', 'SYNC.NOT_CONNECTED', { service: 'evotor' });
  await startRead(deps, userId, new Date(deps.now() + 1));
}

/** The first reading since the till was connected, started by whoever looks first. */
export async function fillOnce(deps: Deps, userId: UserId): Promise<void> {
  const connection = await findEvotorConnection(deps.db, userId);
  if (connection?.sealedToken == null) return;
  await startRead(deps, userId, connection.connectedAt);
}

async function startRead(deps: Deps, userId: UserId, askedBefore: Date): Promise<void> {
  const now = new Date(deps.now());
  const aliveSince = new Date(deps.now() - SILENCE_MS);
  if (!(await askTillRead(deps.db, userId, { now, aliveSince, askedBefore }))) return;
  try {
    await deps.orchestrator.refreshCatalogue(userId);
  } catch (error) {
    const code = isAppError(error) ? error.code : 'TEMPORAL.DOWN';
    await noteTillRead(deps.db, userId, { state: 'failed', code }, new Date(deps.now()));
    throw error;
  }
}

/** How the last reading goes on; one that fell silent counts as failed. */
export async function readingOf({ db, now }: Pick<Deps, 'db' | 'now'>, userId: UserId): Promise<TillReadView | null> {
  const read = await findTillRead(db, userId);
  if (read === null) return null;
  const { touchedAt, ...view } = read;
  const isOver = read.state === 'done' || read.state === 'failed';
  if (isOver || touchedAt.getTime() > now() - SILENCE_MS) return view;
  return { ...view, state: 'failed', finishedAt: touchedAt, code: 'SYNC.WORKER_LOST' };
}
