import { z } from 'zod';
import { kopecksFromRoubles } from '../../domain/money.js';
import { milliFromUnits } from '../../domain/quantity.js';

/** Largest number taken from the till, roubles or units: a thousand times Evotor's own bound, still exact as kopecks. */
const MAX_NUMBER = 1e10;

const decimal = z
  .union([
    z.number(),
    z
      .string()
      .trim()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .refine(value => Math.abs(value) <= MAX_NUMBER);

/** null, absent and `''` are all "the till did not say" (the same call was seen to use each). */
const absent = z
  .literal('')
  .nullish()
  .transform(() => null);

/** Roubles, a JSON number or a numeric string → kopecks; garbage fails. */
export const roubles = z.union([absent, decimal.transform(kopecksFromRoubles)]);

/** A quantity, a JSON number or a numeric string → thousandths; garbage fails, so that it is never taken for "none". */
export const units = z.union([absent, decimal.transform(milliFromUnits)]);

/** Optional text; numbers were seen in text fields and are taken as their digits. */
export const optionalText = z.union([absent, z.string(), z.number().transform(String)]);

/** A name: kept as received, but nothing and blanks become `''`, which the listing rules explain to the merchant. */
export const name = optionalText.transform(value => (value === null || value.trim() === '' ? '' : value));

/** An id: any text that is not blank, case kept. */
export const id = z.string().refine(value => value.trim() !== '');

/** A flag with the value it has when the till does not say. */
export const flag = (unsaid: boolean) => z.union([absent.transform(() => unsaid), z.boolean()]);

/** A list of texts; a bare text counts as a list of one, other entries are dropped. */
export const textList = z.union([
  absent.transform((): string[] => []),
  z.string().transform(value => [value]),
  z.array(z.unknown()).transform(list =>
    list.flatMap(entry => {
      if (typeof entry === 'number') return [String(entry)];
      return typeof entry === 'string' && entry !== '' ? [entry] : [];
    }),
  ),
]);

/** `{attribute id: choice id}`; entries that are not text are dropped. */
export const choices = z.union([
  absent.transform((): Record<string, string> => ({})),
  z
    .record(z.string(), z.unknown())
    .transform(all =>
      Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => typeof pair[1] === 'string')),
    ),
]);
