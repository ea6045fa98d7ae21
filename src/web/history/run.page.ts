import type { JobView, OperationView } from '../../services/web-services.js';
import type { Crumb } from '../render/crumbs.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import type { CounterTile } from '../sync/job-words.js';
import { KIND_WORDS, STATUS_CHIPS, TRIGGER_WORDS, counterTiles, isActive } from '../sync/job-words.js';
import type { ProgressModel } from '../sync/progress.page.js';
import { progressModel } from '../sync/progress.page.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import { counted } from '../texts/numbers.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';
import type { OperationLine } from './operation-line.js';
import { operationLine } from './operation-line.js';
import { took } from './runs.page.js';

export interface RunModel {
  readonly crumbs: readonly Crumb[];
  readonly heading: string;
  readonly status: Chip;
  readonly trigger: string;
  readonly at: Moment;
  readonly took: string;
  readonly resumeAt: Moment | null;
  readonly card: ProblemCard | null;
  readonly tiles: readonly CounterTile[];
  /** Only while the run is under way. */
  readonly progress: ProgressModel | null;
  readonly operations: readonly OperationLine[];
  readonly total: string;
  /** What the empty list means. */
  readonly empty: string;
  readonly pager: Pager | null;
}

interface Found {
  readonly job: JobView;
  readonly operations: readonly OperationView[];
  readonly total: number;
  readonly pageSize: number;
}

export function runPage(
  { job, operations, total, pageSize }: Found,
  page: number,
  now: Date,
): Page & { model: RunModel } {
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
      trigger: TRIGGER_WORDS[job.trigger],
      at: momentOf(job.startedAt ?? job.createdAt, now),
      took: took(job),
      resumeAt: job.resumeAt === null ? null : momentOf(job.resumeAt, now),
      card: job.reason === null ? null : problemCard(job.reason.code, job.reason.params),
      tiles: counterTiles(job.counters),
      progress: isActive(job) ? progressModel({ current: job, last: null }, now) : null,
      operations: operations.map(operationLine),
      total: counted(total, 'изменение', 'изменения', 'изменений'),
      empty: isActive(job)
        ? 'Изменения появятся здесь, как только мы их посчитаем.'
        : 'На кассе ничего не изменилось, в VK ничего не отправляли.',
      pager: pagerOf({ page, pageSize, total }, next => links.run(job.id, next)),
    },
  };
}
