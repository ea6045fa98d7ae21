import type { JobView, StoreRow, SyncOverview } from '../../services/web-services.js';
import type { IconName } from '../assets/icon-names.js';
import { links } from '../links.js';
import type { Tone } from '../render/flash.js';
import type { Page } from '../render/page-presenter.js';
import type { Need, Questions } from '../sync/needs.page.js';
import { NO_QUESTIONS, needsOf } from '../sync/needs.page.js';
import type { NumberTile } from '../sync/numbers.page.js';
import { numberTiles } from '../sync/numbers.page.js';
import type { ProgressModel } from '../sync/progress.page.js';
import { progressModel } from '../sync/progress.page.js';
import type { Moment } from '../texts/moments.js';
import { momentOf, upcomingMoment } from '../texts/moments.js';
import { problemCard } from '../texts/problem.js';
import type { ServiceLine } from './service-line.js';
import { serviceLine } from './service-line.js';
import type { Step } from './checklist.page.js';
import { checklist } from './checklist.page.js';

/** The answer to «is everything all right?». */
export interface Headline {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
}

export interface OverviewModel {
  readonly headline: Headline;
  readonly lastAt: Moment | null;
  readonly nextAt: Moment | null;
  /** When a parked run goes on: rest, not a failure. */
  readonly resumeAt: Moment | null;
  readonly canRun: boolean;
  readonly needs: readonly Need[];
  readonly steps: readonly Step[] | null;
  readonly numbers: readonly NumberTile[] | null;
  readonly progress: ProgressModel;
  readonly services: readonly ServiceLine[];
  /** Before the first run the checklist says it all. */
  readonly showsRuns: boolean;
}

export function overviewPage(
  sync: SyncOverview,
  stores: readonly StoreRow[],
  now: Date,
  questions: Questions = NO_QUESTIONS,
): Page & { model: OverviewModel } {
  const steps = checklist(sync);
  const needs = needsOf(sync, questions);
  const progress = progressModel(sync, now);
  const isConnected = sync.evotor.connection !== null && sync.vk.connection !== null;
  const only = stores.length === 1 ? stores[0] : undefined;
  const finishedAt = sync.last?.finishedAt ?? null;
  return {
    view: 'overview/overview',
    title: 'Обзор',
    section: 'overview',
    isLive: progress.isActive,
    model: {
      headline: headlineOf(sync, needs, steps, progress.isActive),
      lastAt: finishedAt === null ? null : momentOf(finishedAt, now),
      nextAt: sync.state === 'active' && sync.nextDueAt !== null ? upcomingMoment(sync.nextDueAt, now) : null,
      canRun: sync.state === 'active' && isConnected && !progress.isActive,
      resumeAt: parkedUntil(sync, now),
      needs,
      steps,
      numbers:
        sync.numbers.onTill === 0
          ? null
          : numberTiles(sync.numbers, state =>
              only === undefined ? links.stores(state) : links.products(only.id, { state }),
            ),
      progress,
      services: [serviceLine(sync.evotor), serviceLine(sync.vk)],
      showsRuns: steps === null || sync.current !== null || sync.last !== null,
    },
  };
}

/** Who asked for the rest; the time it ends stands below, else that nothing is to be done. */
function parkedText({ reason, resumeAt }: JobView): string {
  const what = reason === null ? 'Обмен отложен' : problemCard(reason.code, reason.params).what;
  return resumeAt === null ? `${what}, продолжим сами` : what;
}

function parkedUntil({ current, last }: SyncOverview, now: Date): Moment | null {
  const resumeAt = current === null && last?.status === 'parked' ? last.resumeAt : null;
  return resumeAt === null ? null : upcomingMoment(resumeAt, now);
}

function headlineOf(
  sync: SyncOverview,
  needs: readonly Need[],
  steps: readonly Step[] | null,
  isActive: boolean,
): Headline {
  if (needs.some(need => need.tone === 'broken')) {
    return { tone: 'broken', icon: 'exclamation-triangle-fill', text: 'Нужна ваша помощь' };
  }
  if (steps !== null) {
    const left = steps.filter(step => step.state !== 'done').length;
    return {
      tone: 'info',
      icon: 'info-circle-fill',
      text: left === 1 ? 'Остался один шаг' : 'Настроим обмен за несколько минут',
    };
  }
  if (isActive) return { tone: 'info', icon: 'arrow-repeat', text: 'Идёт обмен' };
  if (needs.length > 0) return { tone: 'need', icon: 'exclamation-circle-fill', text: needs[0]?.text ?? '' };
  if (sync.last?.status === 'parked') return { tone: 'info', icon: 'clock', text: parkedText(sync.last) };
  if (sync.last?.status === 'partial')
    return { tone: 'need', icon: 'exclamation-circle-fill', text: 'Обмен прошёл, но не всё получилось' };
  return { tone: 'fine', icon: 'check-circle-fill', text: 'Всё в порядке' };
}
