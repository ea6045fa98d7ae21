import type { OperationKind } from '../../domain/sync/compact.js';
import type { OperationView } from '../../services/web-services.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';

/** Every kind of change by its name. */
export const KINDS: Readonly<Record<OperationKind, string>> = {
  create: 'Новый товар',
  update: 'Изменение',
  hide: 'Скрытие',
  unhide: 'Возврат в витрину',
  delete: 'Удаление',
  restore: 'Возврат удалённого',
  rekey: 'Новый артикул в VK',
  twin_delete: 'Удаление двойника',
  album_create: 'Новая подборка',
  album_rename: 'Новое название подборки',
  album_add: 'Добавление в подборку',
  album_remove: 'Удаление из подборки',
};

export const isOperationKind = (text: string): text is OperationKind => Object.hasOwn(KINDS, text);

/** A kind the page has no word for yet is shown as it is called inside: better than nothing. */
export const kindWord = (kind: string): string => (isOperationKind(kind) ? KINDS[kind] : kind);

export const OPERATION_STATES: Readonly<Record<OperationView['state'], Chip>> = {
  planned: chip('info', 'hourglass-split', 'Запланировано'),
  sent: chip('info', 'arrow-repeat', 'Отправлено'),
  done: chip('fine', 'check-circle-fill', 'Готово'),
  failed: chip('broken', 'x-circle-fill', 'Не удалось'),
  unknown: chip('need', 'question-circle', 'Проверяем'),
  skipped: chip('neutral', 'dash-circle', 'Пропущено'),
};

/** What the merchant said of a risky change stands before its state: it was not the program that left it out. */
export function stateChip({ isRisky, decision, state }: OperationView): Chip {
  if (decision === 'declined') return chip('neutral', 'x-lg', 'Отклонено вами');
  if (decision === 'approved' && state === 'planned') return chip('info', 'check-lg', 'Одобрено вами');
  if (isRisky && state === 'planned') return chip('need', 'hand-index', 'Нужен ответ');
  return OPERATION_STATES[state];
}

/** Which brake held a change, in a few words; empty = none. */
const BRAKES: Readonly<Record<string, string>> = {
  'BRAKE.HIDES': 'исчезло бы много товаров сразу',
  'BRAKE.PRICES': 'резкая смена цены',
  'BRAKE.STORE_EMPTY': 'магазин опустел',
  'BRAKE.STOCKS': 'остатки разом стали нулём',
};

export const brakeNote = ({ brakeCode }: OperationView): string =>
  brakeCode === null ? '' : `Придержано: ${BRAKES[brakeCode] ?? 'похоже на ошибку'}`;
