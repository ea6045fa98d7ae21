import type { Database } from '../../db/database.js';
import { saveMembers, type MemberRow } from '../../db/repositories/listings.repository.js';
import { keyedLinks, moveBelongings, moveLinks } from '../../db/repositories/relink.repository.js';
import type { ListingKey, UserId } from '../../domain/brand.js';
import { movedKeys, type KeyedGood } from '../../domain/listing/moved-keys.js';
import { movedLinks } from '../../domain/listing/moved-links.js';

/** A till good by its keys, and where it stands on the till. */
export type RelinkGood = KeyedGood & Omit<MemberRow, 'key' | 'isSelected'>;

/**
 * Lets links, overrides, locks, photos and offers follow goods to their new keys, by the ids of the goods: the merging
 * rule was changed, or a barcode on the till. `goods`: all of the till, in the merchant's order of stores.
 * One transaction; doing it twice is the same as once. Answers whether there was anything to move.
 */
export async function relink(db: Database, userId: UserId, goods: readonly RelinkGood[]): Promise<boolean> {
  const changed = goods.filter(({ oldKey, newKey }) => oldKey !== null && oldKey !== newKey);
  if (changed.length === 0) return false;
  const moved = movedKeys(goods);
  await db.transaction(async queries => {
    const heirs = new Map<ListingKey, ListingKey>();
    for (const [groupId, links] of await keyedLinks(queries, userId)) {
      const moves = movedLinks(links, moved);
      await moveLinks(queries, { userId, groupId }, moves);
      for (const { from, to } of moves) if (moved.get(from) === to) heirs.set(to, from);
    }
    // What belongs to the card that stays comes first; of two own names one can be kept only.
    const isFirst = heirsFirst(moved, heirs);
    const first = [...moved].filter(([from]) => isFirst.has(from));
    const others = [...moved].filter(([from]) => !isFirst.has(from));
    for (const what of ['overrides', 'photos', 'offers'] as const) {
      await moveBelongings(queries, userId, what, first);
      await moveBelongings(queries, userId, what, others);
    }
    // A lock is about one card in VK: those of the cards that are left over mean nothing for the one that stays.
    await moveBelongings(queries, userId, 'locks', first);
    const members = changed.map(({ storeId, productId, newKey, wasSelected }) => ({
      storeId,
      productId,
      key: newKey,
      isSelected: wasSelected,
    }));
    await saveMembers(queries, userId, members);
  });
  return true;
}

/** Of the old keys that go to one new key, the one whose card stays in VK, else the first. */
function heirsFirst(
  moved: ReadonlyMap<ListingKey, ListingKey>,
  heirs: ReadonlyMap<ListingKey, ListingKey>,
): ReadonlySet<ListingKey> {
  const firstOf = new Map(heirs);
  for (const [from, to] of moved) if (!firstOf.has(to)) firstOf.set(to, from);
  return new Set(firstOf.values());
}
