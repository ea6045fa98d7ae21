import { z } from 'zod';
import { communityField } from './connect.schema.js';

/** Longest text of a query that is looked at; VK's codes have under 1000 characters. */
const TEXT_MAX = 2000;
/** As long as the column that keeps it. */
const DEVICE_MAX = 255;

const queryText = (max: number) => z.string().max(max).catch('');

/** What VK ID sends back. Anything unreadable counts as absent, and an absent state as unknown. */
export const callbackQuery = z.object({
  state: queryText(TEXT_MAX),
  code: queryText(TEXT_MAX),
  device_id: queryText(DEVICE_MAX),
  error: queryText(TEXT_MAX),
});

export const attemptId = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** The community that was chosen, and whether another one than before was agreed to. */
export const communityForm = z.object({
  // Nobody types it: what is no number of ours is a key that is gone.
  attempt: attemptId.catch(0),
  community: communityField('Выберите сообщество'),
  sure: z
    .enum(['1'])
    .optional()
    .catch(undefined)
    .transform(value => value !== undefined),
});
