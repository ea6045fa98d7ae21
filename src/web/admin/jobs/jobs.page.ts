import type { AdminJob, AdminJobList, AdminJobMark } from '../../../services/admin/jobs/jobs-contracts.js';
import { fieldOf, type FilterField } from '../filters/filter-field.js';
import { errorSummary, type ErrorSummary, type FieldErrors } from '../../forms/field.js';
import { took } from '../../history/runs.page.js';
import { links } from '../../links.js';
import type { Chip } from '../../render/chip.js';
import type { Page } from '../../render/page-presenter.js';
import { KIND_WORDS, STATUS_CHIPS, countersText, isActive } from '../../sync/job-words.js';
import { momentOf, type Moment } from '../../texts/moments.js';
import { count } from '../../texts/numbers.js';
import { problemCard } from '../../texts/problem.js';
import { ADMIN_TRIGGERS, ONLY_WORDS } from './admin-job-words.js';
import { jobActions, merchantActions, type JobAction } from './job-actions.js';
import { jobsHref } from './jobs-href.js';
import type { JobsForm } from './jobs.schema.js';

export interface AdminJobLine {
  readonly id: number;
  readonly href: string;
  readonly what: string;
  readonly trigger: string;
  readonly merchant: { readonly href: string; readonly email: string; readonly isPaused: boolean };
  readonly status: Chip;
  /** Why it ended so, or where it is; empty = nothing to say. */
  readonly reason: string;
  readonly code: string;
  readonly counters: string;
  readonly at: Moment;
  readonly took: string;
  readonly temporalHref: string | null;
  readonly actions: readonly JobAction[];
}

export interface JobsModel {
  readonly action: string;
  /** Where the forms of a row lead back to. */
  readonly back: string;
  readonly chips: readonly { readonly label: string; readonly href: string; readonly isCurrent: boolean }[];
  /** What the form keeps of the chips. */
  readonly only: string;
  readonly fields: readonly FilterField<keyof JobsForm>[];
  readonly summary: ErrorSummary | null;
  readonly isNarrowed: boolean;
  /** The one merchant whose runs these are; `null` = of all. */
  readonly merchant: {
    readonly email: string;
    readonly href: string | null;
    readonly isPaused: boolean;
    readonly actions: readonly JobAction[];
  } | null;
  readonly rows: readonly AdminJobLine[];
  readonly empty: string;
  readonly newest: string | null;
  readonly newer: string | null;
  readonly older: string | null;
}

/** What this person may do here, and when. */
export interface JobsViewer {
  readonly now: Date;
  readonly mayControl: boolean;
  readonly maySeeUsers: boolean;
}

const NOTHING: AdminJobList = { rows: [], hasNewer: false, hasOlder: false, merchant: null };

/** The list; with faults in the form (`found` null) the form alone. */
export function adminJobsPage(
  form: JobsForm,
  found: AdminJobList | null,
  mark: AdminJobMark,
  viewer: JobsViewer,
  errors: FieldErrors = {},
): Page & { model: JobsModel } {
  const { rows, hasNewer, hasOlder, merchant } = found ?? NOTHING;
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    view: 'admin/jobs',
    title: 'Обмены',
    section: 'admin-jobs',
    ...(found === null ? { status: 422 } : {}),
    model: {
      action: links.admin.jobs,
      back: jobsHref(form, mark),
      chips: chipsOf(form),
      only: form.only,
      fields: fieldsOf(form, errors),
      summary: errorSummary(errors),
      isNarrowed: Object.entries(form).some(([name, value]) => name !== 'only' && value !== ''),
      merchant: merchant && {
        email: merchant.email,
        href: viewer.maySeeUsers ? links.admin.user(merchant.id) : null,
        isPaused: merchant.isPaused,
        actions: viewer.mayControl ? merchantActions(merchant) : [],
      },
      rows: rows.map(job => jobLine(job, viewer)),
      empty: emptyText(form, found),
      newest: mark === null ? null : jobsHref(form),
      newer: hasNewer && first !== undefined ? jobsHref(form, { newerThan: first.id }) : null,
      older: hasOlder && last !== undefined ? jobsHref(form, { olderThan: last.id }) : null,
    },
  };
}

function emptyText(form: JobsForm, found: AdminJobList | null): string {
  if (found === null) return 'Исправьте форму, и список покажется.';
  if (form.merchant !== '' && found.merchant === null) return 'Продавца с такой почтой или номером нет.';
  const isAny = Object.values(form).every(value => value === '');
  return isAny ? 'Обменов ещё не было.' : 'Таких обменов нет.';
}

function jobLine(job: AdminJob, { now, mayControl }: JobsViewer): AdminJobLine {
  return {
    id: job.id,
    href: links.admin.job(job.id),
    what: `${KIND_WORDS[job.kind]} № ${job.id}`,
    trigger: ADMIN_TRIGGERS[job.trigger],
    merchant: {
      href: links.admin.jobsOf(job.merchant.id),
      email: job.merchant.email,
      isPaused: job.merchant.isPaused,
    },
    status: STATUS_CHIPS[job.status],
    reason: job.reason === null ? '' : problemCard(job.reason.code, job.reason.params).what,
    code: job.reason?.code ?? '',
    counters: countersLine(job),
    at: momentOf(job.startedAt ?? job.createdAt, now),
    took: isActive(job) ? '' : took(job),
    temporalHref: job.temporalUrl,
    actions: mayControl ? [...jobActions(job), ...merchantActions(job.merchant)] : [],
  };
}

function countersLine({ status, progress, counters, risky }: AdminJob): string {
  if (status === 'pending') return '';
  if (status === 'running' && progress.total > 0) return `${count(progress.done)} из ${count(progress.total)}`;
  return countersText(counters, risky > 0 ? `ждут ответа: ${count(risky)}` : 'ничего не менялось');
}

function chipsOf(form: JobsForm): JobsModel['chips'] {
  const chip = (only: JobsForm['only'], label: string) => ({
    label,
    href: jobsHref({ ...form, only }),
    isCurrent: form.only === only,
  });
  const words = Object.entries(ONLY_WORDS) as [Exclude<JobsForm['only'], ''>, string][];
  return [chip('', 'Все'), ...words.map(([only, label]) => chip(only, label))];
}

function fieldsOf(form: JobsForm, errors: FieldErrors): readonly FilterField<keyof JobsForm>[] {
  const field = fieldOf(form, errors);
  const statuses = Object.fromEntries(Object.entries(STATUS_CHIPS).map(([name, { text }]) => [name, text]));
  return [
    field('merchant', 'Продавец: почта или номер', 'text'),
    field('status', 'Итог', 'select', statuses),
    field('kind', 'Что это было', 'select', KIND_WORDS),
    field('trigger', 'Кто запустил', 'select', ADMIN_TRIGGERS),
    field('reason', 'Код причины', 'text'),
    field('from', 'С (Москва)', 'datetime-local'),
    field('to', 'До (Москва)', 'datetime-local'),
  ];
}
