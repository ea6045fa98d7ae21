import type { SyncOverview } from '../../services/web-services.js';
import type { Field } from '../forms/field.js';
import { field } from '../forms/field.js';
import { counted } from '../texts/numbers.js';

/** The first start. */
export interface StartModel {
  readonly isReady: boolean;
  readonly hint: string;
}

/** How many goods the field of a first try holds. */
export interface TypedPilot {
  readonly count: string;
  readonly error: string | null;
}

/** Whether the exchange can be started for the first time, and what stands in the way. */
export function confirmModel(sync: SyncOverview, isConnected: boolean): StartModel {
  if (!isConnected) return { isReady: false, hint: 'Сначала подключите кассу и сообщество.' };
  if (!sync.isEnabled) return { isReady: false, hint: 'Сначала включите обмен переключателем выше.' };
  if (sync.mustChooseMerge)
    return { isReady: false, hint: 'Сначала скажите, как объединять одинаковые товары разных магазинов.' };
  if (sync.numbers.onTill === 0)
    return { isReady: true, hint: 'Прочитаем кассу и отправим в VK всё, что на ней есть.' };
  if (sync.numbers.selected === 0)
    return { isReady: false, hint: 'Ни один товар не отобран: отметьте их кнопкой «Настроить фильтры» ниже.' };
  const goods = counted(sync.numbers.selected, 'товар', 'товара', 'товаров');
  return { isReady: true, hint: `В VK отправится ${goods}. Дальше обмен пойдёт сам.` };
}

export const pilotField = (pilot: TypedPilot = { count: '5', error: null }): Field =>
  field({
    name: 'count',
    label: 'Сначала попробовать на нескольких товарах',
    hint: 'От 1 до 50. Они появятся в VK по-настоящему, остальное не тронем.',
    value: pilot.count,
    error: pilot.error,
    inputmode: 'numeric',
    width: 'narrow',
    isRequired: true,
  });
