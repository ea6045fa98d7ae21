import type { ApiLogLine, ApiLogPage, ApiLogPlace } from '../../../services/admin/api-log-contracts.js';
import { fieldOf, type FilterField } from '../filters/filter-field.js';
import { errorSummary, type ErrorSummary, type FieldErrors } from '../../forms/field.js';
import { links } from '../../links.js';
import type { Chip } from '../../render/chip.js';
import type { Page } from '../../render/page-presenter.js';
import type { Moment } from '../../texts/moments.js';
import { count } from '../../texts/numbers.js';
import { codeMeaning } from './code-words.js';
import { exactMoment } from './log-time.js';
import { millisecondsText, sizeText } from './log-sizes.js';
import { OUTCOME_WORDS, outcomeChip, SERVICE_WORDS, STATUS_WORDS } from './log-words.js';
import type { LogsForm } from './logs.schema.js';

export interface LogRow {
  readonly href: string;
  readonly at: Moment;
  readonly service: string;
  readonly call: string;
  readonly status: string;
  readonly outcome: Chip;
  /** Empty = nothing went wrong. */
  readonly code: string;
  /** What the code means; may be empty. */
  readonly means: string;
  readonly took: string;
  /** «120 Б → 3,4 КБ». */
  readonly sizes: string;
  readonly merchant: { readonly href: string; readonly email: string } | null;
  readonly job: { readonly href: string; readonly text: string } | null;
}

export interface LogsModel {
  readonly action: string;
  readonly fields: readonly FilterField<keyof LogsForm>[];
  readonly summary: ErrorSummary | null;
  readonly isNarrowed: boolean;
  readonly rows: readonly LogRow[];
  /** What the search says of itself; empty = nothing. */
  readonly note: string;
  readonly empty: string;
  readonly newest: string | null;
  readonly newer: string | null;
  readonly older: string | null;
}

const NOTHING: ApiLogPage = { lines: [], older: null, newer: null, stoppedAfter: null };

/** The list, or with faults in the form the form alone. */
export function logsPage(
  form: LogsForm,
  found: ApiLogPage | null,
  place: ApiLogPlace,
  errors: FieldErrors = {},
): Page & { model: LogsModel } {
  const { lines, older, newer, stoppedAfter } = found ?? NOTHING;
  const isNarrowed = Object.values(form).some(value => value !== '');
  return {
    view: 'admin/logs',
    title: 'Журнал API',
    section: 'admin-logs',
    ...(found === null ? { status: 422 } : {}),
    model: {
      action: links.admin.logs,
      fields: fieldsOf(form, errors),
      summary: errorSummary(errors),
      isNarrowed,
      rows: lines.map(rowOf),
      note: stoppedAfter === null ? '' : noteOf(stoppedAfter, lines.length),
      empty: emptyText(found, isNarrowed),
      newest: place === null ? null : logsHref(form),
      newer: newer === null ? null : logsHref(form, { above: newer }),
      older: older === null ? null : logsHref(form, { below: older }),
    },
  };
}

export function logsHref(form: Partial<LogsForm>, place: ApiLogPlace = null): string {
  const values = Object.entries({ ...form, ...place }).filter(([, value]) => value !== '');
  const query = new URLSearchParams(values.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return query === '' ? links.admin.logs : `${links.admin.logs}?${query}`;
}

const noteOf = (scanned: number, found: number): string =>
  `Просмотрено ${count(scanned)} строк, подошло ${count(found)}. Искать можно дальше.`;

function emptyText(found: ApiLogPage | null, isNarrowed: boolean): string {
  if (found === null) return 'Исправьте форму, и журнал покажется.';
  if (found.stoppedAfter !== null) return 'Среди просмотренных строк таких запросов нет.';
  if (isNarrowed) return 'Таких запросов нет.';
  return 'Запросов ещё не было. Они появятся с первым обменом.';
}

function rowOf(line: ApiLogLine): LogRow {
  return {
    href: links.admin.log(line.id),
    at: exactMoment(line.startedAt),
    service: SERVICE_WORDS[line.service],
    call: callText(line),
    status: line.status === null ? '—' : String(line.status),
    outcome: outcomeChip(line),
    code: line.vendorCode ?? '',
    means: codeMeaning(line.service, line.vendorCode),
    took: millisecondsText(line.durationMs),
    sizes: `${sizeText(line.requestBytes)} → ${sizeText(line.responseBytes)}`,
    ...ownerOf(line),
  };
}

/** `GET /stores`; a VK method alone, since all of them are POST. */
export const callText = ({ service, method, path }: ApiLogLine): string =>
  service === 'vk' ? path : `${method} ${path}`;

/** Whose call it was, and of which run. */
export function ownerOf({ userId, email, jobId }: ApiLogLine): Pick<LogRow, 'merchant' | 'job'> {
  return {
    merchant: userId === null ? null : { href: links.admin.user(userId), email: email ?? `№ ${userId}` },
    job: jobId === null ? null : { href: links.admin.job(jobId), text: `Обмен № ${jobId}` },
  };
}

function fieldsOf(form: LogsForm, errors: FieldErrors): readonly FilterField<keyof LogsForm>[] {
  const field = fieldOf(form, errors);
  return [
    field('user', 'Продавец: почта или номер', 'text'),
    field('job', 'Номер обмена', 'text'),
    field('service', 'Сервис', 'select', SERVICE_WORDS),
    field('outcome', 'Итог', 'select', OUTCOME_WORDS),
    field('status', 'Статус HTTP', 'select', STATUS_WORDS),
    field('code', 'Код сервиса', 'text'),
    field('path', 'Путь или метод содержит', 'text'),
    field('from', 'С (Москва)', 'datetime-local'),
    field('to', 'До (Москва)', 'datetime-local'),
  ];
}
