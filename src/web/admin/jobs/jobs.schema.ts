import { z } from 'zod';
import type { JobId, UserId } from '../../../domain/brand.js';
import type { AdminJobFilter, AdminJobMark } from '../../../services/admin/jobs/jobs-contracts.js';
import { KIND_WORDS, STATUS_CHIPS } from '../../sync/job-words.js';
import { choice, dateOf, isPeriod, line, moment, PERIOD_FAULT } from '../filters/filter.schema.js';
import { ADMIN_TRIGGERS, ONLY_WORDS } from './admin-job-words.js';

/** The fields of the form over the list; all texts, empty = not asked for. */
export const jobsForm = z
  .object({
    merchant: line(254),
    only: choice(ONLY_WORDS),
    status: choice(STATUS_CHIPS),
    kind: choice(KIND_WORDS),
    trigger: choice(ADMIN_TRIGGERS),
    reason: line(60),
    from: moment,
    to: moment,
  })
  .refine(isPeriod, PERIOD_FAULT);

export type JobsForm = z.infer<typeof jobsForm>;

export const EMPTY_JOBS_FORM: JobsForm = jobsForm.parse({});

export const jobFilterOf = ({ merchant, only, status, kind, trigger, reason, from, to }: JobsForm): AdminJobFilter => ({
  ...(merchant === '' ? {} : { merchant }),
  ...(only === '' ? {} : { only }),
  ...(status === '' ? {} : { status }),
  ...(kind === '' ? {} : { kind }),
  ...(trigger === '' ? {} : { trigger }),
  ...(reason === '' ? {} : { reasonCode: reason }),
  ...(from === '' ? {} : { from: dateOf(from) }),
  ...(to === '' ? {} : { until: dateOf(to) }),
});

const mark = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined);
const markQuery = z.object({ older: mark, newer: mark });

/** Where one stands in the list; what cannot be read is its newest page. */
export function jobMarkOf(query: unknown): AdminJobMark {
  const { older, newer } = markQuery.parse(query);
  if (older !== undefined) return { olderThan: older as JobId };
  return newer === undefined ? null : { newerThan: newer as JobId };
}

/** Forms that do something to a merchant. */
export const merchantForm = z.object({
  user_id: z.coerce
    .number()
    .int()
    .min(1)
    .max(10 ** 15)
    .transform(id => id as UserId),
  paused: z.enum(['0', '1']).optional(),
});
