import type { SystemHealth } from '../../../services/admin/health/health-contracts.js';
import type { Chip } from '../../render/chip.js';
import { chip } from '../../render/chip.js';
import { count } from '../../texts/numbers.js';
import { millisecondsText } from '../logs/log-sizes.js';
import { bigSizeText } from './big-size.js';

/** A server or a thing the program stands on. */
export interface ServerCard {
  readonly title: string;
  readonly chip: Chip;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
}

const FINE = chip('fine', 'check-circle-fill', 'Отвечает');
const SILENT = chip('broken', 'x-circle-fill', 'Не отвечает');

export const serverCards = (health: SystemHealth): readonly ServerCard[] => [
  databaseCard(health),
  temporalCard(health),
  programCard(health),
];

function databaseCard({ database }: SystemHealth): ServerCard {
  const title = 'База данных';
  if (database === null) return { title, chip: SILENT, facts: [] };
  const { pool, pending, unknown } = database;
  const strange = [...pending, ...unknown];
  return {
    title,
    chip: strange.length === 0 ? FINE : chip('broken', 'exclamation-circle-fill', 'Не та схема'),
    facts: [
      { label: 'Версия', text: database.version },
      { label: 'Ответ за', text: millisecondsText(Math.max(1, Math.round(database.pingMs))) },
      { label: 'Размер', text: bigSizeText(database.bytes) },
      { label: 'Соединения сервера', text: `${count(database.connections)} из ${count(database.maxConnections)}` },
      {
        label: 'Соединения сайта',
        text: `занято ${count(pool.busy)}, открыто ${count(pool.open)}, ждут ${count(pool.waiting)}`,
      },
      { label: 'Схема', text: strange.length === 0 ? database.schema : `не сходится: ${strange.join(', ')}` },
    ],
  };
}

function temporalCard({ temporal, queues }: SystemHealth): ServerCard {
  const title = 'Temporal';
  if (temporal === null) return { title, chip: SILENT, facts: [] };
  const { missingAttributes } = temporal;
  return {
    title,
    chip: FINE,
    facts: [
      { label: 'Версия', text: temporal.version },
      { label: 'Пространство', text: temporal.namespace },
      {
        label: 'Поля поиска',
        text: missingAttributes.length === 0 ? 'заведены' : `не хватает: ${missingAttributes.join(', ')}`,
      },
      ...(queues === null ? [{ label: 'Очереди', text: 'сервер не ответил вовремя' }] : []),
    ],
  };
}

function programCard({ version, versions, disk }: SystemHealth): ServerCard {
  const workers = versions === null ? 'неизвестно' : versions.length === 0 ? 'ни одного' : versions.join(', ');
  return {
    title: 'Программа',
    chip:
      versions !== null && versions.length > 1
        ? chip('need', 'exclamation-circle-fill', 'Версий несколько')
        : chip('fine', 'check-circle-fill', 'Работает'),
    facts: [
      { label: 'Версия сайта', text: version },
      { label: 'Версии рабочих процессов', text: workers },
      {
        label: 'Место на диске',
        text:
          disk === null ? 'неизвестно' : `свободно ${bigSizeText(disk.freeBytes)} из ${bigSizeText(disk.totalBytes)}`,
      },
    ],
  };
}
