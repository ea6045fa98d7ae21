import { NBSP } from '../../domain/text/format-number.js';
import { pluralRu } from '../../domain/text/plural-ru.js';
import type { JobCounters, JobStatus, JobView } from '../../services/web-services.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';
import { count } from '../texts/numbers.js';

export const STATUS_CHIPS: Readonly<Record<JobStatus, Chip>> = {
  pending: chip('info', 'hourglass-split', 'В очереди'),
  running: chip('info', 'arrow-repeat', 'Идёт'),
  success: chip('fine', 'check-circle-fill', 'Готово'),
  partial: chip('need', 'exclamation-circle-fill', 'Готово не всё'),
  failed: chip('broken', 'x-circle-fill', 'Не удалось'),
  awaiting_approval: chip('need', 'hand-index', 'Нужен ответ'),
  parked: chip('info', 'clock', 'Отложен'),
  cancelled: chip('neutral', 'slash-circle', 'Отменён'),
  unchanged: chip('fine', 'check-lg', 'Без изменений'),
};

export const KIND_WORDS: Readonly<Record<JobView['kind'], string>> = {
  sync: 'Обмен',
  preview: 'Предпросмотр',
  pilot: 'Проба',
  undo: 'Откат',
  disconnect: 'Отключение',
};

export const TRIGGER_WORDS: Readonly<Record<JobView['trigger'], string>> = {
  schedule: 'по расписанию',
  manual: 'запущен вами',
  webhook: 'после изменения на кассе',
  approval: 'после вашего ответа',
  undo: 'откат',
};

/** What a run is doing now, in words of the shop. */
export const PHASE_WORDS: Readonly<Record<JobView['phase'], string>> = {
  queued: 'Ждём своей очереди',
  till: 'Читаем товары с кассы',
  listings: 'Готовим карточки товаров',
  shop: 'Смотрим, что сейчас в VK',
  plan: 'Считаем, что изменилось',
  apply: 'Отправляем в VK',
  finish: 'Подводим итог',
};

export const isActive = (job: JobView): boolean => job.status === 'pending' || job.status === 'running';

const COUNTERS: readonly (readonly [keyof JobCounters, string])[] = [
  ['created', 'создано'],
  ['updated', 'изменено'],
  ['hidden', 'скрыто'],
  ['deleted', 'удалено'],
  ['failed', 'с ошибкой'],
];

/** Only what happened, joined by dots: «создано 12 · изменено 3»; a phrase when nothing did. */
export function countersText(counters: JobCounters, nothing = 'без изменений'): string {
  const parts = COUNTERS.filter(([name]) => counters[name] > 0).map(
    ([name, word]) => `${word}${NBSP}${count(counters[name])}`,
  );
  return parts.length === 0 ? nothing : parts.join(' · ');
}

export interface CounterTile {
  readonly label: string;
  readonly value: string;
  readonly isAlarming: boolean;
}

/** The counters of a run that are not zero, as tiles. */
export function counterTiles(counters: JobCounters): CounterTile[] {
  const rows: readonly (readonly [keyof JobCounters, string])[] = [
    ...COUNTERS.slice(0, 4),
    ['skipped', 'пропущено'],
    ['unchanged', 'без изменений'],
    ['failed', 'с ошибкой'],
  ];
  return rows
    .filter(([name]) => counters[name] > 0)
    .map(([name, label]) => ({
      label,
      value: count(counters[name]),
      isAlarming: name === 'failed' && counters[name] > 0,
    }));
}

/** What a run that sent nothing has found: nothing at all, or only what waits for an answer already. */
export function nothingSent({ kind, status, risky, isPartial }: JobView): string {
  if (risky > 0) {
    const wait = pluralRu(risky, 'изменение ждёт', 'изменения ждут', 'изменений ждут');
    return `Нового не нашлось: ${count(risky)}${NBSP}${wait} вашего ответа. В VK ничего не отправляли.`;
  }
  if (isPartial && status === 'unchanged')
    return 'По выбранным товарам отправлять было нечего: они уже такие, как надо, или ждут. Почему ждут, сказано на странице товара.';
  if (kind === 'pilot' && status === 'unchanged')
    return 'Пробе отправлять было нечего: новых товаров для VK не нашлось.';
  return status === 'unchanged'
    ? 'На кассе ничего не изменилось, в VK ничего не отправляли.'
    : 'В VK ничего не отправляли.';
}
