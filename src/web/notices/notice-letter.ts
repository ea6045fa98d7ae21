import type { NoticeNews, WriteNoticeLetter } from '../../services/notices/tell-merchants.js';
import { causeOf } from '../../domain/notices/causes.js';
import { counted } from '../texts/numbers.js';
import { problemCard } from '../texts/problem.js';
import { noticeAction } from './notice-action.js';

type Letter = ReturnType<WriteNoticeLetter>;
type Section = NonNullable<Letter['sections']>[number];

/** What works again, by cause. */
const WORKS_AGAIN: Readonly<Record<string, string>> = {
  shop: 'Снова работает: ВКонтакте',
  till: 'Снова работает: касса Эвотор',
  captcha: 'Снова работает: VK больше не просит проверку',
  parked: 'Снова работает: обмен идёт',
  stuck: 'Снова работает: обмен идёт',
  stale_store: 'Снова работает: магазин читается',
};
const OTHER_WORKS_AGAIN = 'Снова работает';
const LOOK = 'Откройте список и отметьте то, что верно. Остальное останется в VK как есть.';
/** True whatever else may still be in the way. */
const CAUGHT_UP = 'Причина устранена, по ней больше ничего делать не нужно.';

/**
 * The letter about what happened since the last one: one thing is said as the letter itself, several as parts of it, the
 * troubles first. Words and buttons are those of the site.
 */
export function noticeLetter({ told, recovered, unsubscribePath }: NoticeNews): Letter {
  const sections: readonly Section[] = [
    ...told.map(toldSection),
    ...recovered.map(cause => ({ title: WORKS_AGAIN[cause] ?? OTHER_WORKS_AGAIN, paragraphs: [CAUGHT_UP] })),
  ];
  const [only] = sections;
  const subject = subjectOf(sections, told.length);
  const rest = {
    footing: 'Это письмо пришло, потому что у вас включены уведомления о работе магазина.',
    footLink: { label: 'Отключить такие письма', path: unsubscribePath },
  };
  if (only !== undefined && sections.length === 1)
    return {
      subject,
      heading: only.title,
      paragraphs: only.paragraphs,
      button: only.button ?? { label: 'Открыть обзор', path: '/overview' },
      ...rest,
    };
  return {
    subject,
    heading: subject,
    paragraphs: [],
    sections,
    button: { label: 'Открыть обзор', path: '/overview' },
    ...rest,
  };
}

function toldSection({ code, params, jobId }: NoticeNews['told'][number]): Section {
  const { what, why, fix, action: own } = problemCard(code, params);
  const { id: cause } = causeOf(code);
  // On the page of the run the list to tick stands below; here it is behind the button.
  const todo = cause === 'approval' ? LOOK : fix;
  const action = own ?? noticeAction(cause, jobId);
  const section = { title: what, paragraphs: [why, todo].filter(text => text !== '') };
  return action === null ? section : { ...section, button: { label: action.label, path: action.href } };
}

function subjectOf(sections: readonly Section[], troubles: number): string {
  const [only] = sections;
  if (only !== undefined && sections.length === 1) return only.title;
  if (troubles === 0) return OTHER_WORKS_AGAIN;
  return `EvoSync: ${counted(sections.length, 'новость', 'новости', 'новостей')} о вашем магазине`;
}
