import type {
  AlbumNaming,
  MergeBy,
  MerchantSettings,
  PriceRounding,
  StockMode,
  SyncMode,
  WeightUnit,
} from '../../domain/settings.js';
import type { ErrorSummary, Field, FieldErrors } from '../forms/field.js';
import { errorSummary, field } from '../forms/field.js';
import type { TextArea } from '../forms/text-area.js';
import type { GuardPart } from './guard-fields.js';
import { BRAKE_FIELDS, LIMIT_FIELDS, guardPart, guardTexts } from './guard-fields.js';
import { longField, longTexts } from './text-settings.js';

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
  readonly floor: Field;
  readonly weight: Choice;
  readonly stock: Choice;
  readonly buffer: Field;
  readonly cap: Field;
  readonly template: TextArea;
  readonly albums: Choice;
  readonly serviceWords: TextArea;
  readonly restrictedWords: TextArea;
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

const WEIGHTS: readonly (readonly [WeightUnit, string])[] = [
  ['as_is', 'Как на кассе'],
  ['100g', 'За 100\u00a0г'],
  ['1kg', 'За 1\u00a0кг'],
];

const ALBUMS: readonly (readonly [AlbumNaming, string, string])[] = [
  ['leaf', 'Названием группы', 'Группа «Пуэр» внутри «Чай» станет подборкой «Пуэр».'],
  ['path', 'Вместе с внешней группой', 'Станет подборкой «Чай / Пуэр».'],
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
    price_floor_margin: settings.price.floorMarginPercent === null ? '' : String(settings.price.floorMarginPercent),
    weight_unit: settings.weightUnit,
    stock_mode: settings.stockMode,
    stock_buffer: String(settings.stockBuffer),
    stock_cap: settings.stockCap === null ? '' : String(settings.stockCap),
    album_naming: settings.albumNaming,
    delete_after_days: String(settings.deleteAfterDays),
    ...longTexts(settings),
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
      hint: '1 — как на кассе, 1,1 — на 10\u00a0% дороже, 0,95 — на 5\u00a0% дешевле.',
      inputmode: 'decimal',
      isRequired: true,
    }),
    addend: field({
      ...text('price_addend'),
      label: 'Прибавить к цене, ₽',
      hint: 'В рублях, после умножения. Например 50; с минусом — вычесть: -10,50.',
    }),
    rounding: {
      ...choice('price_rounding', 'Округление цены', ROUNDINGS, values, errors),
      hint: 'Половина округляется вверх: 347,50\u00a0₽ до рубля — 348\u00a0₽.',
    },
    floor: field({
      ...text('price_floor_margin'),
      label: 'Не дешевле закупки плюс, %',
      hint: 'Например 10: с закупкой 100\u00a0₽ цена не ниже 110\u00a0₽. Пусто — не следить.',
      inputmode: 'numeric',
    }),
    weight: {
      ...choice('weight_unit', 'Цена весового товара', WEIGHTS, values, errors),
      hint: 'Для товаров в граммах и килограммах: 3,50\u00a0₽ за 1\u00a0г можно показать как 350\u00a0₽ за 100\u00a0г.',
    },
    stock: choice('stock_mode', 'Остаток в VK', STOCKS, values, errors),
    buffer: field({
      ...text('stock_buffer'),
      label: 'Придержать для зала',
      hint: 'Столько штук в VK не показываем: на кассе 5, придержать 2 — в VK 3.',
      inputmode: 'numeric',
    }),
    cap: field({
      ...text('stock_cap'),
      label: 'Показывать не больше',
      hint: 'Штук, например 50. Пусто — без ограничения.',
      inputmode: 'numeric',
    }),
    template: longField('description_template', values, errors),
    albums: choice('album_naming', 'Как называть подборки', ALBUMS, values, errors),
    serviceWords: longField('service_words', values, errors),
    restrictedWords: longField('restricted_words', values, errors),
    deleteDays: field({
      ...text('delete_after_days'),
      label: 'Через сколько дней удалять из VK',
      hint: 'От 0 до 365. Исчезнувший с кассы товар сначала скрывается. 0 — удалять сразу.',
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
