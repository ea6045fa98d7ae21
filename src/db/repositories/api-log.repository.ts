import { ForeignKeyConstraintError } from 'sequelize';
import type { JobId, UserId } from '../../domain/brand.js';
import { upsertRows } from '../bulk.js';
import type { Queries } from '../database.js';

/** One vendor call and whose it was; bodies come scrubbed and shortened from the clients. */
export interface OwnedApiLogEntry {
  readonly userId: UserId | null;
  readonly jobId: JobId | null;
  readonly service: 'evotor' | 'vk' | 'vk_upload' | 'vk_id';
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly outcome: 'ok' | 'api_error' | 'unknown';
  readonly vendorCode: string | null;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly requestBody: string | null;
  readonly responseBody: string | null;
}

/** A row of the log: a call of ours, or a message Evotor sent us. */
export interface ApiLogRecord extends Omit<OwnedApiLogEntry, 'service'> {
  readonly service: OwnedApiLogEntry['service'] | 'evotor_webhook';
}

/** Adds rows. Those of a merchant who was deleted meanwhile are left out; the others must not go with them. */
export async function insertApiLog(queries: Queries, entries: readonly ApiLogRecord[]): Promise<void> {
  try {
    await insertAll(queries, entries);
  } catch (error) {
    if (!(error instanceof ForeignKeyConstraintError)) throw error;
    const ids = [...new Set(entries.flatMap(({ userId }) => userId ?? []))];
    const rows = await queries.rows<{ id: UserId }>('SELECT id FROM users WHERE id IN (:ids)', { ids });
    const known = new Set(rows.map(({ id }) => id));
    await insertAll(
      queries,
      entries.filter(({ userId }) => userId === null || known.has(userId)),
    );
  }
}

/** Most a column of sizes or times holds. What a header claims may be more, and must not take the other rows with it. */
const MOST = 4_294_967_295;
const whole = (value: number): number => Math.min(MOST, Math.max(0, Math.round(value)));

async function insertAll(queries: Queries, entries: readonly ApiLogRecord[]): Promise<void> {
  await upsertRows(
    queries,
    'api_log',
    [
      'user_id',
      'job_id',
      'service',
      'http_method',
      'path',
      'status',
      'outcome',
      'vendor_code',
      'duration_ms',
      'request_bytes',
      'response_bytes',
      'request_body',
      'response_body',
      'started_at',
    ],
    entries.map(entry => ({
      user_id: entry.userId,
      job_id: entry.jobId,
      service: entry.service,
      http_method: entry.method,
      path: entry.path.slice(0, 300),
      status: entry.status,
      outcome: entry.outcome,
      vendor_code: entry.vendorCode?.slice(0, 60) ?? null,
      duration_ms: whole(entry.durationMs),
      request_bytes: whole(entry.requestBytes),
      response_bytes: whole(entry.responseBytes),
      request_body: entry.requestBody,
      response_body: entry.responseBody,
      started_at: entry.startedAt,
    })),
    ['outcome'],
  );
}
