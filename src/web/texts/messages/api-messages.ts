import type { Message } from './message.js';

/** The API log and the documents of our own API. */
export const API_MESSAGES = {
  'API_LOG.NOT_FOUND': {
    what: 'Такого запроса в журнале нет',
    why: 'Старые записи удаляются ночью, а записи продавца уходят вместе с ним.',
    fix: 'Вернитесь к журналу и найдите запрос заново.',
    action: { href: '/admin/logs', label: 'К журналу' },
  },
  'API_LOG.NO_SUCH_MERCHANT': {
    what: 'Нет такого продавца',
    why: 'Ни почта, ни номер никому не принадлежат.',
    fix: 'Проверьте почту или номер.',
    action: { href: '/admin/logs', label: 'К журналу' },
  },
  'API_DOCS.NOT_BUILT': {
    what: 'Просмотр описания API не собран',
    why: 'Файлов Swagger UI и ReDoc нет на этом сервере.',
    fix: 'Откройте само описание, /openapi.json, или соберите сайт заново.',
    action: { href: '/openapi.json', label: 'Открыть описание' },
  },
} as const satisfies Record<string, Message>;
