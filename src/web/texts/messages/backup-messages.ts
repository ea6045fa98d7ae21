import type { Message } from './message.js';

const FOR_OPERATOR = 'Это задача того, кто обслуживает сервис: подробности написаны в терминале и в документации.';

/** Backups and what follows from putting one back. The merchant meets only the first. */
export const BACKUP_MESSAGES = {
  'SYNC.RESTORED': {
    what: 'Данные сервиса восстановлены из копии: {day}',
    why: 'Настройки, правила и свои значения, изменённые после этого дня, не сохранились. Товары в VK остались как есть: следующий обмен сверит их все заново и ничего не создаст дважды.',
    fix: 'Проверьте правила, цены и подключения. Если чего-то не хватает, внесите ещё раз.',
    action: { href: '/sync', label: 'Проверить настройки' },
  },
  'BACKUP.EXISTS': {
    what: 'Такая копия уже есть',
    why: 'Новая копия никогда не заменяет старую. Ничего не изменилось.',
    fix: FOR_OPERATOR,
  },
  'BACKUP.NO_PROGRAM': {
    what: 'Копию сделать нечем',
    why: 'На сервере нет программ MariaDB для резервных копий. Ничего не изменилось.',
    fix: FOR_OPERATOR,
  },
  'BACKUP.FAILED': {
    what: 'Копия не сделана',
    why: 'Работа прервалась, половина файла не осталась. Данные на месте.',
    fix: FOR_OPERATOR,
  },
  'BACKUP.NOT_FOUND': {
    what: 'Файла с копией нет',
    why: 'Возможно, в имени опечатка. Ничего не изменилось.',
    fix: FOR_OPERATOR,
  },
  'BACKUP.BROKEN': {
    what: 'Эта копия не подходит',
    why: 'Файл повреждён или сделан не этой программой. Ничего не изменилось.',
    fix: FOR_OPERATOR,
  },
  'BACKUP.NEWER': {
    what: 'Копия новее программы',
    why: 'Её сделала следующая версия, эта её не прочтёт. Ничего не изменилось.',
    fix: FOR_OPERATOR,
  },
  'BACKUP.KEYS_MISSING': {
    what: 'К этой копии нет ключей',
    why: 'Без прежнего ключа шифрования ключи Эвотора и VK из неё не открыть. Ничего не изменилось.',
    fix: FOR_OPERATOR,
  },
  'RESTORE.NOT_EMPTY': {
    what: 'База данных не пустая',
    why: 'Восстановление удалило бы всё, что в ней есть. Ничего не изменилось.',
    fix: FOR_OPERATOR,
  },
  'RESTORE.IN_USE': {
    what: 'База данных занята',
    why: 'Ею пользуются работающие программы. Ничего не изменилось.',
    fix: FOR_OPERATOR,
  },
  'RESTORE.FAILED': {
    what: 'Восстановление прервалось',
    why: 'Пока оно не закончено, сервис не запустится и ничего не испортит.',
    fix: FOR_OPERATOR,
  },
} as const satisfies Record<string, Message>;
