import type { DayOfRuns } from '../../services/overview/overview-contracts.js';
import type { JobView } from '../../services/web-services.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import type { Sparkline } from '../render/sparkline.js';
import { sparkline } from '../render/sparkline.js';
import { KIND_WORDS, STATUS_CHIPS, TRIGGER_WORDS, countersText, isActive } from '../sync/job-words.js';
import { spanText } from '../texts/durations.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import { count, counted } from '../texts/numbers.js';
import { problemCard } from '../texts/problem.js';
import type { RunsFilterModel, RunsQueryValues } from './runs-filter.js';
import { runsFilterModel } from './runs-filter.js';

export interface RunLine {
  readonly href: string;
  readonly at: Moment;
  readonly what: string;
  readonly trigger: string;
  readonly status: Chip;
  readonly counters: string;
  /** The reason in a few words; empty when there is none. */
  readonly reason: string;
  readonly took: string;
}

export interface RunsModel {
  readonly rows: readonly RunLine[];
  readonly total: string;
  readonly filter: RunsFilterModel;
  readonly action: string;
  /** The last two weeks as a little picture; `null` = nothing ran. */
  readonly line: Sparkline | null;
  readonly pager: Pager | null;
}

interface Found {
  readonly rows: readonly JobView[];
  readonly total: number;
  readonly pageSize: number;
  readonly days: readonly DayOfRuns[];
}

export function runsPage(
  { rows, total, pageSize, days }: Found,
  query: RunsQueryValues,
  now: Date,
): Page & { model: RunsModel } {
  return {
    view: 'history/runs',
    title: 'История',
    section: 'history',
    model: {
      rows: rows.map(job => runLine(job, now)),
      total: counted(total, 'обмен', 'обмена', 'обменов'),
      filter: runsFilterModel(query),
      action: links.runs(),
      line: sparkline(days),
      pager: pagerOf({ page: query.page, pageSize, total }, page => links.runs(page, query)),
    },
  };
}

const runLine = (job: JobView, now: Date): RunLine => ({
  href: links.run(job.id),
  at: momentOf(job.startedAt ?? job.createdAt, now),
  what: KIND_WORDS[job.kind],
  trigger: TRIGGER_WORDS[job.trigger],
  status: STATUS_CHIPS[job.status],
  counters: isActive(job)
    ? ''
    : countersText(job.counters, job.risky > 0 ? `ждут вашего ответа: ${count(job.risky)}` : 'ничего не менялось'),
  reason: job.reason === null ? '' : problemCard(job.reason.code, job.reason.params).what,
  took: took(job),
});

/** «12 с»; empty while a run is not finished. */
export const took = ({ startedAt, finishedAt }: JobView): string =>
  startedAt === null || finishedAt === null ? '' : spanText(finishedAt.getTime() - startedAt.getTime());
