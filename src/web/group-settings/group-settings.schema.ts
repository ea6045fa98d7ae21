import { z } from 'zod';

const text = z.string().max(40).default('');

/** The price form; what the texts mean is the settings' own to judge. */
export const priceForm = z.object({
  price_multiplier: z
    .string('Укажите множитель')
    .trim()
    .min(1, 'Укажите множитель')
    .max(40, 'Множитель слишком длинный'),
  price_addend: text.transform(value => (value.trim() === '' ? '0' : value)),
  price_rounding: text,
  price_floor_margin: text,
});

/** `preview` shows, `save` keeps, `remove` goes back to what holds above. */
export const actForm = z.object({ act: z.enum(['preview', 'save', 'remove']) });

export const categoryForm = z.object({
  category_id: z
    .string('Укажите код категории')
    .trim()
    .regex(/^[1-9]\d{0,9}$/u, 'Код категории — целое число, например 40932')
    .transform(Number),
});
