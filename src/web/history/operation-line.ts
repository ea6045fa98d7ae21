import type { OperationView } from '../../services/web-services.js';
import { REASONS } from '../../domain/listing/reasons.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';
import type { DiffLine } from './field-values.js';
import { diffLines } from './field-values.js';

/** One change of a run, ready to print. */
export interface OperationLine {
  readonly name: string;
  readonly kind: string;
  readonly state: Chip;
  readonly diffs: readonly DiffLine[];
  /** Why a good was hidden or deleted; empty for plain changes. */
  readonly reason: string;
  readonly error: ProblemCard | null;
}

const KINDS: Readonly<Record<string, string>> = {
  create: 'Новый товар',
  update: 'Изменение',
  hide: 'Скрытие',
  unhide: 'Возврат в витрину',
  delete: 'Удаление',
  album_create: 'Новая подборка',
  album_rename: 'Новое название подборки',
  album_add: 'Добавление в подборку',
  album_remove: 'Удаление из подборки',
};

const STATES: Readonly<Record<OperationView['state'], Chip>> = {
  planned: chip('info', 'hourglass-split', 'Запланировано'),
  sent: chip('info', 'arrow-repeat', 'Отправлено'),
  done: chip('fine', 'check-circle-fill', 'Готово'),
  failed: chip('broken', 'x-circle-fill', 'Не удалось'),
  unknown: chip('need', 'question-circle', 'Проверяем'),
  skipped: chip('neutral', 'dash-circle', 'Пропущено'),
};

export const operationLine = (operation: OperationView): OperationLine => ({
  name: operation.name,
  kind: KINDS[operation.kind] ?? operation.kind,
  state: STATES[operation.state],
  diffs:
    operation.kind === 'update' || operation.kind === 'album_rename'
      ? diffLines(operation.fields, operation.before, operation.after)
      : newLines(operation),
  reason: Object.hasOwn(REASONS, operation.reasonCode) ? problemCard(operation.reasonCode).what : '',
  error: operation.errorCode === null ? null : problemCard(operation.errorCode),
});

/** Of a new good its price and album are enough. */
function newLines({ kind, after }: OperationView): DiffLine[] {
  if (kind !== 'create') return [];
  return diffLines(['price', 'album'], null, after).filter(line => line.after !== '—');
}
