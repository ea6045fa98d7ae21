import type { MerchantSettings } from '../../domain/settings.js';
import type { Field, FieldErrors } from '../forms/field.js';
import { field } from '../forms/field.js';

/** One whole number of the settings: its name in the form, its words, and where it stands in the settings. */
interface GuardField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly read: (settings: MerchantSettings) => number | null;
}

/** When EvoSync stops and asks, although the till says so. */
export const BRAKE_FIELDS: readonly GuardField[] = [
  {
    name: 'brake_hide_count',
    label: 'Исчезает товаров больше',
    hint: 'Товаров за один обмен, например 5.',
    read: ({ brakes }) => brakes.hideCount,
  },
  {
    name: 'brake_hide_percent',
    label: 'и больше, % от всех в VK',
    hint: 'От 0 до 100, например 20. Спросим, когда превышено и то и другое.',
    read: ({ brakes }) => brakes.hidePercent,
  },
  {
    name: 'brake_price_count',
    label: 'Резко меняется цен больше',
    hint: 'Товаров за один обмен, например 3.',
    read: ({ brakes }) => brakes.priceCount,
  },
  {
    name: 'brake_price_percent',
    label: 'и больше, % от всех в VK',
    hint: 'От 0 до 100, например 5. Спросим, когда превышено и то и другое.',
    read: ({ brakes }) => brakes.pricePercent,
  },
  {
    name: 'brake_price_down_percent',
    label: 'Резко вниз — больше чем на, %',
    hint: '50 — цена упала вдвое.',
    read: ({ brakes }) => brakes.priceDownPercent,
  },
  {
    name: 'brake_price_up_percent',
    label: 'Резко вверх — больше чем на, %',
    hint: '200 — цена выросла втрое.',
    read: ({ brakes }) => brakes.priceUpPercent,
  },
  {
    name: 'brake_stock_percent',
    label: 'Остаток стал нулём больше чем у, %',
    hint: 'От товаров, остаток которых известен; от 0 до 100.',
    read: ({ brakes }) => brakes.stockPercent,
  },
  {
    name: 'brake_stock_count',
    label: 'Смотреть на остатки, если известно не меньше',
    hint: 'Товаров, например 10.',
    read: ({ brakes }) => brakes.stockCount,
  },
];

/** How much the shop takes. */
export const LIMIT_FIELDS: readonly GuardField[] = [
  {
    name: 'limit_items',
    label: 'Товаров в витрине не больше',
    hint: 'У VK обычно 15 000.',
    read: ({ limits }) => limits.items,
  },
  {
    name: 'limit_albums',
    label: 'Подборок не больше',
    hint: 'У VK обычно 100.',
    read: ({ limits }) => limits.albums,
  },
  {
    name: 'limit_items_per_album',
    label: 'Товаров в подборке не больше',
    hint: 'У VK обычно 1 000.',
    read: ({ limits }) => limits.itemsPerAlbum,
  },
  {
    name: 'limit_adds_per_day',
    label: 'Новых товаров в сутки не больше',
    hint: 'Например 200: остальные добавим завтра. Пусто — без ограничения.',
    read: ({ limits }) => limits.addsPerDay,
  },
];

export const guardTexts = (settings: MerchantSettings): Record<string, string> =>
  Object.fromEntries([...BRAKE_FIELDS, ...LIMIT_FIELDS].map(({ name, read }) => [name, String(read(settings) ?? '')]));

/** The fields of one folded part of the form; it stands open when one of them is wrong. */
export interface GuardPart {
  readonly fields: readonly Field[];
  readonly isOpen: boolean;
}

export function guardPart(
  fields: readonly GuardField[],
  values: Readonly<Record<string, string>>,
  errors: FieldErrors,
): GuardPart {
  return {
    fields: fields.map(({ name, label, hint }) =>
      field({
        name,
        label,
        hint,
        value: values[name] ?? '',
        error: errors[name] ?? null,
        inputmode: 'numeric',
        width: 'narrow',
      }),
    ),
    isOpen: fields.some(({ name }) => errors[name] !== undefined),
  };
}
