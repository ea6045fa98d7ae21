import { z } from 'zod';
import { settingsForm } from '../sync/sync.schema.js';

/** The price of a group is asked for as the merchant's own is; an empty field takes nothing off and adds nothing. */
export const priceForm = settingsForm
  .pick({ price_multiplier: true, price_addend: true, price_rounding: true, price_floor_margin: true })
  .transform(form => ({
    price_multiplier: form.price_multiplier,
    price_addend: form.price_addend ?? '0',
    price_rounding: form.price_rounding,
    price_floor_margin: form.price_floor_margin ?? '',
  }));

/** `preview` shows, `save` keeps, `remove` goes back to what holds above. */
export const actForm = z.object({ act: z.enum(['preview', 'save', 'remove']) });

export const categoryForm = z.object({
  category_id: z
    .string('Укажите код категории')
    .trim()
    .regex(/^[1-9]\d{0,9}$/u, 'Код категории — целое число, например 40932')
    .transform(Number),
});
