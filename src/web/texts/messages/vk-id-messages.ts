import type { Message } from './message.js';

const AGAIN = { href: '/vk/connect', label: 'Войти через VK ID' } as const;
const BY_HAND = { href: '/vk#by-hand', label: 'Вставить ключ вручную' } as const;

/** Signing in with VK ID, choosing a community, and looking at its shop. */
export const VK_ID_MESSAGES = {
  'VK_ID.NOT_OFFERED': {
    what: 'Вход через VK ID здесь не настроен',
    why: 'Для него нужно приложение VK, а у этой установки EvoSync его нет.',
    fix: 'Подключите сообщество ключом: вставьте его на странице ВКонтакте.',
    action: BY_HAND,
  },
  'VK_ID.STATE_UNKNOWN': {
    what: 'Этот вход через VK ID устарел',
    why: 'На вход даётся десять минут, и он годится один раз, в том же браузере. Ничего не изменилось.',
    fix: 'Начните вход ещё раз.',
    action: AGAIN,
  },
  'VK_ID.DENIED': {
    what: 'Вы не дали доступ в VK',
    why: 'Без вашего согласия мы не можем работать с витриной. Ничего не изменилось.',
    fix: 'Если передумаете, войдите через VK ID ещё раз и нажмите «Разрешить».',
    action: AGAIN,
  },
  'VK_ID.CODE_REJECTED': {
    what: 'VK не принял этот вход',
    why: 'Код входа живёт десять минут и годится один раз. Ничего не изменилось.',
    fix: 'Войдите через VK ID ещё раз.',
    action: AGAIN,
  },
  'VK_ID.RIGHTS_MISSING': {
    what: 'VK не дал право «Товары»',
    why: 'Без него нельзя менять витрину. Ничего не изменилось.',
    fix: 'Войдите ещё раз и оставьте все отмеченные права. Если не поможет, подключите сообщество ключом и сообщите администратору сайта.',
    action: AGAIN,
  },
  'VK_ID.CHOICE_OVER': {
    what: 'Время на выбор сообщества вышло',
    why: 'После входа на выбор даётся полчаса. Ничего не изменилось.',
    fix: 'Откройте страницу ВКонтакте и подключите сообщество ещё раз.',
    action: { href: '/vk', label: 'Подключить ещё раз' },
  },
  'ALBUM.NOT_FOUND': {
    what: 'Такой подборки нет',
    why: 'Её удалили в VK, или она из другого сообщества.',
    fix: 'Выберите подборку в «Витрине VK».',
    action: { href: '/vk-catalog/albums', label: 'Открыть витрину' },
  },
} as const satisfies Record<string, Message>;
