import { z } from 'zod';

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

/** The settings form → texts by setting name. Ranges that need more than the text are the use case's to check. */
export const settingsForm = z.object({
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
  price_rounding: z.enum(['none', '1', '5', '10', 'x9'], 'Выберите округление'),
  stock_mode: z.enum(['fixed', 'exact'], 'Выберите, что показывать'),
  stock_buffer: wholeUnits('Сколько придержать — целое число, например 2').transform(text =>
    text === '' ? '0' : text,
  ),
  stock_cap: wholeUnits('Не больше скольких — целое число, например 50'),
});

export const toggleForm = z.object({ enabled: z.enum(['0', '1']).transform(value => value === '1') });

export const pauseForm = z.object({ paused: z.enum(['0', '1']).transform(value => value === '1') });
