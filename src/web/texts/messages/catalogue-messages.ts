import type { Message } from './message.js';

/** What stands in the way of an action for many rows of the catalogue. */
export const CATALOGUE_MESSAGES = {
  'BULK.NOTHING': {
    what: 'Ничего не отмечено',
    why: 'Действие выполняется для отмеченных строк, а отмеченных нет. Мы ничего не изменили.',
    fix: 'Отметьте строки слева от названия или выберите все найденные и повторите.',
  },
  'BULK.TOO_MANY': {
    what: 'Слишком много строк за один раз',
    why: 'За одно действие можно изменить до 5 000 строк. Мы ничего не изменили.',
    fix: 'Сузьте список поиском или состоянием либо задайте правило для всей группы или магазина.',
  },
} as const satisfies Record<string, Message>;
