import { links } from '../../links.js';
import type { Page } from '../../render/page-presenter.js';
import { counted } from '../../texts/numbers.js';
import type { UserConfirmModel } from '../users/user-confirm.page.js';
import { SCHEDULE_WORDS } from './schedule-words.js';

/** Asks before everybody's exchange is stopped. */
export function pauseDispatchPage(merchants: number): Page & { model: UserConfirmModel } {
  const { name } = SCHEDULE_WORDS.dispatch;
  return {
    view: 'admin/user-confirm',
    title: 'Остановить обмены по расписанию?',
    section: 'admin-health',
    model: {
      crumbs: [
        { label: 'Состояние', href: links.admin.health },
        { label: `Пауза: ${name}`, href: null },
      ],
      heading: `Обмены ${counted(merchants, 'продавца', 'продавцов', 'продавцов')} остановятся`,
      who: 'Новые обмены по расписанию не начнутся, пока вы не продолжите.',
      consequences: [
        { lead: 'Идущие обмены', text: 'закончатся как обычно.' },
        {
          lead: 'Изменения на кассе,',
          text: 'о которых сообщает сам Эвотор, попадут в VK как обычно. Остальные не потеряются: они попадут в первый обмен после паузы.',
        },
        {
          lead: 'Продавцы',
          text: 'увидят на своих страницах, что обмен приостановлен; кнопка «Обменять сейчас» у них работает.',
        },
        { lead: 'Вернуть', text: 'можно в любой момент кнопкой «Продолжить».' },
      ],
      submit: 'Остановить обмены по расписанию',
      isDanger: true,
      keep: 'Не останавливать',
      action: links.admin.schedule('dispatch', 'pause'),
      backHref: links.admin.health,
      field: null,
      summary: null,
      card: null,
    },
  };
}
