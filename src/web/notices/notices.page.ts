import { causeOf } from '../../domain/notices/causes.js';
import type { NoticeMailSetting, NoticeService, NoticeView } from '../../services/notices/notice-contracts.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import { spanText } from '../texts/durations.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import { problemCard } from '../texts/problem.js';
import { noticeAction } from './notice-action.js';

/** One line of the history of notices. */
export interface NoticeLine {
  readonly text: string;
  readonly hint: string;
  readonly chip: Chip;
  readonly at: Moment;
  /** «длилось 2 ч 10 мин»; empty while it stands, and for news. */
  readonly lasted: string;
  readonly isMailed: boolean;
  readonly action: { readonly href: string; readonly label: string } | null;
  readonly away: { readonly action: string; readonly label: string } | null;
}

export interface NoticesModel {
  readonly rows: readonly NoticeLine[];
  readonly pager: Pager | null;
  readonly mail: MailSwitch;
}

/** The switch of the letters, in words. */
export interface MailSwitch {
  readonly isOn: boolean;
  readonly text: string;
  readonly hint: string;
  readonly button: string;
}

type History = Awaited<ReturnType<NoticeService['history']>>;

export function noticesPage(found: History, page: number, now: Date): Page & { model: NoticesModel } {
  return {
    view: 'notices/notices',
    title: 'Уведомления',
    section: 'overview',
    model: {
      rows: found.rows.map(notice => noticeLine(notice, now)),
      pager: pagerOf({ page, pageSize: found.pageSize, total: found.total }, links.notices),
      mail: mailSwitch(found.mail),
    },
  };
}

function noticeLine(notice: NoticeView, now: Date): NoticeLine {
  const { id, code, params, nature, createdAt, closedAt, mailedAt, jobId } = notice;
  const card = problemCard(code, params);
  const isOpen = closedAt === null;
  const action = isOpen ? (card.action ?? noticeAction(causeOf(code).id, jobId)) : null;
  const isSnoozed = notice.snoozedUntil !== null && notice.snoozedUntil > now;
  return {
    text: card.what,
    hint: isOpen && action === null ? `${card.why} ${card.fix}` : card.why,
    chip: chipOf(notice, isSnoozed),
    at: momentOf(createdAt, now),
    lasted:
      closedAt === null || nature === 'news'
        ? ''
        : `длилось ${spanText(Math.max(0, closedAt.getTime() - createdAt.getTime()))}`,
    isMailed: mailedAt !== null,
    action,
    away: !isOpen
      ? null
      : nature === 'news'
        ? { action: links.dismissNotice(id), label: 'Понятно' }
        : isSnoozed
          ? null
          : { action: links.snoozeNotice(id), label: 'Позже' },
  };
}

/** Causes for which nothing at all goes on. */
const DEAD: readonly string[] = ['till', 'shop'];

function chipOf({ code, nature, closedAt }: NoticeView, isSnoozed: boolean): Chip {
  if (closedAt !== null) return chip('neutral', 'check-lg', nature === 'news' ? 'Прочитано' : 'Завершено');
  if (nature === 'news') return chip('fine', 'check-circle-fill', 'Новость');
  if (isSnoozed) return chip('neutral', 'clock', 'Отложено');
  if (nature === 'question') return chip('need', 'question-circle', 'Нужен ответ');
  return DEAD.includes(causeOf(code).id)
    ? chip('broken', 'exclamation-triangle-fill', 'Не работает')
    : chip('need', 'hourglass-split', 'Ещё не прошло');
}

/** What is sent, where to, and the one button that changes it. */
export function mailSwitch({ email, isConfirmed, isOn }: NoticeMailSetting): MailSwitch {
  if (isOn)
    return {
      isOn,
      text: `Письма приходят на ${email}.`,
      hint: isConfirmed
        ? 'Об одной причине пишем не чаще раза в шесть часов и один раз, когда всё снова работает.'
        : 'Пока адрес не подтверждён, писем не будет: откройте ссылку из письма, которое мы прислали при регистрации.',
      button: 'Отключить письма',
    };
  return {
    isOn,
    text: 'Письма отключены.',
    hint: `Уведомления остаются на «Обзоре». Если включить, напишем на ${email}.`,
    button: 'Включить письма',
  };
}
