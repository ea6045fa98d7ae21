import { z } from 'zod';
import { parseOwnPrice } from '../../domain/listing/own-price.js';
import { LOCKABLE } from '../../domain/sync/compact.js';
import { pageNumber } from '../forms/page-number.js';

/** Longest key of a listing. */
const MAX_KEY = 50;

export const productQuery = z.object({
  key: z.string().max(MAX_KEY).catch(''),
  page: pageNumber,
});

/** A text VK could show: signs no keyboard gives are a fault of the sender, not of the merchant. */
const text = (longest: number, tooLong: string) =>
  z
    .string({ message: 'Введите текст.' })
    .max(longest, tooLong)
    .refine(value => !value.includes('\u0000'), 'Уберите недопустимый знак и сохраните ещё раз.')
    .transform(value => value.trim());

const key = z.string().max(MAX_KEY).catch('');

/** Own values; an empty field takes the value away. What VK would not take the use case says, by field. */
export const ownForm = z.object({
  key,
  name: text(200, 'Название слишком длинное: VK показывает до 100 знаков.').transform(value => value || null),
  description: text(5000, 'Описание слишком длинное: до 4000 знаков.').transform(value => value || null),
  price: text(30, 'Укажите цену в рублях, например 350 или 350,50.').transform((value, context) => {
    if (value === '') return null;
    const price = parseOwnPrice(value);
    if (price !== null && price > 0) return price;
    context.addIssue({ code: 'custom', message: 'Укажите цену больше нуля в рублях, например 350 или 350,50.' });
    return z.NEVER;
  }),
});

const on = z.enum(['0', '1']).transform(value => value === '1');

export const lockForm = z.object({ key, field: z.enum(LOCKABLE), on });
export const pinForm = z.object({ key, on });
export const allowForm = z.object({ key, on, confirmed: z.enum(['1', '']).catch('') });
