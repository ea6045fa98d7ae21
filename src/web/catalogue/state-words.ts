import type { FilterState, ProductRow, StoreRow } from '../../services/web-services.js';
import { selectionSentence } from '../../domain/selection/selection-sentence.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';

export const VK_CHIPS: Readonly<Record<ProductRow['vkState'], Chip>> = {
  in_vk: chip('fine', 'check-circle-fill', 'В VK'),
  waiting: chip('info', 'hourglass-split', 'Ждёт отправки'),
  hidden: chip('neutral', 'eye-slash', 'Скрыт в VK'),
  not_listed: chip('need', 'exclamation-circle-fill', 'Не публикуется'),
  detached: chip('neutral', 'slash-circle', 'Убран в VK вручную'),
  // Deliberately left out: a state like any other, nothing to mend.
  not_selected: chip('neutral', 'dash-circle', 'Не отобран'),
};

/** A live good whose card somebody changed in VK. */
export const DRIFT_CHIP = chip('need', 'exclamation-circle-fill', 'Изменено в VK');

/** The rule of a row, in the words of its column. */
export function ruleChip({ rule }: Pick<FilterState, 'rule'>): Chip {
  if (rule === 'include') return chip('fine', 'check-lg', 'Включено');
  if (rule === 'exclude') return chip('broken', 'x-lg', 'Исключено');
  return chip('neutral', 'dash-circle', 'Нет правила');
}

/** Why a row without a rule of its own is in or out; empty where the rule says it all. */
export function ruleNote(state: FilterState): string {
  const { because } = state.effective.reason;
  if (because === 'default') return '';
  const isOwn = state.rule !== null && state.effective.selected === (state.rule === 'include');
  return isOwn ? '' : selectionSentence(state.effective);
}

/** How the last read of a store went; `null` = completely, nothing to say. */
export function readChip({ readState, isMissing }: StoreRow): Chip | null {
  if (isMissing) return chip('neutral', 'question-circle', 'Нет в каталоге');
  if (readState === 'not_paid') return chip('need', 'exclamation-circle-fill', 'Не оплачен');
  if (readState === 'incomplete') return chip('need', 'exclamation-circle-fill', 'Прочитан не весь');
  if (readState === 'never') return chip('neutral', 'clock', 'Ещё не читали');
  return null;
}

export const GONE_CHIP = chip('neutral', 'question-circle', 'Нет в каталоге');
