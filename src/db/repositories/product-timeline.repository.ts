import type { JobId, ListingKey, UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';
import type { JobKind } from './jobs.repository.js';
import { toOperation, type Operation, type OperationRow } from './operation-rows.js';

/** What happened to one good: an operation of the ledger, or something a person changed. */
export type TimelineRow =
  | {
      readonly kind: 'operation';
      readonly at: Date;
      readonly jobId: JobId;
      readonly jobKind: JobKind;
      readonly operation: Operation;
    }
  | {
      readonly kind: 'change';
      readonly at: Date;
      readonly action: string;
      readonly before: Readonly<Record<string, unknown>> | null;
      readonly after: Readonly<Record<string, unknown>> | null;
    };

/** Whose time line: the listing, and what the audit log calls the good. */
export interface TimelineOf {
  readonly key: ListingKey | null;
  readonly entities: readonly string[];
}

/** What was only shown or planned anew did not happen; an answered wish is told by the run that did it. */
const HAPPENED = `j.kind <> 'preview'
  AND NOT (o.state = 'skipped' AND COALESCE(o.error_code, '') IN ('SYNC.REPLANNED','SYNC.APPROVED','SYNC.SUPERSEDED'))`;

const BOTH = `SELECT 'operation' AS kind, o.id, COALESCE(o.finished_at, o.sent_at, o.created_at) AS at
    FROM sync_operations o JOIN sync_jobs j ON j.id = o.job_id
    WHERE o.user_id = :userId AND o.listing_key = :key AND ${HAPPENED}
  UNION ALL SELECT 'change', a.id, a.created_at FROM audit_log a
    WHERE a.subject_user_id = :userId AND a.entity IN (:entities)`;

/** One page of a good's time line, newest first: four statements, whatever its length. */
export async function timelinePage(
  queries: Queries,
  userId: UserId,
  { key, entities }: TimelineOf,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: readonly TimelineRow[]; readonly total: number }> {
  // A good without a listing has no operations; no key is empty, for album work stands under the empty one.
  const values = { userId, key: key ?? '?', entities: [...entities] };
  const found = await queries.rows<{ kind: 'operation' | 'change'; id: number; at: Date }>(
    `${BOTH} ORDER BY at DESC, id DESC LIMIT :limit OFFSET :offset`,
    { ...values, ...page },
  );
  const total = await queries.first<{ n: number }>(`SELECT COUNT(*) AS n FROM (${BOTH}) t`, values);
  const idsOf = (kind: TimelineRow['kind']): number[] => [
    0,
    ...found.filter(row => row.kind === kind).map(({ id }) => id),
  ];
  const operations = await queries.rows<OperationRow & { jobKind: JobKind }>(
    'SELECT o.*, j.kind AS jobKind FROM sync_operations o JOIN sync_jobs j ON j.id = o.job_id WHERE o.id IN (:ids)',
    { ids: idsOf('operation') },
  );
  const changes = await queries.rows<{ id: number; action: string; before_value: unknown; after_value: unknown }>(
    'SELECT id, action, before_value, after_value FROM audit_log WHERE id IN (:ids)',
    { ids: idsOf('change') },
  );
  const operationOf = new Map(operations.map(row => [Number(row.id), row]));
  const changeOf = new Map(changes.map(row => [row.id, row]));
  return {
    rows: found.flatMap(({ kind, id, at }): TimelineRow[] => {
      if (kind === 'operation') {
        const row = operationOf.get(id);
        return row ? [{ kind, at, jobId: row.job_id, jobKind: row.jobKind, operation: toOperation(row) }] : [];
      }
      const row = changeOf.get(id);
      if (!row) return [];
      const [before, after] = [row.before_value, row.after_value].map(value =>
        jsonColumnOrNull<Record<string, unknown>>(value),
      );
      return [{ kind, at, action: row.action, before: before ?? null, after: after ?? null }];
    }),
    total: total?.n ?? 0,
  };
}
