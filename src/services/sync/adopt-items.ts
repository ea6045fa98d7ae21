import { createsOfItems } from '../../db/repositories/lost-answers.repository.js';
import { adoptableItems, saveLinks, type ItemLink, type Shop } from '../../db/repositories/links.repository.js';
import { endOperations, openCreates, type Operation } from '../../db/repositories/operations.repository.js';
import type { ListingKey } from '../../domain/brand.js';
import { sentDigests, wantedOf } from './apply/sent-values.js';
import type { SyncDeps } from './sync-deps.js';

/** Goods in the shop whose `sku` is exactly a key are ours: made by a create whose answer was lost, or adopted. */
export async function adoptItems(deps: Pick<SyncDeps, 'db'>, shop: Shop, since: number): Promise<void> {
  const { db } = deps;
  const found = await adoptableItems(db, shop, since);
  if (found.length === 0) return;
  const open = new Map((await openCreates(db, shop.userId)).map(operation => [operation.key, operation]));
  // A create may have been given up long before VK shows what it made.
  const over = await createsOfItems(
    db,
    shop,
    found.map(({ itemId }) => itemId),
  );
  const creates = new Map<ListingKey, Operation>();
  // Of several items with one key the oldest is linked; the order is by id.
  const links = new Map<string, ItemLink>();
  for (const { key, itemId, isHidden } of found) {
    if (links.has(key)) continue;
    const create = open.get(key) ?? over.get(itemId);
    if (create) creates.set(key, create);
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
      echoDigests: null,
      sku: null,
      photoId: create?.photoId ?? null,
      albumId: null,
    });
  }
  await db.transaction(async queries => {
    await saveLinks(queries, shop, [...links.values()]);
    for (const link of links.values()) {
      const create = creates.get(link.key);
      if (create) await endOperations(queries, [create.id], { state: 'done', itemId: link.itemId });
    }
  });
}
