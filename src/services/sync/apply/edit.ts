import { keptFields } from '../../../db/repositories/kept-fields.repository.js';
import { forgetEcho, linksByKeys, saveLinks, type ItemLink } from '../../../db/repositories/links.repository.js';
import { forgetRefusals } from '../../../db/repositories/refusals.repository.js';
import { listedByKeys, restrictedKeys } from '../../../db/repositories/plan.repository.js';
import type { Operation } from '../../../db/repositories/operations.repository.js';
import type { ListingKey } from '../../../domain/brand.js';
import { addAnew, isBeyondRestoring } from './add-anew.js';
import { callOf, linkAfter, replacedFields, type EditStep } from './edit-call.js';
import { staleCode } from './may-edit.js';
import { preparePhotos } from './photos.js';
import { fieldsToSend } from './sent-values.js';
import type { ApplySession } from './session.js';
import { finish, isDone, settleFailure } from './settle.js';

/** Edits per script: VK's limit of calls in one `execute`. */
export const EDITS_PER_BATCH = 25;

/** Everything done to single items that stand in VK: as many as fit one script, each with an outcome of its own. */
export async function applyEdits(session: ApplySession, operations: readonly Operation[]): Promise<void> {
  const steps = await readySteps(session, await stepsOf(session, operations));
  if (steps.length === 0) return;
  // Before the call leaves: should its answer be lost, what VK shows then may be ours and is no drift.
  await forgetEcho(
    session.deps.db,
    session.shop,
    steps.map(step => ({ key: step.operation.key, fields: replacedFields(step) })),
  );
  if (
    !(await session.claim(
      steps.map(({ operation }) => operation),
      true,
    ))
  )
    return;
  const calls = steps.map(step => callOf(step, session.withoutStock));
  const outcomes = new Map((await session.client.batch(calls)).map(({ id, outcome }) => [id, outcome]));
  const done: EditStep[] = [];
  for (const step of steps) {
    const { operation } = step;
    const outcome = outcomes.get(operation.id) ?? { outcome: 'unknown' as const, cause: 'no outcome' };
    if (isDone(outcome)) done.push(step);
    else if (operation.kind === 'restore' && isBeyondRestoring(outcome)) await addAnew(session, operation, outcome);
    else if (outcome.outcome !== 'ok') await settleFailure(session, operation, outcome);
  }
  await settleDone(session, done);
}

/** Keys of goods that may stand in VK: listed ones, and what an undo brings back unless it must not be offered at all. */
async function mayBeShown({ deps, job }: ApplySession, operations: readonly Operation[]): Promise<ReadonlySet<string>> {
  const keys = operations.map(operation => operation.key);
  const listed = await listedByKeys(deps.db, job.userId, keys);
  const undone = operations.filter(({ reasonCode, key }) => reasonCode === 'UNDO' && !listed.has(key));
  const restricted = await restrictedKeys(
    deps.db,
    job.userId,
    undone.map(operation => operation.key),
  );
  return new Set([...listed.keys(), ...undone.map(({ key }) => key).filter(key => !restricted.has(key))]);
}

/** The operations that may still be done, each with its link and the fields that leave; the others are settled. */
async function stepsOf(session: ApplySession, operations: readonly Operation[]): Promise<readonly EditStep[]> {
  const { deps, shop } = session;
  const keys = operations.map(operation => operation.key);
  const links = await linksByKeys(deps.db, shop, keys);
  const shown = await mayBeShown(session, operations);
  const kept = await keptFields(deps.db, shop, keys);
  const steps: EditStep[] = [];
  const stale = new Map<string, Operation[]>();
  for (const operation of operations) {
    const link = links.get(operation.key);
    const fields = fieldsToSend(operation.fields, kept.get(operation.key));
    // Everything it was to change has become the merchant's own.
    const isEmpty = operation.kind === 'update' && fields.length === 0;
    const code = isEmpty ? 'SYNC.REPLANNED' : staleCode(operation, link, shown.has(operation.key));
    if (code === null && link) steps.push({ operation, link, fields, photoId: null });
    else stale.set(code ?? 'SYNC.LINK_GONE', [...(stale.get(code ?? 'SYNC.LINK_GONE') ?? []), operation]);
  }
  for (const [errorCode, some] of stale) await finish(session, some, { state: 'skipped', errorCode });
  return steps;
}

/** The steps with their new pictures; what lost its photo on the way was settled there, with the reason. */
async function readySteps(session: ApplySession, steps: readonly EditStep[]): Promise<readonly EditStep[]> {
  const needPhoto = steps.filter(({ fields }) => fields.includes('photo'));
  const photos = await preparePhotos(
    session,
    needPhoto.map(({ operation }) => operation),
  );
  return steps.flatMap((step): EditStep[] => {
    if (!step.fields.includes('photo')) return [step];
    const photoId = photos.get(step.operation.id);
    return photoId === undefined ? [] : [{ ...step, photoId }];
  });
}

/** Links follow what VK confirmed, from what they are at this moment: the merchant may have answered a drift meanwhile. */
async function settleDone(session: ApplySession, done: readonly EditStep[]): Promise<void> {
  const keys = done.map(({ operation }) => operation.key);
  await finish(
    session,
    done.map(({ operation }) => operation),
    { state: 'done' },
    async queries => {
      const after = new Map<ListingKey, ItemLink>(await linksByKeys(queries, session.shop, keys));
      for (const step of done) {
        const link = after.get(step.operation.key);
        if (link) after.set(link.key, linkAfter(link, step));
      }
      await saveLinks(queries, session.shop, [...after.values()]);
      await forgetRefusals(queries, session.shop, keys);
    },
  );
}
