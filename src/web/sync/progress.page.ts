import type { JobView, SyncOverview } from '../../services/web-services.js';
import type { Chip } from '../render/chip.js';
import { links } from '../links.js';
import { leftText } from '../texts/durations.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import { count } from '../texts/numbers.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';
import { KIND_WORDS, PHASE_WORDS, STATUS_CHIPS, countersText, isActive } from './job-words.js';

/** The progress of the run under way, or how the last one ended. */
export interface ProgressModel {
  /** While true the fragment asks for itself again every 2 s. */
  readonly isActive: boolean;
  readonly title: string;
  readonly chip: Chip | null;
  readonly href: string | null;
  /** «184 из 420 · осталось около 2 мин»; empty while nothing can be counted. */
  readonly steps: string;
  readonly done: number;
  /** 0 = not known yet: the bar only shows that something is going on. */
  readonly total: number;
  readonly counters: string;
  readonly card: ProblemCard | null;
  readonly endedAt: Moment | null;
  /** When a parked run goes on. */
  readonly resumeAt: Moment | null;
}

const NOTHING: ProgressModel = {
  isActive: false,
  title: 'Обменов ещё не было',
  chip: null,
  href: null,
  steps: '',
  done: 0,
  total: 0,
  counters: '',
  card: null,
  endedAt: null,
  resumeAt: null,
};

export function progressModel({ current, last }: Pick<SyncOverview, 'current' | 'last'>, now: Date): ProgressModel {
  if (current !== null && isActive(current)) return activeModel(current);
  const job = current ?? last;
  if (job === null) return NOTHING;
  return {
    ...NOTHING,
    title: job.kind === 'sync' ? 'Последний обмен' : `Последний обмен: ${KIND_WORDS[job.kind].toLowerCase()}`,
    chip: STATUS_CHIPS[job.status],
    href: links.run(job.id),
    counters: countersText(job.counters),
    card: job.reason === null ? null : problemCard(job.reason.code, job.reason.params),
    endedAt: momentOf(job.finishedAt ?? job.startedAt ?? job.createdAt, now),
    resumeAt: job.resumeAt === null ? null : momentOf(job.resumeAt, now),
  };
}

function activeModel(job: JobView): ProgressModel {
  const { done, total, secondsLeft } = job.progress;
  const steps = total === 0 ? [] : [`${count(done)} из ${count(total)}`];
  if (secondsLeft !== null && total > 0) steps.push(leftText(secondsLeft));
  return {
    ...NOTHING,
    isActive: true,
    title: job.status === 'pending' ? PHASE_WORDS.queued : PHASE_WORDS[job.phase],
    href: links.run(job.id),
    steps: steps.join(' · '),
    done: Math.min(done, total),
    total,
    counters: countersText(job.counters, 'пока без изменений'),
  };
}
