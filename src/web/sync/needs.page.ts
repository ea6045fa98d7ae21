import { causeOf } from '../../domain/notices/causes.js';
import type { NeedConnection, NeedJob, NeedState, NoticeView } from '../../services/notices/notice-contracts.js';
import { SERVICES } from '../connections/connection-words.js';
import { links } from '../links.js';
import { noticeAction } from '../notices/notice-action.js';
import { goods } from '../texts/numbers.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';
import { harmOf } from './need-harm.js';

/** One thing only the merchant can do: a sentence and one button. */
export interface Need {
  readonly tone: 'broken' | 'need' | 'fine';
  readonly text: string;
  readonly hint: string;
  readonly action: { readonly href: string; readonly label: string } | null;
  /** In small print; empty when there is none. */
  readonly code: string;
  /** What it is about: one thing is named once, however many parts report it. */
  readonly cause: string;
  /** Puts it off or away, by a form of its own; `null` = it can only be mended. */
  readonly away: { readonly action: string; readonly label: string } | null;
  /** The merchant said «позже», and the time is not over. */
  readonly isSnoozed: boolean;
}

/** Questions that wait for an answer, counted. */
export interface Questions {
  /** Goods changed by hand in VK. */
  readonly drifts: number;
  /** Goods in VK that look like ours. */
  readonly offers: number;
}

export const NO_QUESTIONS: Questions = { drifts: 0, offers: 0 };

/** Notices that stand open, and the time by which «позже» is judged. */
export interface Told {
  readonly notices: readonly NoticeView[];
  readonly now: Date;
}

const NOTHING_TOLD: Told = { notices: [], now: new Date(0) };

/** A need that no notice speaks of. */
type Draft = Omit<Need, 'away' | 'isSnoozed'>;

/** What needs the merchant, the most harmful first; what was put off is among them and says so. */
export function needsOf(sync: NeedState, questions: Questions = NO_QUESTIONS, told: Told = NOTHING_TOLD): Need[] {
  const seen = new Map<string, Need>();
  for (const draft of [...stateNeeds(sync), ...questionNeeds(questions)])
    if (!seen.has(draft.cause)) seen.set(draft.cause, { ...draft, away: null, isSnoozed: false });
  for (const notice of told.notices) {
    const { id: cause } = causeOf(notice.code);
    const known = seen.get(cause);
    // Of several notices of a cause the newest counts: they come in that order.
    if (known?.away != null) continue;
    seen.set(cause, {
      ...(known ?? noticeNeed(notice, cause)),
      away: awayOf(notice),
      isSnoozed: notice.snoozedUntil !== null && notice.snoozedUntil > told.now,
    });
  }
  return [...seen.values()].sort((one, other) => harmOf(other.cause) - harmOf(one.cause));
}

/** What is in the way now: neither put off nor mere news. */
export const pressing = (needs: readonly Need[]): Need[] =>
  needs.filter(({ tone, isSnoozed }) => tone !== 'fine' && !isSnoozed);

function stateNeeds(sync: NeedState): Draft[] {
  const needs: Draft[] = sync.confirmedAt === null ? [] : missingNeeds(sync);
  for (const card of [sync.evotor, sync.vk]) {
    const need = connectionNeed(card);
    if (need !== null) needs.push(need);
  }
  if (sync.mustChooseMerge) needs.push(MERGE_CHOICE);
  const job = sync.current ?? sync.last;
  const waiting = sync.waiting ?? (job?.status === 'awaiting_approval' ? job : null);
  if (waiting !== null) needs.push(waitingNeed(waiting));
  if (job?.status === 'parked' && job.reason?.code === 'VK.CAPTCHA') needs.push(personNeed(job.reason));
  if (job?.status === 'failed') needs.push(failedNeed(job.reason, links.run(job.id)));
  if (sync.state === 'paused' && sync.isEnabled) needs.push(PAUSED);
  if (sync.confirmedAt !== null && !sync.isEnabled) needs.push(SWITCHED_OFF);
  return needs;
}

function noticeNeed({ code, params, nature, jobId }: NoticeView, cause: string): Draft {
  const card = problemCard(code, params);
  const action = card.action ?? noticeAction(cause, jobId);
  return {
    tone: nature === 'news' ? 'fine' : cause === 'shop' || cause === 'till' ? 'broken' : 'need',
    text: card.what,
    // What to do is the button; without one it is said.
    hint: action === null ? `${card.why} ${card.fix}` : card.why,
    action,
    code: card.code,
    cause,
  };
}

const awayOf = ({ id, nature }: NoticeView): NonNullable<Need['away']> =>
  nature === 'news'
    ? { action: links.dismissNotice(id), label: 'Понятно' }
    : { action: links.snoozeNotice(id), label: 'Позже' };

const MERGE_CHOICE: Draft = {
  tone: 'need',
  text: 'Выберите, объединять ли товары разных магазинов',
  hint: 'У ваших магазинов много одинаковых товаров. Пока вы не ответите, обмен не начнётся.',
  action: { href: '/sync/merge', label: 'Выбрать' },
  code: 'SYNC.MERGE_NOT_CHOSEN',
  cause: 'merge',
};

function waitingNeed({ id, reason }: NeedJob): Draft {
  const card = reason === null ? null : problemCard(reason.code, reason.params);
  return {
    tone: 'need',
    text: 'Обмен ждёт вашего ответа',
    hint: card === null ? 'Посмотрите, что изменится в VK, и решите.' : `${card.what}. ${card.why}`,
    action: { href: `${links.run(id)}#approval`, label: 'Посмотреть' },
    code: card?.code ?? '',
    cause: 'approval',
  };
}

/** A wait that a person can end: all other waits are rest, and nobody's business. */
function personNeed({ code, params }: NonNullable<NeedJob['reason']>): Draft {
  const card = problemCard(code, params);
  return {
    tone: 'need',
    text: card.what,
    hint: `${card.why} ${card.fix}`,
    action: { href: '/connections', label: 'Проверить' },
    code: card.code,
    cause: causeOf(code).id,
  };
}

function questionNeeds({ drifts, offers }: Questions): Draft[] {
  const need = (cause: string, text: string, hint: string, href: string): Draft => ({
    tone: 'need',
    text,
    hint,
    action: { href, label: 'Ответить' },
    code: '',
    cause,
  });
  return [
    ...(offers > 0
      ? [
          need(
            'offers',
            `Похоже, ${goods(offers)} уже есть в VK`,
            'Свяжите их, чтобы не появились двойники.',
            links.offers(),
          ),
        ]
      : []),
    ...(drifts > 0
      ? [
          need(
            'drifts',
            `Изменено в VK вручную: ${goods(drifts)}`,
            'Пока вы не ответите, так и оставим.',
            links.drift(),
          ),
        ]
      : []),
  ];
}

/** Connections that are not there. Before the first run the set-up speaks of them; afterwards they are a trouble. */
export function missingNeeds(sync: Pick<NeedState, 'evotor' | 'vk'>): Need[] {
  return [sync.evotor, sync.vk]
    .filter(({ connection }) => connection === null)
    .map(({ service }) => ({
      tone: 'need',
      text: `${SERVICES[service].name}: не подключено`,
      hint:
        service === 'evotor' ? 'Без кассы нам неоткуда взять товары.' : 'Без сообщества нам некуда отправлять товары.',
      action: { href: links.connection(service), label: 'Подключить' },
      code: '',
      cause: service === 'evotor' ? 'till' : 'shop',
      away: null,
      isSnoozed: false,
    }));
}

const PAUSED: Draft = {
  tone: 'need',
  text: 'Обмен на паузе',
  hint: 'Изменения на кассе не попадают в VK, пока вы не продолжите.',
  action: { href: '/sync', label: 'Продолжить' },
  code: '',
  cause: 'paused',
};

const SWITCHED_OFF: Draft = {
  ...PAUSED,
  text: 'Обмен выключен',
  action: { href: '/sync', label: 'Включить' },
  cause: 'switched_off',
};

function connectionNeed({ service, connection }: NeedConnection): Draft | null {
  if (connection === null || connection.problemCode === null) return null;
  const fallback = { href: links.connection(service), label: 'Исправить' };
  return { ...needFrom(problemCard(connection.problemCode), fallback), cause: service === 'evotor' ? 'till' : 'shop' };
}

function failedNeed(reason: NeedJob['reason'], href: string): Draft {
  if (reason === null) {
    return {
      tone: 'broken',
      text: 'Последний обмен не удался',
      hint: 'Ничего не потеряно, попробуем снова сами.',
      action: { href, label: 'Посмотреть' },
      code: '',
      cause: 'failed',
    };
  }
  const need = needFrom(problemCard(reason.code, reason.params), { href, label: 'Посмотреть' });
  return { ...need, cause: causeOf(reason.code).id };
}

const needFrom = (card: ProblemCard, fallback: NonNullable<Need['action']>): Omit<Draft, 'cause'> => ({
  tone: 'broken',
  text: card.what,
  hint: `${card.why} ${card.fix}`,
  action: card.action ?? fallback,
  code: card.code,
});
