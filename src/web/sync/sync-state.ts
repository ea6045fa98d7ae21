import type { Response } from 'express';
import { merchantId } from '../middleware/require-permission.js';
import type { WebContext } from '../web-context.js';
import { openQuestions } from './open-questions.js';
import type { TryModel } from './settings-try.page.js';
import { tryModel } from './settings-try.page.js';
import type { SyncGiven } from './sync.page.js';

/** Everything the page of the exchange shows, as it stands; `tried` instead of what the kept settings make of the goods. */
export async function syncState(
  { services, clock }: WebContext,
  res: Response,
  tried: TryModel | null = null,
): Promise<SyncGiven> {
  const userId = merchantId(res);
  const [sync, questions, quota, trial] = await Promise.all([
    services.sync.overview(userId),
    openQuestions(services.shop, userId),
    services.preview.quota(userId),
    tried ?? services.preview.trySettings(userId, {}),
  ]);
  const shown = 'cards' in trial ? trial : tryModel(trial);
  const notices = res.locals.needs?.notices ?? [];
  return { sync, questions, notices, clock: res.locals.needs?.clock, quota, tried: shown, now: clock.now() };
}
