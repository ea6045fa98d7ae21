import type { Response } from 'express';
import { merchantId } from '../middleware/require-merchant.js';
import type { WebContext } from '../web-context.js';
import { openQuestions } from './open-questions.js';
import { tryModel } from './settings-try.page.js';
import { settingTexts } from './settings.page.js';
import type { SyncGiven } from './sync.page.js';

/** Everything the page of the exchange shows, as it stands. */
export async function syncState({ services, clock }: WebContext, res: Response): Promise<SyncGiven> {
  const userId = merchantId(res);
  const [sync, questions, quota, trial] = await Promise.all([
    services.sync.overview(userId),
    openQuestions(services.shop, userId),
    services.preview.quota(userId),
    services.preview.trySettings(userId, {}),
  ]);
  return { sync, questions, quota, tried: tryModel(trial, settingTexts(sync.settings), false), now: clock.now() };
}
