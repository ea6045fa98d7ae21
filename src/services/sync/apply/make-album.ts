import { forgetAlbum, renameAlbumLink, saveAlbumLink } from '../../../db/repositories/links.repository.js';
import type { Operation } from '../../../db/repositories/operations.repository.js';
import { digestOfValue } from '../listing-digests.js';
import { findAlbum } from './find-album.js';
import type { ApplySession } from './session.js';
import { finish, isDone, settleFailure } from './settle.js';

/** Makes an album, once: it is looked for by its title first, for a list of VK leaves out empty ones. */
export async function createAlbum(session: ApplySession, operation: Operation): Promise<void> {
  const title = operation.albumTitle;
  const search = await findAlbum(session, title, operation.attempts > 0);
  // What cannot be looked for must not be made: it may be there.
  if (search.outcome !== 'ok') return settleFailure(session, operation, search);
  const found = search.value;
  if (found !== null)
    return finish(session, [operation], { state: 'done' }, queries => saveAlbumLink(queries, session.shop, found));
  if (!(await session.claim([operation]))) return;
  const outcome = await session.client.addAlbum({ title });
  if (outcome.outcome !== 'ok') return settleFailure(session, operation, outcome);
  await finish(session, [operation], { state: 'done' }, queries =>
    saveAlbumLink(queries, session.shop, { title, albumId: outcome.value, madeBy: 'created' }),
  );
}

/** Gives an album of ours its new title, with the cover it has: VK drops one that is not sent again. */
export async function renameAlbum(session: ApplySession, operation: Operation): Promise<void> {
  const { albumId, albumTitle: title } = operation;
  if (albumId === null) return finish(session, [operation], { state: 'skipped', errorCode: 'SYNC.REPLANNED' });
  const known = await session.client.albumsById([albumId]);
  if (known.outcome !== 'ok') return settleFailure(session, operation, known);
  const album = known.value.find(({ id }) => id === albumId);
  if (!album)
    return finish(session, [operation], { state: 'skipped', errorCode: 'VK.ALBUM_NOT_FOUND' }, queries =>
      forgetAlbum(queries, session.shop, albumId),
    );
  if (!(await session.claim([operation], true))) return;
  const outcome = await session.client.editAlbum({ id: albumId, title, photoId: album.photoId ?? undefined });
  if (!isDone(outcome) && outcome.outcome !== 'ok') return settleFailure(session, operation, outcome);
  await finish(session, [operation], { state: 'done' }, queries =>
    renameAlbumLink(queries, session.shop, { albumId, title, digest: digestOfValue(title) }),
  );
}
