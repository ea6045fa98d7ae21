import { z } from 'zod';
import type { DemoWish } from './run-demo.js';
import { DEMO_GROUPS } from './demo-catalogue.js';

const several = z
  .union([z.array(z.string()), z.string().transform(text => [text])])
  .optional()
  .transform(texts => texts ?? []);

/**
 * The switches of the example, as they stand in the address. Groups are named when they are on; without `set` nobody has
 * touched the form, and all are.
 */
export const demoQuery = z
  .object({
    set: z.string().optional(),
    group: several,
    multiplier: z
      .string()
      .trim()
      .transform(text => text.replace(',', '.'))
      .pipe(
        z
          .string()
          .regex(/^\d{1,5}(?:\.\d{1,4})?$/u, 'Множитель — число, после запятой не больше 4 знаков: 1,15')
          .refine(text => Number(text) >= 0.1 && Number(text) <= 100, 'Для примера подойдёт множитель от 0,1 до 100'),
      )
      .default('1'),
    rounding: z.enum(['none', '1', '5', '10', 'x9']).catch('none'),
    weight: z.enum(['as_is', '100g', '1kg']).catch('as_is'),
    names: z.string().optional(),
  })
  .transform((given): DemoWish => ({
    off: given.set === undefined ? [] : DEMO_GROUPS.map(({ id }) => id).filter(id => !given.group.includes(id)),
    multiplier: given.multiplier,
    rounding: given.rounding,
    weightUnit: given.weight,
    cleanNames: given.names !== undefined,
  }));

/** What the example shows before anybody touches it, and while a field is wrong. */
export const DEMO_DEFAULTS: DemoWish = demoQuery.parse({});
