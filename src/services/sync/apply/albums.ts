import type { VkAlbumFailure } from '../../../clients/vk/types.js';
import {
  albumLinks,
  linksByKeys,
  saveAlbumLink,
  saveLinks,
  type AlbumLink,
  type ItemLink,
} from '../../../db/repositories/links.repository.js';
import type { Operation } from '../../../db/repositories/operations.repository.js';
import { findLostAlbum } from './find-lost-album.js';
import { withSent } from './sent-values.js';
import type { ApplySession } from './session.js';
import { finish, isDone, settleFailure } from './settle.js';

/** Makes an album, once; after a lost answer it is looked for by its title. */
export async function createAlbum(session: ApplySession, operation: Operation): Promise<void> {
  const title = operation.albumTitle;
  if (operation.attempts > 0) {
    const search = await findLostAlbum(session, title);
    // What cannot be looked for must not be made: it may be there.
    if (search.outcome !== 'ok') return settleFailure(session, operation, search);
    const found = search.value;
    if (found !== null)
      return finish(session, [operation], { state: 'done' }, queries => saveAlbumLink(queries, session.shop, found));
  }
  if (!(await session.claim([operation]))) return;
  const outcome = await session.client.addAlbum({ title });
  if (outcome.outcome !== 'ok') return settleFailure(session, operation, outcome);
  await finish(session, [operation], { state: 'done' }, queries =>
    saveAlbumLink(queries, session.shop, { title, albumId: outcome.value, madeBy: 'created' }),
  );
}

/** Puts items into their albums, all items of one album in one call, and takes moved ones out of the old album. */
export async function applyMembership(session: ApplySession, operations: readonly Operation[]): Promise<void> {
  const links = await linksByKeys(
    session.deps.db,
    session.shop,
    operations.map(operation => operation.key),
  );
  const albums = await albumLinks(session.deps.db, session.shop);
  const isPossible = (operation: Operation) =>
    links.get(operation.key)?.state === 'live' &&
    (operation.kind === 'album_remove' || albums.has(operation.albumTitle));
  await finish(
    session,
    operations.filter(operation => !isPossible(operation)),
    {
      state: 'skipped',
      errorCode: 'SYNC.LINK_GONE',
    },
  );
  const possible = operations.filter(isPossible);
  for (const operation of possible) {
    if (await session.isOver()) return;
    if (operation.kind === 'album_remove') await takeOut(session, operation, links.get(operation.key) as ItemLink);
  }
  const titles = [
    ...new Set(possible.filter(operation => operation.kind === 'album_add').map(({ albumTitle }) => albumTitle)),
  ];
  for (const title of titles) {
    if (session.blocked.has('album_add') || (await session.isOver())) return;
    const members = possible.filter(operation => operation.kind === 'album_add' && operation.albumTitle === title);
    await putInto(session, albums.get(title) as AlbumLink, members, links);
  }
}

async function putInto(
  session: ApplySession,
  album: AlbumLink,
  members: readonly Operation[],
  links: ReadonlyMap<string, ItemLink>,
): Promise<void> {
  if (!(await session.claim(members, true))) return;
  const linkOf = (operation: Operation) => links.get(operation.key) as ItemLink;
  const outcome = await session.client.addToAlbum(
    members.map(operation => linkOf(operation).itemId),
    [album.albumId],
  );
  if (!isDone(outcome)) {
    // One bad id fails the whole call: the members are tried one by one, so that the good ones go in.
    if (members.length > 1 && outcome.outcome === 'api_error' && outcome.policy !== 'block_method')
      return putOneByOne(session, album, members, links);
    for (const operation of members)
      if (outcome.outcome !== 'ok') await settleFailure(session, { ...operation, albumId: album.albumId }, outcome);
    return;
  }
  const failures = outcome.outcome === 'ok' ? outcome.value.failed : [];
  const failureOf = (operation: Operation): VkAlbumFailure | undefined =>
    failures.find(
      failure => failure.itemId === linkOf(operation).itemId && failure.code !== 'VK.ITEM_ALREADY_IN_ALBUM',
    );
  for (const operation of members) {
    const failure = failureOf(operation);
    if (failure) await finish(session, [operation], { state: 'failed', errorCode: failure.code });
  }
  const added = members.filter(operation => !failureOf(operation));
  const isMove = (operation: Operation) => ![null, album.albumId].includes(linkOf(operation).albumId);
  await settleAdded(
    session,
    album,
    added.filter(operation => !isMove(operation)),
    linkOf,
  );
  for (const operation of added.filter(isMove)) await leaveOldAlbum(session, album, operation, linkOf);
}

async function settleAdded(
  session: ApplySession,
  album: AlbumLink,
  operations: readonly Operation[],
  linkOf: (operation: Operation) => ItemLink,
): Promise<void> {
  await finish(session, operations, { state: 'done' }, queries =>
    saveLinks(
      queries,
      session.shop,
      operations.map(operation => inAlbum(linkOf(operation), operation.albumTitle, album.albumId)),
    ),
  );
}

async function putOneByOne(
  session: ApplySession,
  album: AlbumLink,
  members: readonly Operation[],
  links: ReadonlyMap<string, ItemLink>,
): Promise<void> {
  for (const operation of members) {
    if (session.stop !== null || session.blocked.has('album_add'))
      return finish(session, [operation], { state: 'planned' });
    await putInto(session, album, [operation], links);
  }
}

/** A moved item is in its new album already; the move is done only when it has left the old one as well. */
async function leaveOldAlbum(
  session: ApplySession,
  album: AlbumLink,
  operation: Operation,
  linkOf: (operation: Operation) => ItemLink,
): Promise<void> {
  const { itemId, albumId } = linkOf(operation);
  // Both halves can be repeated, so a stop in between puts the whole move back into the plan.
  if (albumId === null || (await session.isOver()) || session.blocked.has('album_remove'))
    return finish(session, [operation], { state: 'planned' });
  const outcome = await session.client.removeFromAlbum(itemId, [albumId]);
  if (isDone(outcome)) return settleAdded(session, album, [operation], linkOf);
  if (outcome.outcome !== 'ok') await settleFailure(session, operation, outcome);
}

async function takeOut(session: ApplySession, operation: Operation, link: ItemLink): Promise<void> {
  if (link.albumId !== null) {
    if (!(await session.claim([operation], true))) return;
    const outcome = await session.client.removeFromAlbum(link.itemId, [link.albumId]);
    if (!isDone(outcome) && outcome.outcome !== 'ok') return settleFailure(session, operation, outcome);
  }
  await finish(session, [operation], { state: 'done' }, queries =>
    saveLinks(queries, session.shop, [inAlbum(link, null, null)]),
  );
}

function inAlbum(link: ItemLink, title: string | null, albumId: ItemLink['albumId']): ItemLink {
  const moved = { ...link, albumId };
  return moved.sent ? withSent(moved, { ...moved.sent, album: title }, ['album']) : moved;
}
