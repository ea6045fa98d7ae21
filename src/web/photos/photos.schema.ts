import { z } from 'zod';
import { PHOTO_FILTERS } from '../../services/photos/photo-contracts.js';
import { pageNumber } from '../forms/page-number.js';

/** Queries come from links and from hands: what cannot be read is as if it were not there. */
export const photosQuery = z.object({
  filter: z.enum(PHOTO_FILTERS).catch('missing'),
  q: z.string().trim().max(200).catch(''),
  page: pageNumber,
});

export const pictureQuery = z.object({ size: z.enum(['small', 'large']).catch('small') });
