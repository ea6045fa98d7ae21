import type { ConnectionCard, JobView, SyncOverview } from '../../services/web-services.js';
import { SERVICES } from '../connections/connection-words.js';
import { links } from '../links.js';
import { goods } from '../texts/numbers.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';

/** One thing only the merchant can do: a sentence and one button. */
export interface Need {
  readonly tone: 'broken' | 'need';
  readonly text: string;
  readonly hint: string;
  readonly action: { readonly href: string; readonly label: string } | null;
  /** In small print; empty when there is none. */
  readonly code: string;
}

/** Questions that wait for an answer, counted. */
export interface Questions {
  /** Goods changed by hand in VK. */
  readonly drifts: number;
  /** Goods in VK that look like ours. */
  readonly offers: number;
}

export const NO_QUESTIONS: Questions = { drifts: 0, offers: 0 };

/** What needs the merchant, the most harmful first; a code is named once, however many parts report it. */
export function needsOf(sync: SyncOverview, questions: Questions = NO_QUESTIONS): Need[] {
  const needs: Need[] = sync.confirmedAt === null ? [] : missingNeeds(sync);
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
  needs.push(...questionNeeds(questions));
  return needs.filter((need, index) => need.code === '' || needs.findIndex(({ code }) => code === need.code) === index);
}

const MERGE_CHOICE: Need = {
  tone: 'need',
  text: 'Выберите, объединять ли товары разных магазинов',
  hint: 'У ваших магазинов много одинаковых товаров. Пока вы не ответите, обмен не начнётся.',
  action: { href: '/sync/merge', label: 'Выбрать' },
  code: 'SYNC.MERGE_NOT_CHOSEN',
};

function waitingNeed({ id, reason }: JobView): Need {
  const card = reason === null ? null : problemCard(reason.code, reason.params);
  return {
    tone: 'need',
    text: 'Обмен ждёт вашего ответа',
    hint: card === null ? 'Посмотрите, что изменится в VK, и решите.' : `${card.what}. ${card.why}`,
    action: { href: `${links.run(id)}#approval`, label: 'Посмотреть' },
    code: card?.code ?? '',
  };
}

/** A wait that a person can end: all other waits are rest, and nobody's business. */
function personNeed({ code, params }: NonNullable<JobView['reason']>): Need {
  const card = problemCard(code, params);
  return {
    tone: 'need',
    text: card.what,
    hint: `${card.why} ${card.fix}`,
    action: { href: '/vk#captcha', label: 'Проверить сейчас' },
    code: card.code,
  };
}

function questionNeeds({ drifts, offers }: Questions): Need[] {
  const need = (text: string, hint: string, href: string): Need => ({
    tone: 'need',
    text,
    hint,
    action: { href, label: 'Ответить' },
    code: '',
  });
  return [
    ...(offers > 0
      ? [need(`Похоже, ${goods(offers)} уже есть в VK`, 'Свяжите их, чтобы не появились двойники.', links.offers())]
      : []),
    ...(drifts > 0
      ? [need(`Изменено в VK вручную: ${goods(drifts)}`, 'Пока вы не ответите, так и оставим.', links.drift())]
      : []),
  ];
}

/** Connections that are not there. Before the first run the set-up speaks of them; afterwards they are a trouble. */
export function missingNeeds(sync: SyncOverview): Need[] {
  return [sync.evotor, sync.vk]
    .filter(({ connection }) => connection === null)
    .map(({ service }) => ({
      tone: 'need',
      text: `${SERVICES[service].name}: не подключено`,
      hint:
        service === 'evotor' ? 'Без кассы нам неоткуда взять товары.' : 'Без сообщества нам некуда отправлять товары.',
      action: { href: links.connection(service), label: 'Подключить' },
      code: '',
    }));
}

const PAUSED: Need = {
  tone: 'need',
  text: 'Обмен на паузе',
  hint: 'Изменения на кассе не попадают в VK, пока вы не продолжите.',
  action: { href: '/sync', label: 'Продолжить' },
  code: '',
};

const SWITCHED_OFF: Need = { ...PAUSED, text: 'Обмен выключен', action: { href: '/sync', label: 'Включить' } };

function connectionNeed({ service, connection }: ConnectionCard): Need | null {
  if (connection === null || connection.problemCode === null) return null;
  return needFrom(problemCard(connection.problemCode), { href: links.connection(service), label: 'Исправить' });
}

function failedNeed(reason: { code: string; params: Readonly<Record<string, string>> } | null, href: string): Need {
  if (reason === null) {
    return {
      tone: 'broken',
      text: 'Последний обмен не удался',
      hint: 'Ничего не потеряно, попробуем снова сами.',
      action: { href, label: 'Посмотреть' },
      code: '',
    };
  }
  return needFrom(problemCard(reason.code, reason.params), { href, label: 'Посмотреть' });
}

const needFrom = (card: ProblemCard, fallback: NonNullable<Need['action']>): Need => ({
  tone: 'broken',
  text: card.what,
  hint: `${card.why} ${card.fix}`,
  action: card.action ?? fallback,
  code: card.code,
});
