import { z } from 'zod';
import { pageNumber } from '../forms/page-number.js';

const search = z.string().trim().max(200).catch('');

/** Queries come from links and from hands: what cannot be read is as if it were not there. */
export const albumsQuery = z.object({ q: search, page: pageNumber });

export const shopItemsQuery = z.object({
  q: search,
  state: z.enum(['all', 'ours', 'foreign', 'hidden']).catch('all'),
  page: pageNumber,
});

/** The number of an album, `none` for the goods in none, `all` for the whole shop. */
export const albumPlace = z.union([
  z.enum(['none', 'all']),
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/u)
    .transform(Number),
]);
