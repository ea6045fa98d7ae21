import { z } from 'zod';
import type { JobId } from '../../../domain/brand.js';
import {
  API_LOG_OUTCOMES,
  API_LOG_SERVICES,
  STATUS_CLASSES,
  type ApiLogFilter,
  type ApiLogPlace,
} from '../../../services/admin/api-log-contracts.js';

/** What was typed, as long as it is one line of a sensible length. */
const line = (max: number) =>
  z
    .string('Введите одну строку')
    .trim()
    .max(max, `Не больше ${max} знаков`)
    .refine(value => !/\p{Cc}/u.test(value), 'Уберите служебные знаки')
    .default('');

/** A choice of a list; what the list does not have is as if nothing were chosen. */
const choice = <const Values extends readonly string[]>(values: Values) => z.enum(['', ...values]).catch('');

/** People here mean Moscow time, as the pages print it. */
const MOSCOW = '+03:00';
/** A day or a minute, as the browser's own field sends it. */
const MOMENT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?$/u;

const moment = line(40).refine(
  value => value === '' || isMoment(value),
  'Введите день и время, например 2026-11-21T14:00',
);

function isMoment(value: string): boolean {
  return MOMENT.test(value) && !Number.isNaN(dateOf(value).getTime());
}

const dateOf = (value: string): Date => new Date(`${value.includes('T') ? value : `${value}T00:00`}${MOSCOW}`);

/** The fields of the form over the log; all texts, empty = not asked for. */
export const logsForm = z.object({
  user: line(254),
  job: line(16).refine(value => value === '' || /^[1-9]\d{0,14}$/u.test(value), 'Введите номер обмена'),
  service: choice(API_LOG_SERVICES),
  outcome: choice(API_LOG_OUTCOMES),
  status: choice(STATUS_CLASSES),
  code: line(60),
  path: line(200),
  from: moment,
  to: moment,
});

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
