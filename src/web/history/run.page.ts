import type { JobView, OperationView } from '../../services/web-services.js';
import type { Crumb } from '../render/crumbs.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import { jobCard, resumeText } from '../sync/job-card.js';
import type { CounterTile } from '../sync/job-words.js';
import { KIND_WORDS, STATUS_CHIPS, TRIGGER_WORDS, counterTiles, isActive, nothingSent } from '../sync/job-words.js';
import type { ProgressModel } from '../sync/progress.page.js';
import { progressModel } from '../sync/progress.page.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import { count, counted } from '../texts/numbers.js';
import type { ProblemCard } from '../texts/problem.js';
import type { ApprovalModel } from './approval.page.js';
import { approvalModel } from './approval.page.js';
import type { OperationLine } from './operation-line.js';
import { operationLine } from './operation-line.js';
import type { RunFilterModel, RunQueryValues } from './run-filter.js';
import { runFilterModel } from './run-filter.js';
import { took } from './runs.page.js';

export interface RunModel {
  readonly crumbs: readonly Crumb[];
  readonly heading: string;
  readonly status: Chip;
  readonly trigger: string;
  readonly at: Moment;
  readonly took: string;
  /** When a parked job goes on, or may be asked for again. */
  readonly resumeAt: Moment | null;
  /** What happens at that time. */
  readonly resumeText: string;
  readonly card: ProblemCard | null;
  /** Whether the card asks for something, or only tells. */
  readonly cardTone: 'need' | 'info';
  readonly tiles: readonly CounterTile[];
  /** Only while the run is under way. */
  readonly progress: ProgressModel | null;
  readonly operations: readonly OperationLine[];
  readonly total: string;
  /** What the empty list means. */
  readonly empty: string;
  readonly pager: Pager | null;
  readonly filter: RunFilterModel | null;
  /** Only while the job waits for a yes. */
  readonly approval: ApprovalModel | null;
  /** Ends the run at its next change; `null` = there is nothing to end. */
  readonly cancelHref: string | null;
  readonly undoHref: string | null;
  /** Trying again what did not work; `null` = nothing failed, or it was made good since. */
  readonly retry: { readonly href: string; readonly label: string } | null;
  /** The list as a file, narrowed as it is shown; `null` = there is nothing to take along. */
  readonly files: { readonly csv: string; readonly excel: string } | null;
  /** The job this one belongs to, and the one that took it back. */
  readonly related: readonly { readonly text: string; readonly href: string }[];
}

interface Found {
  readonly job: JobView;
  readonly operations: readonly OperationView[];
  readonly total: number;
  readonly pageSize: number;
  /** What waits for a yes, apart from the rest; `null` = the job does not wait. */
  readonly risky: { readonly operations: readonly OperationView[]; readonly total: number } | null;
  /** Goods of this run that could be tried again. */
  readonly retryable: number;
}

export function runPage(
  { job, operations, total, pageSize, risky, retryable }: Found,
  query: RunQueryValues,
  now: Date,
): Page & { model: RunModel } {
  const filter = runFilterModel(job.id, query);
  const narrowed = { state: query.state, kind: query.kind, search: query.q };
  const heading = `${KIND_WORDS[job.kind]} № ${job.id}`;
  return {
    view: 'history/run',
    title: heading,
    section: 'history',
    isLive: isActive(job),
    model: {
      crumbs: [
        { label: 'История', href: links.runs() },
        { label: heading, href: null },
      ],
      heading,
      status: STATUS_CHIPS[job.status],
      trigger: TRIGGER_WORDS[job.trigger] + (job.isPartial && job.sourceJobId === null ? ', только выбранное' : ''),
      at: momentOf(job.startedAt ?? job.createdAt, now),
      took: took(job),
      resumeAt: job.resumeAt === null ? null : momentOf(job.resumeAt, now),
      resumeText: resumeText(job),
      card: jobCard(job),
      cardTone: job.resumeAt !== null || isQuiet(job) ? 'info' : 'need',
      tiles: counterTiles(job.counters),
      progress: isActive(job) ? progressModel({ current: job, last: null }, now) : null,
      operations: operations.map(operationLine),
      total: counted(total, 'изменение', 'изменения', 'изменений'),
      empty: emptyText(job, filter.isNarrowed),
      pager: pagerOf({ page: query.page, pageSize, total }, page => links.run(job.id, { ...narrowed, page })),
      filter: total === 0 && !filter.isNarrowed ? null : filter,
      approval: risky === null ? null : approvalModel(job, risky, query.pick),
      cancelHref: isActive(job) ? links.cancel(job.id) : null,
      undoHref: canBeUndone(job) ? links.undo(job.id) : null,
      retry:
        retryable === 0
          ? null
          : { href: links.retryFailed(job.id), label: `Повторить неудавшееся (${count(retryable)})` },
      files:
        total === 0
          ? null
          : { csv: links.exportRun(job.id, narrowed), excel: links.exportRun(job.id, narrowed, 'excel') },
      related: relatedJobs(job),
    },
  };
}

const QUIET: ReadonlySet<string> = new Set([
  'SYNC.APPROVED',
  'SYNC.DECLINED',
  'SYNC.SUPERSEDED',
  'SYNC.CANCELLED',
  'SYNC.TERMINATED',
]);

const isQuiet = ({ reason }: JobView): boolean => reason !== null && QUIET.has(reason.code);

function emptyText(job: JobView, isNarrowed: boolean): string {
  if (isNarrowed) return 'Таких изменений в этом обмене нет.';
  if (isActive(job)) return 'Изменения появятся здесь, как только мы их посчитаем.';
  if (job.status === 'awaiting_approval') return 'Без вашего ответа в VK ничего не отправляли.';
  return nothingSent(job);
}

const UNDOABLE: readonly JobView['kind'][] = ['sync', 'pilot', 'undo'];

/** The use case has the last word; here only what plainly changed nothing, or was taken back, is left out. */
function canBeUndone({ kind, status, finishedAt, undoneByJobId, counters }: JobView): boolean {
  const changes = counters.created + counters.updated + counters.hidden + counters.deleted;
  const isOver = finishedAt !== null && status !== 'awaiting_approval';
  return UNDOABLE.includes(kind) && isOver && undoneByJobId === null && changes > 0;
}

const UNFINISHED: readonly JobView['status'][] = ['failed', 'cancelled', 'parked'];

function relatedJobs({ kind, status, trigger, sourceJobId, undoneByJobId }: JobView): RunModel['related'] {
  const related: { text: string; href: string }[] = [];
  if (undoneByJobId !== null)
    related.push({ text: `Изменения отменены: откат № ${undoneByJobId}`, href: links.run(undoneByJobId) });
  if (sourceJobId !== null && kind === 'undo')
    related.push({ text: `Отменяет обмен № ${sourceJobId}`, href: links.run(sourceJobId) });
  if (sourceJobId !== null && kind === 'undo' && UNFINISHED.includes(status))
    related.push({ text: 'Отмена не закончена: продолжить…', href: links.undo(sourceJobId) });
  if (sourceJobId !== null && kind === 'sync' && trigger === 'manual')
    related.push({ text: `Повторяет неудавшееся в обмене № ${sourceJobId}`, href: links.run(sourceJobId) });
  if (sourceJobId !== null && trigger === 'approval')
    related.push({ text: `По вашему ответу на обмен № ${sourceJobId}`, href: links.run(sourceJobId) });
  return related;
}
