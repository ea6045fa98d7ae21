import type { AdminJobsService } from '../../../services/admin/jobs/jobs-contracts.js';
import type { OperationView } from '../../../services/web-services.js';
import type { OperationLine } from '../../history/operation-line.js';
import { operationLine } from '../../history/operation-line.js';
import { OPERATION_STATES } from '../../history/operation-words.js';
import { took } from '../../history/runs.page.js';
import { links } from '../../links.js';
import type { Chip } from '../../render/chip.js';
import type { Crumb } from '../../render/crumbs.js';
import type { Page } from '../../render/page-presenter.js';
import { pagerOf, type Pager } from '../../render/pager.js';
import { jobCard } from '../../sync/job-card.js';
import type { CounterTile } from '../../sync/job-words.js';
import { KIND_WORDS, PHASE_WORDS, STATUS_CHIPS, counterTiles, isActive } from '../../sync/job-words.js';
import { momentOf, type Moment } from '../../texts/moments.js';
import { count, counted } from '../../texts/numbers.js';
import type { ProblemCard } from '../../texts/problem.js';
import { ADMIN_TRIGGERS } from './admin-job-words.js';
import { jobActions, merchantActions, type JobAction } from './job-actions.js';
import type { JobsViewer } from './jobs.page.js';

type Found = Awaited<ReturnType<AdminJobsService['job']>>;

interface Fact {
  readonly label: string;
  readonly text: string;
  readonly at: Moment | null;
  readonly note: string;
}

export interface AdminJobModel {
  readonly crumbs: readonly Crumb[];
  readonly heading: string;
  readonly status: Chip;
  readonly merchant: { readonly email: string; readonly jobsHref: string; readonly userHref: string | null };
  readonly facts: readonly Fact[];
  /** The numbers by which it is found in Temporal and in the log. */
  readonly ids: readonly Fact[];
  readonly card: ProblemCard | null;
  readonly cardTone: 'need' | 'info';
  readonly tiles: readonly CounterTile[];
  readonly actions: readonly JobAction[];
  readonly back: string;
  readonly temporalHref: string | null;
  readonly logsHref: string | null;
  readonly chips: readonly {
    readonly label: string;
    readonly href: string;
    readonly count: string;
    readonly isCurrent: boolean;
  }[];
  readonly operations: readonly OperationLine[];
  readonly total: string;
  readonly pager: Pager | null;
}

export function adminJobPage(
  { job, states, operations, total, pageSize }: Found,
  query: { readonly page: number; readonly state: OperationView['state'] | '' },
  viewer: JobsViewer & { readonly maySeeLogs: boolean },
): Page & { model: AdminJobModel } {
  const { now } = viewer;
  const heading = `${KIND_WORDS[job.kind]} № ${job.id}`;
  return {
    view: 'admin/job',
    title: heading,
    section: 'admin-jobs',
    ...(isActive(job) ? { refreshSeconds: 15 } : {}),
    model: {
      crumbs: [
        { label: 'Обмены', href: links.admin.jobs },
        { label: heading, href: null },
      ],
      heading,
      status: STATUS_CHIPS[job.status],
      merchant: {
        email: job.merchant.email,
        jobsHref: links.admin.jobsOf(job.merchant.id),
        userHref: viewer.maySeeUsers ? links.admin.user(job.merchant.id) : null,
      },
      facts: factsOf(job, now),
      ids: [
        fact('Процесс в Temporal (Workflow ID)', job.workflowId ?? '—'),
        fact('Его запуск (Run ID)', job.runId ?? '—'),
        fact('Номер в журналах сервера', job.requestId),
        fact('Продавец', `№ ${job.merchant.id}`),
      ],
      card: withoutAction(jobCard(job)),
      cardTone: job.status === 'failed' || job.status === 'awaiting_approval' ? 'need' : 'info',
      tiles: counterTiles(job.counters),
      actions: viewer.mayControl ? [...jobActions(job), ...merchantActions(job.merchant)] : [],
      back: links.admin.job(job.id),
      temporalHref: job.temporalUrl,
      logsHref: viewer.maySeeLogs ? `${links.admin.logs}?job=${job.id}` : null,
      chips: stateChips(job.id, states, query.state),
      operations: operations.map(adminOperation),
      total: counted(total, 'операция', 'операции', 'операций'),
      pager: pagerOf({ page: query.page, pageSize, total }, page => pageHref(job.id, query.state, page)),
    },
  };
}

/** Buttons of a card lead to pages of the merchant. */
function withoutAction(card: ProblemCard | null): ProblemCard | null {
  if (card === null) return null;
  const { code, what, why, fix } = card;
  return { code, what, why, fix };
}

/** A change as somebody reads it who is not the merchant: without links to their pages, nor «вами» for their answers. */
function adminOperation(operation: OperationView): OperationLine {
  const line = operationLine(operation);
  const state = { ...line.state, text: line.state.text.replace(' вами', ' продавцом') };
  return { ...line, state, href: null, error: withoutAction(line.error) };
}

const fact = (label: string, text: string, note = ''): Fact => ({ label, text, at: null, note });
const moment = (label: string, date: Date | null, now: Date): Fact[] =>
  date === null ? [] : [{ label, text: '', at: momentOf(date, now), note: '' }];

function factsOf(job: Found['job'], now: Date): readonly Fact[] {
  const { progress } = job;
  return [
    fact('Запущен', ADMIN_TRIGGERS[job.trigger], job.sourceJobId === null ? '' : `к обмену № ${job.sourceJobId}`),
    ...(isActive(job) ? [fact('Сейчас', PHASE_WORDS[job.phase])] : [fact('Фаза', PHASE_WORDS[job.phase])]),
    ...(progress.total === 0 ? [] : [fact('Сделано', `${count(progress.done)} из ${count(progress.total)}`)]),
    ...moment('Создан', job.createdAt, now),
    ...moment('Начат', job.startedAt, now),
    ...moment('Последнее движение', isActive(job) ? job.progressAt : null, now),
    ...moment('Закончен', job.finishedAt, now),
    ...(job.finishedAt === null || job.startedAt === null ? [] : [fact('Длился', took(job))]),
    ...moment('Продолжится', job.resumeAt, now),
  ];
}

const pageHref = (id: Found['job']['id'], state: string, page = 1): string => {
  const values = { ...(state === '' ? {} : { state }), ...(page === 1 ? {} : { page: String(page) }) };
  const query = new URLSearchParams(values).toString();
  return query === '' ? links.admin.job(id) : `${links.admin.job(id)}?${query}`;
};

function stateChips(
  id: Found['job']['id'],
  states: Found['states'],
  current: OperationView['state'] | '',
): AdminJobModel['chips'] {
  const all = states.reduce((sum, one) => sum + one.count, 0);
  if (all === 0) return [];
  return [
    { label: 'Все', href: pageHref(id, ''), count: count(all), isCurrent: current === '' },
    ...states.map(one => ({
      label: OPERATION_STATES[one.state].text,
      href: pageHref(id, one.state),
      count: count(one.count),
      isCurrent: current === one.state,
    })),
  ];
}
