import type { Database } from '../db/database.js';
import { listOperations } from '../db/repositories/operations.repository.js';
import type { JobId, UserId } from '../domain/brand.js';
import { operationViews } from '../services/sync/operation-view.js';

/** Most lines of a plan that are printed. */
const MOST_LINES = 1000;

/** One line of a plan that waits for the merchant's yes. */
export interface RiskyLine {
  readonly id: number;
  readonly kind: string;
  readonly key: string | null;
  readonly name: string;
  /** The brake that holds it; `null` = every run is approved. */
  readonly brake: string | null;
}

export async function riskyLines(db: Database, userId: UserId, jobId: JobId): Promise<readonly RiskyLine[]> {
  const page = { offset: 0, limit: MOST_LINES };
  const { rows } = await listOperations(db, jobId, page, { isRisky: true, state: 'planned' });
  return (await operationViews(db, userId, rows)).map(({ id, kind, listingKey, name, brakeCode }) => ({
    id,
    kind,
    key: listingKey,
    name,
    brake: brakeCode,
  }));
}
