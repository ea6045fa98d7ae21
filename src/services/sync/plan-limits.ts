import type { Queries } from '../../db/database.js';
import type { Shop } from '../../db/repositories/links.repository.js';
import {
  dropPlannedOf,
  orderOperations,
  plannedCreates,
  type PlannedCreate,
} from '../../db/repositories/plan-facts.repository.js';
import {
  addsSince,
  albumsInShop,
  albumWishes,
  itemsInShop,
  plannedAlbumAdds,
} from '../../db/repositories/shop-room.repository.js';
import type { JobId, ListingKey } from '../../domain/brand.js';
import type { ShopLimits } from '../../domain/settings.js';
import type { Learnable } from '../../domain/sync/learnt-limits.js';
import { byPriority, fitCreates, holdAlbumAdds, smallerLimit, type LimitCode } from '../../domain/sync/limits.js';

/** VK counts additions within a day. */
export const ADDS_WINDOW_MS = 24 * 3_600_000;

/** What the shop's limits leave out of a plan. */
export interface LimitResult {
  readonly held: ReadonlyMap<ListingKey, LimitCode>;
  /** When the oldest addition of the day leaves the window, epoch milliseconds; `null` = the day's number holds nothing. */
  readonly resumeAtMs: number | null;
}

interface Plan {
  readonly db: Queries;
  readonly now: number;
  readonly shop: Shop;
  readonly jobId: JobId;
  readonly limits: ShopLimits;
  /** Numbers the shop has shown by refusing more, as far as they hold. */
  readonly learnt: Partial<Record<Learnable, number>>;
}

/** Puts new goods into their order and takes out of the plan what the shop has no room for. */
export async function applyLimits(plan: Plan): Promise<LimitResult> {
  const creates = [...(await plannedCreates(plan.db, plan.jobId))].sort(byPriority);
  await orderOperations(
    plan.db,
    creates.map(create => create.id),
  );
  const { held, resumeAtMs } = await limitCreates(plan, creates);
  const heldAlbums = await limitAlbums(plan);
  // A good that does not get into the shop has no album to wait for.
  return { held: new Map([...heldAlbums, ...held]), resumeAtMs };
}

async function limitCreates(plan: Plan, creates: readonly PlannedCreate[]): Promise<LimitResult> {
  const { db, shop, limits, learnt } = plan;
  if (creates.length === 0) return { held: new Map(), resumeAtMs: null };
  const adds = await addsSince(db, shop, new Date(plan.now - ADDS_WINDOW_MS));
  const room = {
    items: Math.max(0, smallerLimit(limits.items, learnt.items) - (await itemsInShop(db, shop))),
    addsToday: Math.max(0, smallerLimit(limits.addsPerDay, learnt.addsPerDay) - adds.count),
  };
  const { held } = fitCreates(creates, room);
  await dropPlannedOf(db, plan.jobId, [...held.keys()], ['create', 'album_add']);
  const waitsForDay = [...held.values()].includes('LIMIT.ADDS_PER_DAY');
  // Without an addition in the window the whole day's number is zero: tomorrow is as good as any time.
  const oldest = adds.oldestAt?.getTime() ?? plan.now;
  return { held, resumeAtMs: waitsForDay ? oldest + ADDS_WINDOW_MS : null };
}

async function limitAlbums(plan: Plan): Promise<ReadonlyMap<ListingKey, LimitCode>> {
  const { db, shop, limits, learnt } = plan;
  const adds = await plannedAlbumAdds(db, plan.jobId);
  if (adds.size === 0) return new Map();
  const { total, members } = await albumsInShop(db, shop);
  const wishes = await albumWishes(db, shop);
  const wanted = [...adds].map(([title, keys]) => ({
    title,
    exists: members.has(title),
    members: members.get(title) ?? 0,
    wanted: wishes.get(title) ?? 0,
    adds: keys,
  }));
  const held = holdAlbumAdds(wanted, {
    albums: Math.max(0, smallerLimit(limits.albums, learnt.albums) - total),
    itemsPerAlbum: smallerLimit(limits.itemsPerAlbum, learnt.itemsPerAlbum),
  });
  await dropPlannedOf(db, plan.jobId, [...held.keys()], ['album_add']);
  return held;
}
