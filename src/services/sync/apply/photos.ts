import type { VkOutcome } from '../../../clients/vk/outcome.js';
import { listedByKeys } from '../../../db/repositories/plan.repository.js';
import { setOperationPhoto, type Operation } from '../../../db/repositories/operations.repository.js';
import type { OperationId, VkPhotoId } from '../../../domain/brand.js';
import { isAppError } from '../../../domain/errors.js';
import type { PhotoChoice } from '../../../domain/listing/types.js';
import { vkStop } from '../vk-stop.js';
import type { ApplySession } from './session.js';
import { allAtRest } from './all-at-rest.js';
import { finish, refuse, settleFailure } from './settle.js';
import { createUploadAddresses, type UploadAddresses } from './upload-addresses.js';

/** Uploads of one photo before its operation is given up: an address may have died, the host may have hiccupped. */
const UPLOAD_TRIES = 3;
/** Operations in a row that lost their upload, after which the run rests. */
const UPLOADS_OF_AN_OUTAGE = 5;

/** The picture of one operation at VK; `null` when it was settled without, or another process has it in hand. */
export async function uploadFor(
  session: ApplySession,
  operation: Operation,
  choice: PhotoChoice,
  addresses: UploadAddresses,
): Promise<VkPhotoId | null> {
  if (operation.photoId !== null) return operation.photoId;
  let jpeg: Uint8Array;
  try {
    jpeg = await session.deps.renderPhoto(session.job.userId, choice);
  } catch (error) {
    if (!isAppError(error)) throw error;
    await refuse(session, operation, { state: 'failed', errorCode: error.code });
    return null;
  }
  let outcome: Exclude<VkOutcome<VkPhotoId>, { outcome: 'ok' }> = { outcome: 'unknown', cause: 'not tried' };
  for (let attempt = 0; attempt < UPLOAD_TRIES; attempt++) {
    const upload = await uploadOnce(session, jpeg, addresses);
    if (upload.outcome === 'ok') {
      session.uploadsLost = 0;
      // Kept before it is used: a photo id serves one item only, and a repeated create must use the same one.
      return (await setOperationPhoto(session.deps.db, operation.id, upload.value)) ? upload.value : null;
    }
    outcome = upload;
    if (outcome.outcome === 'api_error' && outcome.policy !== 'retry' && outcome.policy !== 'backoff') break;
  }
  await settleUpload(session, operation, outcome);
  return null;
}

/**
 * An upload that never came through. Nothing was sent for the operation, so it has no tries of its own to be counted: it
 * fails for this run, and when one after the other does, it is the host that is away and not the good.
 */
async function settleUpload(
  session: ApplySession,
  operation: Operation,
  outcome: Exclude<VkOutcome<VkPhotoId>, { outcome: 'ok' }>,
): Promise<void> {
  const isTriedOut = outcome.outcome === 'unknown' || outcome.policy === 'retry' || outcome.policy === 'backoff';
  if (!isTriedOut) return settleFailure(session, operation, outcome);
  session.uploadsLost += 1;
  if (session.uploadsLost >= UPLOADS_OF_AN_OUTAGE)
    session.stop ??= await vkStop(session.deps, session.connection, { outcome: 'unknown', cause: 'uploads' });
  if (session.stop !== null) return finish(session, [operation], { state: 'planned' });
  const errorCode = outcome.outcome === 'unknown' ? 'VK.NO_ANSWER' : outcome.code;
  await finish(session, [operation], { state: 'failed', errorCode });
}

async function uploadOnce(
  session: ApplySession,
  jpeg: Uint8Array,
  addresses: UploadAddresses,
): Promise<VkOutcome<VkPhotoId>> {
  const address = await addresses.take();
  if (address.outcome !== 'ok') return address;
  const reply = await session.client.uploadPhoto(address.value, jpeg);
  session.control.heartbeat('photo uploaded');
  if (reply.outcome !== 'ok') return reply;
  return session.client.saveProductPhoto(reply.value);
}

/** Uploads the new pictures of some edits; operations that lost theirs are settled and absent from the answer. */
export async function preparePhotos(
  session: ApplySession,
  operations: readonly Operation[],
): Promise<ReadonlyMap<OperationId, VkPhotoId>> {
  const photos = new Map<OperationId, VkPhotoId>();
  if (operations.length === 0) return photos;
  const addresses = createUploadAddresses(session, operations.length);
  const listings = await listedByKeys(
    session.deps.db,
    session.job.userId,
    operations.map(operation => operation.key),
  );
  await allAtRest(
    operations.map(async operation => {
      const choice = listings.get(operation.key)?.photo ?? { source: 'default' as const };
      const photoId = await uploadFor(session, operation, choice, addresses);
      if (photoId !== null) photos.set(operation.id, photoId);
    }),
  );
  return photos;
}
