import { z } from 'zod';

/** What was typed, as long as it is one line of a sensible length. */
export const line = (max: number) =>
  z
    .string('Введите одну строку')
    .trim()
    .max(max, `Не больше ${max} знаков`)
    .refine(value => !/\p{Cc}/u.test(value), 'Уберите служебные знаки')
    .default('');

/** A choice of a list; what the list does not have is as if nothing were chosen. */
export const choice = <Word extends string>(words: Readonly<Record<Word, unknown>>) =>
  z
    .string()
    .catch('')
    .transform((text): Word | '' => (Object.hasOwn(words, text) ? (text as Word) : ''));

/** People here mean Moscow time, as the pages print it. */
const MOSCOW = '+03:00';
/** A day or a minute, as the browser's own field sends it. */
const MOMENT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?$/u;

/** The moment a field of {@link moment} means. */
export const dateOf = (value: string): Date => new Date(`${value.includes('T') ? value : `${value}T00:00`}${MOSCOW}`);

/** A moment as a browser sends it, in Moscow; empty = not asked for. */
export const moment = line(40).refine(
  value => value === '' || (MOMENT.test(value) && !Number.isNaN(dateOf(value).getTime())),
  'Введите день и время, например 2026-11-21T14:00',
);

/** For a form whose `to` lies before its `from`. */
export const PERIOD_FAULT = { path: ['to'], message: 'Конец должен быть позже начала' };

export const isPeriod = ({ from, to }: { readonly from: string; readonly to: string }): boolean =>
  from === '' || to === '' || dateOf(from) < dateOf(to);
