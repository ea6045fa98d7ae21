import type { BatchCall, VkItemEdit } from '../../../clients/vk/types.js';
import { linksByKeys, saveLinks, type ItemLink } from '../../../db/repositories/links.repository.js';
import { listedByKeys } from '../../../db/repositories/plan.repository.js';
import type { Operation } from '../../../db/repositories/operations.repository.js';
import type { VkPhotoId } from '../../../domain/brand.js';
import { preparePhotos } from './photos.js';
import { fieldsToSend, wantedOf, withSent } from './sent-values.js';
import type { ApplySession } from './session.js';
import { finish, isDone, settleFailure } from './settle.js';

/** Edits per script: VK's limit of calls in one `execute`. */
export const EDITS_PER_BATCH = 25;

/** Hides, unhides and updates: as many as fit one script, each with an outcome of its own. */
export async function applyEdits(session: ApplySession, operations: readonly Operation[]): Promise<void> {
  const links = await linksByKeys(
    session.deps.db,
    session.shop,
    operations.map(operation => operation.key),
  );
  const linked = await stillWanted(
    session,
    operations.filter(operation => links.has(operation.key)),
  );
  await finish(
    session,
    operations.filter(operation => !links.has(operation.key)),
    {
      state: 'skipped',
      errorCode: 'SYNC.LINK_GONE',
    },
  );
  const needPhoto = linked.filter(operation => operation.fields.includes('photo'));
  const photos = await preparePhotos(session, needPhoto);
  // What lost its photo on the way was settled there, with the reason.
  const ready = linked.filter(operation => !operation.fields.includes('photo') || photos.has(operation.id));
  if (ready.length === 0) return;
  if (!(await session.claim(ready, true))) return;
  const calls = ready.map((operation): BatchCall => {
    const link = links.get(operation.key) as ItemLink;
    return {
      id: operation.id,
      op: 'edit',
      itemId: link.itemId,
      fields: editFields(session, operation, photos.get(operation.id) ?? null),
    };
  });
  const outcomes = new Map((await session.client.batch(calls)).map(({ id, outcome }) => [id, outcome]));
  const done: Operation[] = [];
  for (const operation of ready) {
    const outcome = outcomes.get(operation.id) ?? { outcome: 'unknown' as const, cause: 'no outcome' };
    if (isDone(outcome)) done.push(operation);
    else if (outcome.outcome !== 'ok') await settleFailure(session, operation, outcome);
  }
  await finish(session, done, { state: 'done' }, queries =>
    saveLinks(
      queries,
      session.shop,
      done.map(operation =>
        linkAfter(links.get(operation.key) as ItemLink, operation, photos.get(operation.id) ?? null),
      ),
    ),
  );
}

/** Leaves out what must not be shown any more: a good that became restricted since the plan is never sent or unhidden. */
async function stillWanted(session: ApplySession, operations: readonly Operation[]): Promise<readonly Operation[]> {
  const keys = operations.filter(({ kind }) => kind !== 'hide').map(({ key }) => key);
  const listed = await listedByKeys(session.deps.db, session.job.userId, keys);
  const isWanted = ({ kind, key }: Operation): boolean => kind === 'hide' || listed.has(key);
  await finish(
    session,
    operations.filter(operation => !isWanted(operation)),
    { state: 'skipped', errorCode: 'SYNC.REPLANNED' },
  );
  return operations.filter(isWanted);
}

function editFields(session: ApplySession, operation: Operation, photoId: VkPhotoId | null): VkItemEdit {
  const stock = (value: number) => (session.withoutStock ? {} : { stock: value });
  if (operation.kind === 'hide') return { hidden: true, ...stock(0) };
  const wanted = wantedOf(operation);
  if (!wanted) return { hidden: false };
  const fields = fieldsToSend(operation.fields);
  return {
    hidden: false,
    ...(fields.includes('name') ? { name: wanted.name } : {}),
    ...(fields.includes('description') ? { description: wanted.description } : {}),
    ...(fields.includes('price') ? { price: wanted.price } : {}),
    ...(fields.includes('stock') ? stock(wanted.stock) : {}),
    ...(fields.includes('category') ? { categoryId: wanted.categoryId } : {}),
    ...(photoId === null ? {} : { mainPhotoId: photoId }),
  };
}

/** The link once VK has confirmed the edit. */
function linkAfter(link: ItemLink, operation: Operation, photoId: VkPhotoId | null): ItemLink {
  if (operation.kind === 'hide') {
    const hidden: ItemLink = { ...link, state: 'hidden', stateCause: operation.reasonCode };
    return link.sent ? withSent(hidden, { ...link.sent, stock: 0 }, ['stock']) : hidden;
  }
  const wanted = wantedOf(operation);
  const live: ItemLink = { ...link, state: 'live', stateCause: null, photoId: photoId ?? link.photoId };
  return wanted ? withSent(live, wanted, fieldsToSend(operation.fields)) : live;
}
