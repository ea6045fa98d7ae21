import { dropUnseen, saveShopAlbums, saveShopItems } from '../../db/repositories/shop-cache.repository.js';
import {
  adoptableItems,
  saveLinks,
  strayLinks,
  type ItemLink,
  type Shop,
} from '../../db/repositories/links.repository.js';
import { endOperations, openCreates } from '../../db/repositories/operations.repository.js';
import { updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { setVkState } from '../../db/repositories/vk-connections.repository.js';
import type { VkClient } from '../../clients/vk/client.js';
import type { JobId, UserId } from '../../domain/brand.js';
import type { StopReason } from '../../domain/sync/job-outcome.js';
import { sentDigests, wantedOf } from './apply/sent-values.js';
import type { PhaseControl, SyncDeps } from './sync-deps.js';
import { vkStop } from './vk-stop.js';

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
  await adopt(deps, shop, countingRead);
  // Nothing is concluded from an incomplete read: what it did not show may still be there.
  if (!items.value.complete) return null;
  const stop = await detachStray(deps, client, shop, countingRead);
  if (stop) return vkStop(deps, connection, stop);
  await dropUnseen(db, shop, 'vk_cached_products', countingRead);
  if (albums.value.complete) await dropUnseen(db, shop, 'vk_cached_albums', readId);
  await updateSyncConfig(db, owner.userId, { shop_read_at: new Date(deps.now()) });
  return null;
}

/** Goods in the shop whose `sku` is exactly a key are ours: made by a create whose answer was lost, or adopted. */
async function adopt(deps: SyncDeps, shop: Shop, readId: number): Promise<void> {
  const { db } = deps;
  const found = await adoptableItems(db, shop, readId);
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
  const stateOf = new Map(answer.value.map(item => [item.id, item.availability]));
  const detached = stray.flatMap((link): ItemLink[] => {
    const state = stateOf.get(link.itemId) ?? 'removed';
    if (state === 'removed') return [{ ...link, state: 'detached', stateCause: 'REMOVED_IN_VK' }];
    if (state === 'unavailable' && link.state === 'live')
      return [{ ...link, state: 'detached', stateCause: 'HIDDEN_IN_VK' }];
    return [];
  });
  await saveLinks(deps.db, shop, detached);
  return null;
}
