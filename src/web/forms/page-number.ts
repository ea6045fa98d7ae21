import { z } from 'zod';

/** A page number of a query; anything unreadable is the first page. */
export const pageNumber = z.coerce.number().int().min(1).max(1_000_000).catch(1);
