import { addProgress } from '../../../db/repositories/job-progress.repository.js';
import type { Operation } from '../../../db/repositories/operations.repository.js';
import {
  addsTaken,
  countInAlbum,
  holdPlanned,
  type HeldByLimit,
} from '../../../db/repositories/shop-counts.repository.js';
import { albumsInShop, itemsInShop } from '../../../db/repositories/shop-room.repository.js';
import { saveLearntLimits, type LearntLimits } from '../../../db/repositories/vk-connections.repository.js';
import { LEARNT_HOLDS_MS, withLearnt, type Learnable } from '../../../domain/sync/learnt-limits.js';
import type { ApplySession } from './session.js';

/** VK's code for «so many a day of this method». */
const METHOD_LIMIT = 'VK.METHOD_LIMIT';
const ITEM_LIMIT = 'VK.ITEM_LIMIT';
/** Flood control that holds after rests of minutes, an hour and six hours is the number of a day. */
const FLOODS_OF_A_DAY = 3;

/** The shop takes no more: the number it has now is its limit, what is planned beyond it waits, and the run goes on. */
export async function learnLimit(session: ApplySession, operation: Operation, code: string): Promise<void> {
  const { db } = session.deps;
  switch (code) {
    case ITEM_LIMIT:
      return hold(session, { kinds: ['create'], albumTitle: null, errorCode: code, holdCode: 'LIMIT.ITEMS' });
    case 'VK.ALBUM_LIMIT':
      await learn(session, 'albums', (await albumsInShop(db, session.shop)).total);
      await hold(session, { kinds: ['album_create'], albumTitle: null, errorCode: code, holdCode: 'LIMIT.ALBUMS' });
      return holdHomeless(session, operation.albumTitle, code);
    default:
      if (operation.albumId !== null)
        await learn(session, 'itemsPerAlbum', await countInAlbum(db, session.shop, operation.albumId));
      return hold(session, {
        kinds: ['album_add'],
        albumTitle: operation.albumTitle,
        errorCode: code,
        holdCode: 'LIMIT.ALBUM_FULL',
      });
  }
}

/**
 * What a refused add says of the shop, once all adds under way have ended and can be counted: how many goods it takes, or
 * how many a day. The day's number is met where VK counts the method, or refuses it again after every rest.
 */
export async function learnFromAdds(session: ApplySession): Promise<void> {
  const refusal = session.addRefusal;
  session.addRefusal = null;
  if (refusal === null) return;
  if (refusal.code === ITEM_LIMIT) return learn(session, 'items', await itemsInShop(session.deps.db, session.shop));
  if (refusal.method !== 'market.add') return;
  if (refusal.code !== METHOD_LIMIT && session.blocksBefore(refusal.method) < FLOODS_OF_A_DAY) return;
  const since = new Date(session.deps.now() - LEARNT_HOLDS_MS);
  await learn(session, 'addsPerDay', await addsTaken(session.deps.db, session.shop, since));
}

/** A basic market keeps no stock: it is told once, remembered, and left out from then on. */
export async function learnWithoutStock(session: ApplySession): Promise<void> {
  session.withoutStock = true;
  await remember(session, { ...session.learnt, withoutStock: true });
}

async function learn(session: ApplySession, name: Learnable, value: number): Promise<void> {
  await remember(session, withLearnt(session.learnt, name, value, session.deps.now()));
}

async function remember(session: ApplySession, learnt: LearntLimits): Promise<void> {
  session.learnt = learnt;
  await saveLearntLimits(session.deps.db, session.job.userId, learnt);
}

async function hold(session: ApplySession, held: HeldByLimit): Promise<void> {
  const { db } = session.deps;
  await db.transaction(async queries => {
    const count = await holdPlanned(queries, session.job.jobId, held);
    await addProgress(queries, session.job.jobId, count);
  });
}

/** Goods whose album cannot be made wait for it too. */
async function holdHomeless(session: ApplySession, title: string, errorCode: string): Promise<void> {
  const titles = await session.deps.db.rows<{ title: string }>(
    `SELECT album_title AS title FROM sync_operations
     WHERE job_id = :jobId AND kind = 'album_create' AND state = 'skipped' AND error_code = :errorCode`,
    { jobId: session.job.jobId, errorCode },
  );
  for (const albumTitle of new Set([title, ...titles.map(row => row.title)]))
    await hold(session, { kinds: ['album_add'], albumTitle, errorCode, holdCode: 'LIMIT.ALBUMS' });
}
