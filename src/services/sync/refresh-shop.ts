import { dropUnseen, saveShopAlbums, saveShopItems } from '../../db/repositories/shop-cache.repository.js';
import {
  adoptableItems,
  saveLinks,
  strayLinks,
  type ItemLink,
  type Shop,
} from '../../db/repositories/links.repository.js';
import { lostHides, releaseReservedPhotos } from '../../db/repositories/lost-answers.repository.js';
import { endOperations, openCreates } from '../../db/repositories/operations.repository.js';
import { updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { setVkState } from '../../db/repositories/vk-connections.repository.js';
import type { VkClient } from '../../clients/vk/client.js';
import type { JobId, UserId } from '../../domain/brand.js';
import type { StopReason } from '../../domain/sync/job-outcome.js';
import { sentDigests, wantedOf } from './apply/sent-values.js';
import type { PhaseControl, SyncDeps } from './sync-deps.js';
import { vkStop } from './vk-stop.js';

/** Rest after a shop that changed under every pass of the read: somebody is working in it. */
const MOVING_SHOP_REST_MS = 5 * 60_000;
/** A new item may be missing from VK's lists for a while; how long is not known, minutes were never reported. */
const LIST_LAG_MS = 15 * 60_000;

/** Phase 2: albums and items of the shop, hidden ones too, into the cache. Safe to repeat at any point. */
export async function refreshShop(
  deps: SyncDeps,
  owner: { userId: UserId; jobId: JobId | null },
  control: PhaseControl,
): Promise<StopReason | null> {
  const { db } = deps;
  const session = await deps.vendors.shop({ ...owner, signal: control.signal });
  if (!session) return { kind: 'failed', code: 'SYNC.NOT_CONNECTED' };
  const { client, connection } = session;
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
  await setVkState(db, owner.userId, { isOnline: true, blockedCode: null });
  const countingRead = readId + (items.value.complete ? items.value.pass : lastPass);
  // What any pass saw is there, and ours by its key.
  await adopt(deps, shop, readId);
  // Nothing is concluded from an incomplete read, and nothing planned on it: what it did not show may still be there.
  if (!items.value.complete)
    return { kind: 'parked', code: 'VK.SHOP_MOVING', resumeAtMs: deps.now() + MOVING_SHOP_REST_MS };
  const stop = await detachStray(deps, client, shop, countingRead);
  if (stop) return vkStop(deps, connection, stop);
  await dropUnseen(db, shop, 'vk_cached_products', countingRead);
  if (albums.value.complete) await dropUnseen(db, shop, 'vk_cached_albums', readId);
  await releaseReservedPhotos(db, shop, new Date(readId - LIST_LAG_MS));
  await updateSyncConfig(db, owner.userId, { shop_read_at: new Date(deps.now()) });
  return null;
}

/** Goods in the shop whose `sku` is exactly a key are ours: made by a create whose answer was lost, or adopted. */
async function adopt(deps: SyncDeps, shop: Shop, since: number): Promise<void> {
  const { db } = deps;
  const found = await adoptableItems(db, shop, since);
  if (found.length === 0) return;
  const lost = new Map((await openCreates(db, shop.userId)).map(operation => [operation.key, operation]));
  // Of several items with one key the oldest is linked; the order is by id.
  const links = new Map<string, ItemLink>();
  for (const { key, itemId, isHidden } of found) {
    if (links.has(key)) continue;
    const create = lost.get(key);
    const values = create ? wantedOf(create) : null;
    const sent = values ? { ...values, album: null } : null;
    links.set(key, {
      key,
      itemId,
      state: isHidden ? 'hidden' : 'live',
      stateCause: null,
      madeBy: create ? 'created' : 'adopted',
      // Of our own create it is known what was sent; of anything else nothing is, so the plan sends everything once.
      sentDigests: sent ? sentDigests(sent) : null,
      sent,
      photoId: create?.photoId ?? null,
      albumId: null,
    });
  }
  await db.transaction(async queries => {
    await saveLinks(queries, shop, [...links.values()]);
    for (const link of links.values()) {
      const create = lost.get(link.key);
      if (create) await endOperations(queries, [create.id], { state: 'done', itemId: link.itemId });
    }
  });
}

/** Items that are gone or hidden although we left them visible: confirmed by id, then the merchant's hand is respected. */
async function detachStray(deps: SyncDeps, client: VkClient, shop: Shop, readId: number) {
  const stray = await strayLinks(deps.db, shop, readId);
  if (stray.length === 0) return null;
  const answer = await client.itemsById(stray.map(link => link.itemId));
  if (answer.outcome !== 'ok') return answer;
  const ownHides = await lostHides(deps.db, shop);
  const stateOf = new Map(answer.value.map(item => [item.id, item.availability]));
  const detached = stray.flatMap((link): ItemLink[] => {
    const state = stateOf.get(link.itemId) ?? 'removed';
    if (state === 'removed') return [{ ...link, state: 'detached', stateCause: 'REMOVED_IN_VK' }];
    if (state === 'unavailable' && link.state === 'live' && ownHides.has(link.key))
      return [{ ...link, state: 'hidden', stateCause: 'NOT_LISTED' }];
    if (state === 'unavailable' && link.state === 'live')
      return [{ ...link, state: 'detached', stateCause: 'HIDDEN_IN_VK' }];
    return [];
  });
  await saveLinks(deps.db, shop, detached);
  return null;
}
