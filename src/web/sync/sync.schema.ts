import { z } from 'zod';
import { BRAKE_FIELDS, LIMIT_FIELDS } from './guard-fields.js';
import { TEXT_SETTINGS } from './text-settings.js';

const checkBox = z
  .enum(['true'])
  .optional()
  .transform(value => (value === undefined ? 'false' : 'true'));

const wholeUnits = (fault: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{0,6}$/u, fault)
    .default('');

/** A number of the folded parts: left as it is when the form did not have it. */
const guard = z
  .string()
  .trim()
  .regex(/^\d{0,6}$/u, 'Здесь нужно целое число')
  .optional();

const guards = Object.fromEntries([...BRAKE_FIELDS, ...LIMIT_FIELDS].map(({ name }) => [name, guard]));

/** A setting of several lines: left as it is when the form did not have it. */
const lines = ({ fault }: { readonly fault: (text: string) => string | null }) =>
  z
    .string()
    .transform(text => text.replace(/\r\n?/gu, '\n'))
    .check(context => {
      const message = fault(context.value);
      if (message !== null) context.issues.push({ code: 'custom', message, input: context.value });
    })
    .optional();

/** The settings form → texts by setting name. Ranges that need more than the text are the use case's to check. */
export const settingsForm = z.object({
  ...guards,
  mode: z.enum(['automatic', 'approve', 'preview'], 'Выберите, как обмениваться').optional(),
  refresh_till: checkBox,
  refresh_shop: checkBox,
  mirror: checkBox,
  price_multiplier: z
    .string('Укажите множитель')
    .trim()
    .transform(text => text.replace(',', '.'))
    .pipe(
      z
        .string()
        .regex(/^\d{1,5}(?:\.\d{1,4})?$/u, 'Множитель — число до 10 000, после запятой не больше 4 знаков: 1,15')
        .refine(text => Number(text) >= 0.0001 && Number(text) <= 10_000, 'Множитель — от 0,0001 до 10 000'),
    ),
  price_addend: z
    .string()
    .trim()
    .regex(/^[+-]?\d{1,7}(?:[.,]\d{1,2})?$/u, 'Сколько прибавить — число в рублях, например 50 или -10,50')
    .optional(),
  price_rounding: z.enum(['none', '1', '5', '10', 'x9'], 'Выберите округление'),
  price_floor_margin: z
    .string()
    .trim()
    .regex(/^\d{0,4}$/u, 'Сколько процентов — целое число от 0 до 1000, например 10')
    .refine(text => Number(text) <= 1000, 'Сколько процентов — целое число от 0 до 1000, например 10')
    .optional(),
  weight_unit: z.enum(['as_is', '100g', '1kg'], 'Выберите, за сколько показывать цену').optional(),
  album_naming: z.enum(['leaf', 'path'], 'Выберите, как называть подборки').optional(),
  description_template: lines(TEXT_SETTINGS.description_template),
  service_words: lines(TEXT_SETTINGS.service_words),
  restricted_words: lines(TEXT_SETTINGS.restricted_words),
  stock_mode: z.enum(['fixed', 'exact'], 'Выберите, что показывать'),
  stock_buffer: wholeUnits('Сколько придержать — целое число, например 2').transform(text =>
    text === '' ? '0' : text,
  ),
  stock_cap: wholeUnits('Не больше скольких — целое число, например 50'),
  delete_after_days: z
    .string()
    .trim()
    .regex(/^\d{1,3}$/u, 'Сколько дней ждать — целое число от 0 до 365')
    .refine(text => Number(text) <= 365, 'Сколько дней ждать — целое число от 0 до 365')
    .optional(),
});

export const toggleForm = z.object({ enabled: z.enum(['0', '1']).transform(value => value === '1') });

export const pauseForm = z.object({ paused: z.enum(['0', '1']).transform(value => value === '1') });

export const pilotForm = z.object({
  count: z
    .string('Укажите число от 1 до 50')
    .trim()
    .regex(/^(?:[1-9]|[1-4]\d|50)$/u, 'Укажите число от 1 до 50')
    .transform(Number),
});

const wordSwitches = {
  lower_shouting: checkBox,
  expand_abbreviations: checkBox,
};

/** The switches of the name cleaner; the list of abbreviations is left as it is when it was not sent. */
export const namesForm = z.object({
  ...wordSwitches,
  abbreviations: z.string().max(8000, 'Список слишком длинный: не больше 8 000 знаков').optional(),
});

export const mergeForm = z.object({ merge_by: z.enum(['id', 'barcode', 'article'], 'Выберите, как объединять') });
