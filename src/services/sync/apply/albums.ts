import type { VkAlbumFailure } from '../../../clients/vk/types.js';
import { keptFields } from '../../../db/repositories/kept-fields.repository.js';
import {
  albumLinks,
  forgetEcho,
  linksByKeys,
  saveLinks,
  type AlbumLink,
  type ItemLink,
} from '../../../db/repositories/links.repository.js';
import type { Operation } from '../../../db/repositories/operations.repository.js';
import { ALL_UNKNOWN, withDigests } from '../../../domain/sync/digests.js';
import { digestOfValue } from '../listing-digests.js';
import { learnLimit } from './learn-limit.js';
import { withSent } from './sent-values.js';
import type { ApplySession } from './session.js';
import { finish, isDone, refuse, settleFailure } from './settle.js';

type LinkOf = (operation: Operation) => ItemLink;

/** Puts items into their albums, all items of one album in one call, and takes moved ones out of the old album. */
export async function applyMembership(session: ApplySession, operations: readonly Operation[]): Promise<void> {
  const { deps, shop } = session;
  const keys = operations.map(operation => operation.key);
  const links = await linksByKeys(deps.db, shop, keys);
  const kept = await keptFields(deps.db, shop, keys);
  const albums = await albumLinks(deps.db, shop);
  const linkOf: LinkOf = operation => links.get(operation.key) as ItemLink;
  const codeOf = (operation: Operation): string | null => {
    const link = links.get(operation.key);
    // The merchant has taken the album into the own hands since the plan. A lock counts from the time there is something
    // to lock: a new good is put into its album all the same.
    const isFirst = operation.reasonCode === 'NEW' && link?.albumId === null && link.echoDigests === null;
    if (!isFirst && kept.get(operation.key)?.includes('album')) return 'SYNC.REPLANNED';
    const hasAlbum = operation.kind === 'album_remove' || albums.has(operation.albumTitle);
    return link?.state === 'live' && hasAlbum ? null : 'SYNC.LINK_GONE';
  };
  for (const code of ['SYNC.REPLANNED', 'SYNC.LINK_GONE'])
    await finish(
      session,
      operations.filter(operation => codeOf(operation) === code),
      { state: 'skipped', errorCode: code },
    );
  const possible = operations.filter(operation => codeOf(operation) === null);
  await forgetEcho(
    deps.db,
    shop,
    possible.map(({ key }) => ({ key, fields: ['album'] as const })),
  );
  for (const operation of possible) {
    if (await session.isOver()) return;
    if (operation.kind === 'album_remove') await takeOut(session, operation, linkOf(operation));
  }
  const adds = possible.filter(operation => operation.kind === 'album_add');
  for (const title of new Set(adds.map(({ albumTitle }) => albumTitle))) {
    if (session.blocked.has('album_add') || (await session.isOver())) return;
    const members = adds.filter(operation => operation.albumTitle === title);
    await putInto(session, albums.get(title) as AlbumLink, members, linkOf);
  }
}

/** Answers the code of a refusal that was about the whole call; `null` = each member has an end of its own. */
async function putInto(
  session: ApplySession,
  album: AlbumLink,
  members: readonly Operation[],
  linkOf: LinkOf,
): Promise<string | null> {
  if (!(await session.claim(members, true))) return null;
  const outcome = await session.client.addToAlbum(
    members.map(operation => linkOf(operation).itemId),
    [album.albumId],
  );
  if (!isDone(outcome)) {
    if (outcome.outcome === 'ok') return null;
    // One bad id fails the whole call: the members are tried one by one, so that the good ones go in.
    if (members.length > 1 && outcome.outcome === 'api_error' && outcome.policy !== 'block_method') {
      await putOneByOne(session, album, members, linkOf);
      return null;
    }
    for (const operation of members) await settleFailure(session, { ...operation, albumId: album.albumId }, outcome);
    return outcome.outcome === 'api_error' ? outcome.code : null;
  }
  const failures = outcome.outcome === 'ok' ? outcome.value.failed : [];
  const failureOf = (operation: Operation): VkAlbumFailure | undefined =>
    failures.find(
      failure => failure.itemId === linkOf(operation).itemId && failure.code !== 'VK.ITEM_ALREADY_IN_ALBUM',
    );
  for (const operation of members) {
    const failure = failureOf(operation);
    if (failure) await refuse(session, operation, { state: 'failed', errorCode: failure.code });
  }
  const added = members.filter(operation => !failureOf(operation));
  const isMove = (operation: Operation) => ![null, album.albumId].includes(linkOf(operation).albumId);
  await settleAdded(
    session,
    album,
    added.filter(operation => !isMove(operation)),
  );
  for (const operation of added.filter(isMove)) await leaveOldAlbum(session, album, operation, linkOf);
  return null;
}

async function settleAdded(session: ApplySession, album: AlbumLink, operations: readonly Operation[]): Promise<void> {
  await settleMembership(session, operations, operation => ({ title: operation.albumTitle, albumId: album.albumId }));
}

/** Links follow from what they are at this moment: the merchant may have answered something meanwhile. */
async function settleMembership(
  session: ApplySession,
  operations: readonly Operation[],
  placeOf: (operation: Operation) => { title: string | null; albumId: ItemLink['albumId'] },
): Promise<void> {
  await finish(session, operations, { state: 'done' }, async queries => {
    const links = await linksByKeys(
      queries,
      session.shop,
      operations.map(({ key }) => key),
    );
    const moved = operations.flatMap(operation => {
      const link = links.get(operation.key);
      const { title, albumId } = placeOf(operation);
      return link ? [inAlbum(link, title, albumId)] : [];
    });
    await saveLinks(queries, session.shop, moved);
  });
}

async function putOneByOne(
  session: ApplySession,
  album: AlbumLink,
  members: readonly Operation[],
  linkOf: LinkOf,
): Promise<void> {
  for (const [index, operation] of members.entries()) {
    const rest = members.slice(index);
    if (session.stop !== null || session.blocked.has('album_add')) return finish(session, rest, { state: 'planned' });
    const refusal = await putInto(session, album, [operation], linkOf);
    if (refusal !== 'VK.ALBUM_FULL') continue;
    // What does not fit any more need not be tried one by one.
    await finish(session, rest.slice(1), { state: 'planned' });
    return learnLimit(session, { ...operation, albumId: album.albumId }, refusal);
  }
}

/** A moved item is in its new album already; the move is done only when it has left the old one as well. */
async function leaveOldAlbum(
  session: ApplySession,
  album: AlbumLink,
  operation: Operation,
  linkOf: LinkOf,
): Promise<void> {
  const { itemId, albumId } = linkOf(operation);
  // Both halves can be repeated, so a stop in between puts the whole move back into the plan.
  if (albumId === null || (await session.isOver()) || session.blocked.has('album_remove'))
    return finish(session, [operation], { state: 'planned' });
  const outcome = await session.client.removeFromAlbum(itemId, [albumId]);
  if (isDone(outcome)) return settleAdded(session, album, [operation]);
  if (outcome.outcome !== 'ok') await settleFailure(session, operation, outcome);
}

async function takeOut(session: ApplySession, operation: Operation, link: ItemLink): Promise<void> {
  if (link.albumId !== null) {
    if (!(await session.claim([operation], true))) return;
    const outcome = await session.client.removeFromAlbum(link.itemId, [link.albumId]);
    if (!isDone(outcome) && outcome.outcome !== 'ok') return settleFailure(session, operation, outcome);
  }
  await settleMembership(session, [operation], () => ({ title: null, albumId: null }));
}

function inAlbum(link: ItemLink, title: string | null, albumId: ItemLink['albumId']): ItemLink {
  const moved = { ...link, albumId };
  if (moved.sent) return withSent(moved, { ...moved.sent, album: title }, ['album']);
  // Of an adopted item nothing else was sent yet.
  const known = moved.sentDigests ?? ALL_UNKNOWN;
  return { ...moved, sentDigests: withDigests(known, field => (field === 'album' ? digestOfValue(title) : undefined)) };
}
