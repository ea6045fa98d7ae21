import type { MergeBy, MerchantSettings, PriceRounding, StockMode, SyncMode } from '../../domain/settings.js';
import type { ErrorSummary, Field, FieldErrors } from '../forms/field.js';
import { errorSummary, field } from '../forms/field.js';
import type { GuardPart } from './guard-fields.js';
import { BRAKE_FIELDS, LIMIT_FIELDS, guardPart, guardTexts } from './guard-fields.js';

/** A choice of one among few: radio buttons, or a list where no option needs a word of explanation. */
export interface Choice {
  readonly name: string;
  readonly legend: string;
  readonly hint: string;
  readonly error: string | null;
  readonly options: readonly {
    readonly id: string;
    readonly value: string;
    readonly label: string;
    readonly hint: string;
    readonly isChecked: boolean;
  }[];
}

export interface Task {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly isChecked: boolean;
}

export interface SettingsModel {
  readonly summary: ErrorSummary | null;
  readonly mode: Choice;
  readonly tasks: readonly Task[];
  readonly multiplier: Field;
  readonly addend: Field;
  readonly rounding: Choice;
  readonly stock: Choice;
  readonly buffer: Field;
  readonly cap: Field;
  readonly deleteDays: Field;
  readonly brakes: GuardPart;
  readonly limits: GuardPart;
  /** Settings with a preview of their own, as they stand now. */
  readonly merge: string;
  readonly names: string;
}

/** What was typed, by setting name; a check box that is not there is off. */
export type TypedSettings = Readonly<Record<string, string>>;

const MODES: readonly (readonly [SyncMode, string, string])[] = [
  ['automatic', 'Отправлять самому', 'Изменения на кассе появляются в VK без вопросов, кроме подозрительных.'],
  ['approve', 'Спрашивать перед каждым обменом', 'Покажем список изменений и подождём вашего «да».'],
  ['preview', 'Только показывать', 'Считаем, что изменилось, но в VK ничего не отправляем.'],
];

export const MERGE_WORDS: Readonly<Record<MergeBy, string>> = {
  id: 'не объединяем: каждый товар кассы отдельно',
  barcode: 'по штрихкоду',
  article: 'по артикулу',
};

const TASKS = [
  ['refresh_till', 'Читать товары с кассы', 'Названия, цены, остатки и группы.'],
  ['refresh_shop', 'Сверяться с витриной VK', 'Замечаем, что изменили или убрали в VK руками.'],
  ['mirror', 'Отправлять изменения в VK', 'Без этого мы только считаем, что изменилось.'],
] as const;

const ROUNDINGS: readonly (readonly [PriceRounding, string])[] = [
  ['none', 'Не округлять'],
  ['1', 'До рубля'],
  ['5', 'До 5 рублей'],
  ['10', 'До 10 рублей'],
  ['x9', 'Чтобы оканчивалась на 9'],
];

const STOCKS: readonly (readonly [StockMode, string, string])[] = [
  ['fixed', 'Просто «в наличии»', 'Покупатель видит, что товар есть, но не видит сколько.'],
  ['exact', 'Как на кассе', 'Остаток с кассы. Нужен доступ к остаткам.'],
];

/** The present settings as the form's own texts. */
export function settingTexts(settings: MerchantSettings): Record<string, string> {
  return {
    mode: settings.mode,
    refresh_till: String(settings.refreshTill),
    refresh_shop: String(settings.refreshShop),
    mirror: String(settings.mirror),
    price_multiplier: settings.price.multiplier.replace('.', ','),
    price_addend: String(settings.price.addend / 100).replace('.', ','),
    price_rounding: settings.price.rounding,
    stock_mode: settings.stockMode,
    stock_buffer: String(settings.stockBuffer),
    stock_cap: settings.stockCap === null ? '' : String(settings.stockCap),
    delete_after_days: String(settings.deleteAfterDays),
    ...guardTexts(settings),
  };
}

export function settingsModel(
  settings: MerchantSettings,
  typed?: TypedSettings,
  errors: FieldErrors = {},
): SettingsModel {
  const values: TypedSettings = typed ?? settingTexts(settings);
  const text = (name: string): Pick<Field, 'name' | 'value' | 'error' | 'width'> => ({
    name,
    value: values[name] ?? '',
    error: errors[name] ?? null,
    width: 'narrow',
  });
  return {
    summary: errorSummary(errors),
    mode: choice('mode', 'Как обмениваться', MODES, values, errors),
    tasks: TASKS.map(([name, label, hint]) => ({ name, label, hint, isChecked: values[name] === 'true' })),
    multiplier: field({
      ...text('price_multiplier'),
      label: 'Множитель цены',
      hint: '1 — цена как на кассе, 1,1 — на 10 % дороже.',
      inputmode: 'decimal',
      isRequired: true,
    }),
    addend: field({
      ...text('price_addend'),
      label: 'Прибавить к цене, ₽',
      hint: 'После умножения. С минусом — вычесть.',
    }),
    rounding: {
      ...choice('price_rounding', 'Округление цены', ROUNDINGS, values, errors),
      hint: 'Половина округляется вверх.',
    },
    stock: choice('stock_mode', 'Остаток в VK', STOCKS, values, errors),
    buffer: field({
      ...text('stock_buffer'),
      label: 'Придержать для зала',
      hint: 'Столько штук в VK не показываем.',
      inputmode: 'numeric',
    }),
    cap: field({
      ...text('stock_cap'),
      label: 'Показывать не больше',
      hint: 'Пусто — без ограничения.',
      inputmode: 'numeric',
    }),
    deleteDays: field({
      ...text('delete_after_days'),
      label: 'Через сколько дней удалять из VK',
      hint: 'Исчезнувший с кассы товар сначала скрывается. 0 — удалять сразу.',
      inputmode: 'numeric',
    }),
    brakes: guardPart(BRAKE_FIELDS, values, errors),
    limits: guardPart(LIMIT_FIELDS, values, errors),
    merge: MERGE_WORDS[settings.mergeBy],
    names: namesText(settings),
  };
}

function namesText({ lowerShouting, expandAbbreviations }: MerchantSettings): string {
  const parts = [
    ...(lowerShouting ? ['ПРОПИСНЫЕ буквы становятся строчными'] : []),
    ...(expandAbbreviations ? ['сокращения раскрываются'] : []),
  ];
  return parts.length === 0 ? 'как на кассе' : parts.join(', ');
}

function choice(
  name: string,
  legend: string,
  options: readonly (readonly [value: string, label: string, hint?: string])[],
  values: TypedSettings,
  errors: FieldErrors,
): Choice {
  return {
    name,
    legend,
    hint: '',
    error: errors[name] ?? null,
    options: options.map(([value, label, hint = '']) => ({
      id: `${name}-${value}`,
      value,
      label,
      hint,
      isChecked: values[name] === value,
    })),
  };
}
