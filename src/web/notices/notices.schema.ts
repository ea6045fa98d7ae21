import { z } from 'zod';
import { pageNumber } from '../forms/page-number.js';

export const noticesQuery = z.object({ page: pageNumber });

/** The id of a notice in a path. */
export const noticeId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

export const mailForm = z.object({ mail: z.enum(['on', 'off']) });

/** A token as it stands in the link; anything else is no link of ours. */
export const unsubscribeToken = z.string().max(100).catch('');
