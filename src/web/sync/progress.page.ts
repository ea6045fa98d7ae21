import type { ShopQuota } from '../../services/sync/preview/preview-contracts.js';
import type { JobView, SyncOverview } from '../../services/web-services.js';
import type { Chip } from '../render/chip.js';
import { links } from '../links.js';
import { leftText } from '../texts/durations.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import { count } from '../texts/numbers.js';
import type { ProblemCard } from '../texts/problem.js';
import { jobCard, resumeText } from './job-card.js';
import { KIND_WORDS, PHASE_WORDS, STATUS_CHIPS, countersText, isActive } from './job-words.js';
import type { QuotaModel } from './quota.page.js';
import { quotaModel } from './quota.page.js';

/** Without scripts a page with a run under way asks again by itself. */
export const REFRESH_SECONDS = 5;

/** The progress of the run under way, or how the last one ended. */
export interface ProgressModel {
  /** While true the fragment asks for itself again every 2 s. */
  readonly isActive: boolean;
  /** Where the fragment asks. */
  readonly pollHref: string;
  readonly title: string;
  readonly chip: Chip | null;
  readonly href: string | null;
  /** «Шаг 3 из 5»; empty for what has one step only. */
  readonly step: string;
  /** «184 из 420 · осталось около 2 мин»; empty while nothing can be counted. */
  readonly steps: string;
  readonly done: number;
  /** 0 = not known yet: the bar only shows that something is going on. */
  readonly total: number;
  readonly counters: string;
  readonly card: ProblemCard | null;
  readonly endedAt: Moment | null;
  /** When a parked run goes on, or may be asked for again, and which of the two. */
  readonly resumeAt: Moment | null;
  readonly resumeText: string;
  /** What VK still takes today; `null` = it has shown no limit, or nothing is added. */
  readonly quota: QuotaModel | null;
}

const NOTHING: ProgressModel = {
  isActive: false,
  pollHref: links.progress('page'),
  title: 'Обменов ещё не было',
  chip: null,
  href: null,
  step: '',
  steps: '',
  done: 0,
  total: 0,
  counters: '',
  card: null,
  endedAt: null,
  resumeAt: null,
  resumeText: '',
  quota: null,
};

/** `quota`: asked for by pages that speak of new goods. */
export function progressModel(
  { current, last }: Pick<SyncOverview, 'current' | 'last'>,
  now: Date,
  quota: ShopQuota | null = null,
): ProgressModel {
  if (current !== null && isActive(current)) return { ...activeModel(current), quota: quotaModel(quota, now) };
  const job = current ?? last;
  if (job === null) return NOTHING;
  const isOfDay = quota !== null && (quota.waiting > 0 || quota.left === 0);
  // The meter says all there is to say of a day that is used up.
  const isToldByQuota = isOfDay && job.reason?.code === 'LIMIT.ADDS_PER_DAY';
  return {
    ...NOTHING,
    title: job.kind === 'sync' ? 'Последний обмен' : `Последний обмен: ${KIND_WORDS[job.kind].toLowerCase()}`,
    chip: STATUS_CHIPS[job.status],
    href: links.run(job.id),
    counters: countersText(job.counters),
    card: isToldByQuota ? null : jobCard(job),
    endedAt: momentOf(job.finishedAt ?? job.startedAt ?? job.createdAt, now),
    resumeAt: job.resumeAt === null || isToldByQuota ? null : momentOf(job.resumeAt, now),
    resumeText: resumeText(job),
    quota: isOfDay ? quotaModel(quota, now) : null,
  };
}

/** Phases of a run from the till to VK, in their order. */
const STEPS: readonly JobView['phase'][] = ['till', 'listings', 'shop', 'plan', 'apply'];

function stepText({ kind, phase, status }: JobView): string {
  const at = STEPS.indexOf(phase);
  if (at < 0 || status === 'pending' || kind === 'undo' || kind === 'disconnect') return '';
  const last = kind === 'preview' ? STEPS.length - 1 : STEPS.length;
  return `Шаг ${Math.min(at + 1, last)} из ${last}`;
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
    step: stepText(job),
    steps: steps.join(' · '),
    done: Math.min(done, total),
    total,
    counters: countersText(job.counters, 'пока без изменений'),
  };
}
