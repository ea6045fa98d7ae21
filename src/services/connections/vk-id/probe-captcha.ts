import { saveCaptchaPage } from '../../../db/repositories/captcha-page.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../../db/repositories/sync-config.repository.js';
import { listMethodBlocks } from '../../../db/repositories/vk-connections.repository.js';
import type { UserId } from '../../../domain/brand.js';
import { AppError } from '../../../domain/errors.js';
import { ALL_METHODS } from '../../../domain/sync/method-block.js';
import { endCaptcha } from '../../sync/vk-stop.js';
import { tokenPlace } from '../../vendors/token-places.js';
import type { ConnectionDeps } from '../accept-connection.js';

/**
 * Asks VK, by one cheap call, whether it still wants a captcha. Its page is kept sealed in the connection's row for the
 * site to open: the address carries a session of VK's and must not pass through a workflow. When VK lets us in, the
 * exchange is due at once. Throws `CONNECTION.MISSING` and what VK refuses with.
 */
export async function probeCaptcha(
  deps: Pick<ConnectionDeps, 'db' | 'vault' | 'vendors'> & { readonly now: () => number },
  { userId }: { userId: UserId },
): Promise<{ readonly isNeeded: boolean }> {
  const { db, vault } = deps;
  const session = await deps.vendors.shop({ userId, jobId: null });
  if (!session) throw new AppError('conflict', 'CONNECTION.MISSING');
  const { client, connection } = session;
  const answer = await client.me();
  if (answer.outcome === 'unknown') throw new AppError('unavailable', 'VK.DOWN');
  if (answer.outcome === 'api_error') {
    if (answer.policy !== 'captcha') throw new AppError(answer.kind, answer.code);
    const page = answer.redirectUri === null ? null : vault.seal(answer.redirectUri, tokenPlace.captchaPage(userId));
    await saveCaptchaPage(db, userId, page, new Date(deps.now()));
    return { isNeeded: true };
  }
  const wasBlocked = (await listMethodBlocks(db, connection.id)).some(({ method }) => method === ALL_METHODS);
  await endCaptcha(db, connection);
  await saveCaptchaPage(db, userId, null, new Date(deps.now()));
  await getSyncConfig(db, userId);
  if (wasBlocked) await updateSyncConfig(db, userId, { next_due_at: null, rest_until: null });
  return { isNeeded: false };
}
