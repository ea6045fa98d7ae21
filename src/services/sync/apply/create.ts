import type { VkOutcome } from '../../../clients/vk/outcome.js';
import { linksByKeys, saveLinks } from '../../../db/repositories/links.repository.js';
import { listedByKeys } from '../../../db/repositories/plan.repository.js';
import { forgetRefusals } from '../../../db/repositories/refusals.repository.js';
import { lockIfDone, setOperationPhoto, type Operation } from '../../../db/repositories/operations.repository.js';
import type { VkItemId, VkPhotoId } from '../../../domain/brand.js';
import type { PhotoChoice } from '../../../domain/listing/types.js';
import type { Field } from '../../../domain/sync/compact.js';
import { forgetDigests } from '../../../domain/sync/digests.js';
import type { SentState } from '../../../domain/sync/sent.js';
import { allAtRest } from './all-at-rest.js';
import { learnFromAdds } from './learn-limit.js';
import { lookupDelay } from './lookup-delay.js';
import { uploadFor } from './photos.js';
import { sentDigests, wantedOf } from './sent-values.js';
import type { ApplySession } from './session.js';
import { finish, settleFailure } from './settle.js';
import { createUploadAddresses, type UploadAddresses } from './upload-addresses.js';

/**
 * Items made side by side: drawing and uploading one picture takes longer than a call slot lasts, so several are under
 * way while the lane stays full. Each item's own steps are strictly one after the other.
 */
const SIDE_BY_SIDE = 6;
/** Uploads of a fresh photo after VK said the one given is taken. */
const MAX_ATTEMPTS = 3;

/** Creates, each with its photo: upload, save, write ahead, `market.add` once, link. */
export async function applyCreates(session: ApplySession, operations: readonly Operation[]): Promise<void> {
  const waiting = [...operations];
  const addresses = createUploadAddresses(session, operations.filter(operation => operation.photoId === null).length);
  const listings = await listedByKeys(
    session.deps.db,
    session.job.userId,
    operations.map(operation => operation.key),
  );
  let hasFailed = false;
  const worker = async (): Promise<void> => {
    for (;;) {
      if (hasFailed || isRefused(session) || (await session.isOver())) return;
      const operation = waiting.shift();
      if (!operation) return;
      await createOne(session, operation, listings.get(operation.key)?.photo ?? null, addresses);
      session.note(1, `created ${operation.key}`);
    }
  };
  // All come to rest before an error leaves: the next try must not find one of these still sending.
  await allAtRest(
    Array.from({ length: Math.min(SIDE_BY_SIDE, operations.length) }, () =>
      worker().catch((error: unknown) => {
        hasFailed = true;
        throw error;
      }),
    ),
  );
  await learnFromAdds(session);
}

/** The shop takes no more for now: what was not sent yet has been put off already. */
const isRefused = (session: ApplySession): boolean => session.blocked.has('create') || session.addRefusal !== null;

async function createOne(
  session: ApplySession,
  operation: Operation,
  choice: PhotoChoice | null,
  addresses: UploadAddresses,
): Promise<void> {
  const wanted = wantedOf(operation);
  // The merchant changed a rule while the run was under way: the next plan knows better.
  if (!wanted || !choice) return finish(session, [operation], { state: 'skipped', errorCode: 'SYNC.REPLANNED' });
  const photoId = await uploadFor(session, operation, choice, addresses);
  if (photoId === null) return;
  // Asked for at the last moment: a good that became restricted meanwhile must not go out.
  const { db } = session.deps;
  const isListed = (await listedByKeys(db, session.job.userId, [operation.key])).has(operation.key);
  // Nor one that got an item meanwhile: the merchant has adopted another, or goods became one listing.
  if (!isListed || (await linksByKeys(db, session.shop, [operation.key])).size > 0)
    return finish(session, [operation], { state: 'skipped', errorCode: 'SYNC.REPLANNED' });
  if (isRefused(session) || (await session.isOver()) || !(await session.claim([operation]))) return;
  const outcome = await session.client.addItem({
    name: wanted.name,
    description: wanted.description,
    categoryId: wanted.categoryId,
    price: wanted.price,
    mainPhotoId: photoId,
    sku: operation.key,
    ...(session.withoutStock ? {} : { stock: wanted.stock }),
  });
  await settleCreate(session, operation, wanted, photoId, outcome);
}

async function settleCreate(
  session: ApplySession,
  operation: Operation,
  wanted: SentState,
  photoId: VkPhotoId,
  outcome: VkOutcome<VkItemId>,
): Promise<void> {
  // A photo reserved by an earlier create may show what was wanted then.
  const isOldPhoto = operation.photoId !== null && operation.attempts === 0;
  if (outcome.outcome === 'ok')
    return linkCreated(session, operation, wanted, photoId, outcome.value, isOldPhoto ? ['photo'] : []);
  const isTaken = outcome.outcome === 'api_error' && outcome.code === 'VK.PHOTO_TAKEN';
  // A photo that was used before may be taken by the very item whose answer was lost: look for it, never add again.
  const wasTriedBefore = operation.photoId !== null || operation.attempts > 0;
  if (outcome.outcome === 'unknown' || (isTaken && wasTriedBefore)) {
    return finish(session, [operation], {
      state: 'unknown',
      errorCode: 'VK.ANSWER_LOST',
      lookupAt: new Date(session.deps.now() + lookupDelay(session.deps, operation.lookups)),
    });
  }
  if (isTaken && operation.attempts + 1 < MAX_ATTEMPTS) {
    return finish(session, [operation], { state: 'planned' }, async queries => {
      await setOperationPhoto(queries, operation.id, null);
    });
  }
  await settleFailure(session, operation, outcome);
}

/** The item stands in VK: it is linked, with what it was given. `unsure`: fields to be sent again. */
export async function linkCreated(
  session: ApplySession,
  operation: Operation,
  wanted: SentState,
  photoId: VkPhotoId | null,
  itemId: VkItemId,
  unsure: readonly Field[] = [],
): Promise<void> {
  const sent = { ...wanted, album: null };
  await finish(session, [operation], { state: 'done', itemId }, async queries => {
    // Another process found the item before this one woke, or the key has an item by now: its link has moved on.
    if (await lockIfDone(queries, operation.id)) return;
    if ((await linksByKeys(queries, session.shop, [operation.key])).size > 0) return;
    await saveLinks(queries, session.shop, [
      {
        key: operation.key,
        itemId,
        state: 'live',
        stateCause: null,
        madeBy: 'created',
        sentDigests: forgetDigests(sentDigests(sent), unsure),
        sent,
        echoDigests: null,
        sku: null,
        photoId,
        albumId: null,
      },
    ]);
    await forgetRefusals(queries, session.shop, [operation.key]);
  });
}
