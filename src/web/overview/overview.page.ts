import { goesOnByItself } from '../../domain/sync/job-outcome.js';
import type { ClaimCard } from '../connections/claim.page.js';
import type { NeedFacts } from '../../services/notices/notice-contracts.js';
import type { DayOfRuns, SetupFacts } from '../../services/overview/overview-contracts.js';
import type { JobView, SyncOverview } from '../../services/web-services.js';
import type { IconName } from '../assets/icon-names.js';
import type { Tone } from '../render/flash.js';
import type { Page } from '../render/page-presenter.js';
import type { Sparkline } from '../render/sparkline.js';
import { sparkline } from '../render/sparkline.js';
import { clockLine } from '../sync/clock-line.js';
import type { Need, Questions, Told } from '../sync/needs.page.js';
import { NO_QUESTIONS, needsOf, pressing } from '../sync/needs.page.js';
import type { NumberTile } from '../sync/numbers.page.js';
import { numberTiles, numbersSentence } from '../sync/numbers.page.js';
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
  /** The clock stands, for everybody; `null` = it goes. */
  readonly clock: string | null;
  readonly canRun: boolean;
  readonly needs: readonly Need[];
  /** Good news, put away by the merchant. */
  readonly news: readonly Need[];
  /** What the merchant put off. */
  readonly snoozed: readonly Need[];
  /** Tills that wait to be claimed and that nothing stands in the way of. */
  readonly claims: readonly ClaimCard[];
  readonly steps: readonly Step[] | null;
  /** «2 из 6». */
  readonly stepsDone: string;
  readonly numbers: readonly NumberTile[] | null;
  readonly numbersText: string;
  readonly progress: ProgressModel;
  readonly line: Sparkline | null;
  readonly services: readonly ServiceLine[];
  /** Before the first run the checklist says it all. */
  readonly showsRuns: boolean;
}

/** What the page is made of. */
export interface OverviewGiven {
  readonly sync: SyncOverview;
  readonly setup: SetupFacts;
  readonly now: Date;
  readonly days?: readonly DayOfRuns[];
  readonly notices?: Told['notices'];
  readonly questions?: Questions;
  readonly claims?: readonly ClaimCard[];
  readonly clock?: NeedFacts['clock'] | undefined;
}

export function overviewPage(given: OverviewGiven): Page & { model: OverviewModel } {
  const { sync, setup, now, days = [], notices = [], questions = NO_QUESTIONS, claims = [] } = given;
  const steps = checklist(sync, setup);
  const needs = needsOf(sync, questions, { notices, now });
  const progress = progressModel(sync, now);
  const clock = clockLine(given.clock, sync);
  const isConnected = sync.evotor.connection !== null && sync.vk.connection !== null;
  const finishedAt = sync.last?.finishedAt ?? null;
  return {
    view: 'overview/overview',
    title: 'Обзор',
    section: 'overview',
    isLive: progress.isActive,
    showsNeeds: true,
    model: {
      headline: headlineOf(sync, needs, steps, progress.isActive),
      lastAt: finishedAt === null ? null : momentOf(finishedAt, now),
      clock,
      nextAt:
        clock === null && sync.state === 'active' && sync.nextDueAt !== null
          ? upcomingMoment(sync.nextDueAt, now)
          : null,
      canRun: sync.state === 'active' && isConnected && !progress.isActive,
      resumeAt: parkedUntil(sync, now),
      needs: pressing(needs),
      news: needs.filter(({ tone }) => tone === 'fine'),
      snoozed: needs.filter(({ isSnoozed }) => isSnoozed),
      claims: claims.filter(({ disconnectHref }) => disconnectHref === null),
      steps,
      stepsDone: steps === null ? '' : `${steps.filter(({ state }) => state === 'done').length} из ${steps.length}`,
      numbers: sync.numbers.onTill === 0 ? null : numberTiles(sync.numbers),
      numbersText: sync.numbers.onTill === 0 ? '' : numbersSentence(sync.numbers),
      progress,
      line: sparkline(days),
      services: [serviceLine(sync.evotor), serviceLine(sync.vk)],
      showsRuns: steps === null || sync.current !== null || sync.last !== null,
    },
  };
}

/** Who asked for the rest; the time it ends stands below, else that nothing is to be done. */
function parkedText({ kind, isPartial, reason, resumeAt }: JobView): string {
  const what = reason === null ? 'Обмен отложен' : problemCard(reason.code, reason.params).what;
  return resumeAt === null && goesOnByItself(kind, isPartial) ? `${what}, продолжим сами` : what;
}

function parkedUntil({ current, last }: SyncOverview, now: Date): Moment | null {
  if (current !== null || last?.status !== 'parked' || last.resumeAt === null) return null;
  return goesOnByItself(last.kind, last.isPartial) ? upcomingMoment(last.resumeAt, now) : null;
}

/** What was put off counts here too: the list may be shorter for a day, but nothing is all right by that. */
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
  const [worst] = [...pressing(needs), ...needs.filter(({ tone }) => tone === 'need')];
  if (worst !== undefined) return { tone: 'need', icon: 'exclamation-circle-fill', text: worst.text };
  if (sync.last?.status === 'parked') return { tone: 'info', icon: 'clock', text: parkedText(sync.last) };
  if (sync.last?.status === 'partial')
    return { tone: 'need', icon: 'exclamation-circle-fill', text: 'Обмен прошёл, но не всё получилось' };
  return { tone: 'fine', icon: 'check-circle-fill', text: 'Всё в порядке' };
}
