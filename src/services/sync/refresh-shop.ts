import { dropUnseen, saveShopAlbums, saveShopItems } from '../../db/repositories/shop-cache.repository.js';
import { markGoods } from '../../db/repositories/goods-marks.repository.js';
import type { Shop } from '../../db/repositories/links.repository.js';
import { releaseReservedPhotos } from '../../db/repositories/lost-answers.repository.js';
import { unlistedLive } from '../../db/repositories/catch-up.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import type { StopReason } from '../../domain/sync/job-outcome.js';
import { noteShopState } from '../notices/connection-notices.js';
import { adoptItems } from './adopt-items.js';
import { relinkMoved, trustShown } from './catch-up-with-shop.js';
import { checkAlbums } from './check-albums.js';
import { followHands } from './follow-hands.js';
import { offerAdoption } from './offer-adoption.js';
import { reviewLinks } from './review-links.js';
import type { PhaseControl, SyncDeps } from './sync-deps.js';
import { captchaStop, vkStop } from './vk-stop.js';

/** Rest after a shop that changed under every pass of the read: somebody is working in it. */
const MOVING_SHOP_REST_MS = 5 * 60_000;
/** A new item may be missing from VK's lists for a while; how long is not known, minutes were never reported. */
const LIST_LAG_MS = 15 * 60_000;

/**
 * Phase 2: albums and items of the shop, hidden ones too, into the cache, and what follows from them for our links. Safe
 * to repeat at any point.
 */
export async function refreshShop(
  deps: SyncDeps,
  owner: { userId: UserId; jobId: JobId | null },
  control: PhaseControl,
): Promise<StopReason | null> {
  const { db } = deps;
  const session = await deps.vendors.shop({ ...owner, signal: control.signal });
  if (!session) return { kind: 'failed', code: 'SYNC.NOT_CONNECTED' };
  const { client, connection } = session;
  const captcha = await captchaStop(deps, session);
  if (captcha) return captcha;
  const shop: Shop = { userId: owner.userId, groupId: connection.groupId };
  const readId = deps.now();
  const albums = await client.readAllAlbums();
  control.heartbeat('albums');
  if (albums.outcome !== 'ok') return vkStop(deps, connection, albums);
  await saveShopAlbums(db, shop, albums.value.albums, readId);
  let lastPass = 1;
  const items = await client.readAllItems(async (page, pass) => {
    lastPass = pass;
    // Passes after the first get ids of their own, so that what only an earlier pass saw does not count as seen.
    await saveShopItems(db, shop, page, readId + pass);
    control.heartbeat(`items pass ${pass}`);
  });
  if (items.outcome !== 'ok') return vkStop(deps, connection, items);
  await noteShopState(db, owner, { isOnline: true, blockedCode: null });
  const countingRead = readId + (items.value.complete ? items.value.pass : lastPass);
  // What any pass saw is there, and ours by its key.
  await adoptItems(deps, shop, readId);
  // Nothing is concluded from an incomplete read, and nothing planned on it: what it did not show may still be there.
  if (!items.value.complete)
    return { kind: 'parked', code: 'VK.SHOP_MOVING', resumeAtMs: deps.now() + MOVING_SHOP_REST_MS };
  const settledBefore = new Date(readId - LIST_LAG_MS);
  // Put back to a backup: what was done since stands in the shop alone.
  const isAhead = (await getSyncConfig(db, owner.userId)).restoredAt !== null;
  if (isAhead) await relinkMoved(deps, shop, countingRead, readId);
  const stop =
    (await followHands(deps, client, shop, {
      readId: countingRead,
      goneBefore: settledBefore,
      ...(isAhead ? { ownHides: await unlistedLive(db, shop) } : {}),
    })) ?? (albums.value.complete ? await checkAlbums(deps, client, shop, albums.value.albums) : null);
  if (stop) return vkStop(deps, connection, stop);
  await dropUnseen(db, shop, 'vk_cached_products', countingRead);
  if (albums.value.complete) await dropUnseen(db, shop, 'vk_cached_albums', readId);
  if (isAhead) await trustShown(deps, shop);
  await reviewLinks(deps, shop, settledBefore);
  control.heartbeat('compared');
  await offerAdoption(db, shop);
  await releaseReservedPhotos(db, shop, settledBefore);
  await markGoods(db, owner.userId);
  await updateSyncConfig(db, owner.userId, { shop_read_at: new Date(deps.now()), restored_at: null });
  return null;
}
