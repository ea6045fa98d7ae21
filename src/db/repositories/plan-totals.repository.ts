import type { JobId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';

/** What a finished plan holds, as it was answered first. */
export interface KeptPlanTotals {
  readonly planNo: number;
  readonly planned: number;
  readonly held: number;
  readonly resumeAtMs: number | null;
}

/** What the end of a job's plan led to, `null` = it has not ended yet; the job's row stays locked with it. */
export async function lockPlanTotals(queries: Queries, jobId: JobId): Promise<KeptPlanTotals | null> {
  const row = await queries.first<{ totals: unknown }>(
    'SELECT plan_totals AS totals FROM sync_jobs WHERE id = :jobId FOR UPDATE',
    { jobId },
  );
  return jsonColumnOrNull<KeptPlanTotals>(row?.totals ?? null);
}

/** Keeps what the end of a plan led to; `null` = a new plan begins. */
export async function savePlanTotals(queries: Queries, jobId: JobId, totals: KeptPlanTotals | null): Promise<void> {
  await queries.change('UPDATE sync_jobs SET plan_totals = :totals WHERE id = :jobId', {
    jobId,
    totals: totals === null ? null : JSON.stringify(totals),
  });
}
