import type { Message } from './message.js';

/** What the merchant is told without having asked, and what belongs to that. */
export const NOTICE_MESSAGES = {
  'SYNC.PARKED_LONG': {
    what: 'Обмен не идёт больше шести часов',
    why: 'VK или Эвотор просит подождать дольше обычного. Товары в VK остались как есть, ничего не потеряно.',
    fix: 'Продолжим сами, как только нас пустят. Причина и время видны в «Истории».',
    action: { href: '/sync/runs', label: 'Открыть историю' },
  },
  'SYNC.FIRST_LOAD': {
    what: 'Первая загрузка закончена',
    why: 'Сейчас в VK товаров: {inVk}. Не публикуются, у каждого указана причина: {withReason}.',
    fix: 'Больше ничего делать не нужно: цены, названия и остатки с кассы будут попадать в VK сами.',
    action: { href: '/catalog/stores', label: 'Посмотреть товары' },
  },
  'NOTICE.NOT_FOUND': {
    what: 'Этого уведомления уже нет',
    why: 'Скорее всего, причина устранена или на уведомление ответили в другой вкладке.',
    fix: 'Посмотрите на «Обзоре», нужно ли что-нибудь ещё.',
    action: { href: '/overview', label: 'Открыть обзор' },
  },
  'NOTICE.LINK_BROKEN': {
    what: 'Ссылка из письма не подошла',
    why: 'Она скопирована не целиком, или такого кабинета больше нет. Ничего не изменилось.',
    fix: 'Откройте ссылку из письма ещё раз или отключите письма в разделе «Уведомления» после входа.',
    action: { href: '/notices', label: 'Открыть уведомления' },
  },
} as const satisfies Record<string, Message>;
