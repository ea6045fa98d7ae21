import type { Database } from '../../db/database.js';
import { AppError, isAppError } from '../../domain/errors.js';
import type { Logger } from '../../observability/logger.js';
import { clockSkewMs, SKEW_REFUSED_MS, skewFault } from '../../services/operations/clock-skew.js';
import { operatorSentence } from '../../services/operations/operator-sentence.js';
import { requireFittingSchema } from '../../services/operations/schema-fit.js';
import { patiently } from './patiently.js';

/**
 * Waits for the database, then sees that schema and clock fit; every long-lived process begins with it.
 * @throws AppError with a sentence for the operator
 */
export async function untilDatabaseFits(base: { db: Database; logger: Logger; databaseUrl: string }): Promise<void> {
  const { db, logger, databaseUrl } = base;
  await patiently('the database', () => withServerNamed(databaseUrl, () => db.rows('SELECT 1 AS one')), { logger });
  await requireFittingSchema(db);
  const skewMs = await clockSkewMs(db, Date.now);
  const fault = skewFault(skewMs);
  if (fault === null) return;
  if (Math.abs(skewMs) > SKEW_REFUSED_MS) throw fault;
  logger.warn('the clocks differ', { code: fault.code, ...fault.details, what: operatorSentence(fault) });
}

/** Adds to a fault of the database which server and database were asked, for people with several. */
export async function withServerNamed<T>(databaseUrl: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isAppError(error) || !error.code.startsWith('DB.')) throw error;
    const { hostname, port, pathname } = new URL(databaseUrl);
    const details = { ...error.details, server: `${hostname}:${port || '3306'}`, database: pathname.slice(1) };
    throw new AppError(error.kind, error.code, details, { cause: error.cause });
  }
}
