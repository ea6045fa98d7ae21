import { z } from 'zod';
import type { ListingKey } from '../../domain/brand.js';

const listingKey = z
  .string()
  .min(1)
  .max(50)
  .transform(key => key as ListingKey);

/** The two answers to a change made in VK; `answer` is the button: `overwrite|name`. */
export const driftForm = z
  .object({ key: listingKey, answer: z.string() })
  .transform(({ key, answer }) => {
    const [choice, field] = answer.split('|');
    return { key, choice, field };
  })
  .pipe(
    z.object({
      key: z.custom<ListingKey>(),
      choice: z.enum(['overwrite', 'keep']),
      field: z.enum(['name', 'description', 'photo', 'price', 'album', 'category']),
    }),
  );

/** The two answers to an offer; `answer` is the button: `adopt|12`, `new|all`. */
export const offerForm = z
  .object({ answer: z.string().regex(/^(?:adopt|new)\|(?:all|[1-9]\d{0,15})$/u) })
  .transform(({ answer }) => {
    const [choice = '', id = ''] = answer.split('|');
    return { choice: choice as 'adopt' | 'new', id: id === 'all' ? ('all' as const) : Number(id) };
  });

export const bringBackForm = z.object({ key: listingKey });
