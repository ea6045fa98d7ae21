import type { Message } from './message.js';

/** What stands in the way of carrying out a preview. */
export const PREVIEW_MESSAGES = {
  'PREVIEW.ONLY_SHOWN': {
    what: 'Сейчас мы только показываем изменения',
    why: 'В настройках выбрано «Только показывать» или выключена отправка в VK. Ничего не отправлено.',
    fix: 'Смените режим в настройках обмена и примените изменения ещё раз.',
    action: { href: '/sync#settings-mode', label: 'К настройкам' },
  },
} as const satisfies Record<string, Message>;
