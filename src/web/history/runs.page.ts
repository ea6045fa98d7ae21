import type { JobView } from '../../services/web-services.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import { KIND_WORDS, STATUS_CHIPS, TRIGGER_WORDS, countersText, isActive } from '../sync/job-words.js';
import { spanText } from '../texts/durations.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import { counted } from '../texts/numbers.js';
import { problemCard } from '../texts/problem.js';

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
  readonly pager: Pager | null;
}

interface Found {
  readonly rows: readonly JobView[];
  readonly total: number;
  readonly pageSize: number;
}

export function runsPage({ rows, total, pageSize }: Found, page: number, now: Date): Page & { model: RunsModel } {
  return {
    view: 'history/runs',
    title: 'История',
    section: 'history',
    model: {
      rows: rows.map(job => runLine(job, now)),
      total: counted(total, 'обмен', 'обмена', 'обменов'),
      pager: pagerOf({ page, pageSize, total }, links.runs),
    },
  };
}

const runLine = (job: JobView, now: Date): RunLine => ({
  href: links.run(job.id),
  at: momentOf(job.startedAt ?? job.createdAt, now),
  what: KIND_WORDS[job.kind],
  trigger: TRIGGER_WORDS[job.trigger],
  status: STATUS_CHIPS[job.status],
  counters: isActive(job) ? '' : countersText(job.counters, 'ничего не менялось'),
  reason: job.reason === null ? '' : problemCard(job.reason.code, job.reason.params).what,
  took: took(job),
});

/** «12 с»; empty while a run is not finished. */
export const took = ({ startedAt, finishedAt }: JobView): string =>
  startedAt === null || finishedAt === null ? '' : spanText(finishedAt.getTime() - startedAt.getTime());
