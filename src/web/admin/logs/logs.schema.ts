import { z } from 'zod';
import type { JobId } from '../../../domain/brand.js';
import type { ApiLogFilter, ApiLogPlace } from '../../../services/admin/api-log-contracts.js';
import { choice, dateOf, isPeriod, line, moment, PERIOD_FAULT } from '../filters/filter.schema.js';
import { OUTCOME_WORDS, SERVICE_WORDS, STATUS_WORDS } from './log-words.js';

/** The fields of the form over the log; all texts, empty = not asked for. */
export const logsForm = z
  .object({
    user: line(254),
    job: line(16).refine(value => value === '' || /^[1-9]\d{0,14}$/u.test(value), 'Введите номер обмена'),
    service: choice(SERVICE_WORDS),
    outcome: choice(OUTCOME_WORDS),
    status: choice(STATUS_WORDS),
    code: line(60),
    path: line(200),
    from: moment,
    to: moment,
  })
  .refine(isPeriod, PERIOD_FAULT);

export type LogsForm = z.infer<typeof logsForm>;

export const EMPTY_LOGS_FORM: LogsForm = logsForm.parse({});

/** Where one stands in the log; what cannot be read is its newest page. */
const place = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const placeQuery = z.object({ below: place.optional().catch(undefined), above: place.optional().catch(undefined) });

export function placeOf(query: unknown): ApiLogPlace {
  const { below, above } = placeQuery.parse(query);
  if (below !== undefined) return { below };
  return above === undefined ? null : { above };
}

export function filterOf(form: LogsForm): ApiLogFilter {
  return {
    ...(form.user === '' ? {} : { merchant: form.user }),
    ...(form.job === '' ? {} : { jobId: Number(form.job) as JobId }),
    ...(form.service === '' ? {} : { service: form.service }),
    ...(form.outcome === '' ? {} : { outcome: form.outcome }),
    ...(form.status === '' ? {} : { statusClass: form.status }),
    ...(form.code === '' ? {} : { vendorCode: form.code }),
    ...(form.path === '' ? {} : { path: form.path }),
    ...(form.from === '' ? {} : { from: dateOf(form.from) }),
    ...(form.to === '' ? {} : { to: dateOf(form.to) }),
  };
}

/** Number of a line out of a path; `null` for anything else. */
export function lineIdOf(text: unknown): number | null {
  return typeof text === 'string' && /^[1-9]\d{0,14}$/u.test(text) ? Number(text) : null;
}
