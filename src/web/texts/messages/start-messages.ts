import type { Message } from './message.js';

const FOR_OPERATOR = 'Это чинит тот, кто обслуживает сайт. Обновите страницу через несколько минут.';

/** What keeps the service from starting or from writing: for the operator, but a page may have to say it. */
export const START_MESSAGES = {
  'DISK.FULL': {
    what: 'Сейчас ничего нельзя сохранить',
    why: 'На сервере закончилось место. Всё сохранённое раньше на месте, обмен продолжится сам.',
    fix: FOR_OPERATOR,
  },
  'SCHEMA.OLDER': {
    what: 'Сайт обновляется',
    why: 'Программа уже новая, а база данных ещё прежняя. Ничего не потеряно.',
    fix: FOR_OPERATOR,
  },
  'SCHEMA.NEWER': {
    what: 'Сайт обновляется',
    why: 'База данных новее программы, поэтому программа её не трогает. Ничего не потеряно.',
    fix: FOR_OPERATOR,
  },
  'CLOCK.SKEW': {
    what: 'Часы серверов расходятся',
    why: 'Время на страницах и сроки обмена могут быть неточными.',
    fix: FOR_OPERATOR,
  },
} as const satisfies Record<string, Message>;
