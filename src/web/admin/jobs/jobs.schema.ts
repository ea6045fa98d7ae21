import { z } from 'zod';
import type { JobId, UserId } from '../../../domain/brand.js';
import type { AdminJobFilter, AdminJobMark } from '../../../services/admin/jobs/jobs-contracts.js';
import { KIND_WORDS, STATUS_CHIPS } from '../../sync/job-words.js';
import { ADMIN_TRIGGERS, ONLY_WORDS } from './admin-job-words.js';

/** What was typed, as long as it is one line of a sensible length. */
const line = (max: number) =>
  z
    .string('Введите одну строку')
    .trim()
    .max(max, `Не больше ${max} знаков`)
    .refine(value => !/\p{Cc}/u.test(value), 'Уберите служебные знаки')
    .default('');

/** A choice of a list; what the list does not have is as if nothing were chosen. */
const choice = <Word extends string>(words: Readonly<Record<Word, unknown>>) =>
  z
    .string()
    .catch('')
    .transform((text): Word | '' => (Object.hasOwn(words, text) ? (text as Word) : ''));

/** People here mean Moscow time, as the pages print it. */
const MOSCOW = '+03:00';
const MOMENT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?$/u;

const dateOf = (value: string): Date => new Date(`${value.includes('T') ? value : `${value}T00:00`}${MOSCOW}`);

const moment = line(40).refine(
  value => value === '' || (MOMENT.test(value) && !Number.isNaN(dateOf(value).getTime())),
  'Введите день и время, например 2026-11-21T14:00',
);

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
  .refine(({ from, to }) => from === '' || to === '' || dateOf(from) < dateOf(to), {
    path: ['to'],
    message: 'Конец должен быть позже начала',
  });

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
