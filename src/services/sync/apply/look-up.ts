import { linkedItems } from '../../../db/repositories/links.repository.js';
import {
  endOperations,
  openCreates,
  postponeLookup,
  type Operation,
} from '../../../db/repositories/operations.repository.js';
import { vkStop } from '../vk-stop.js';
import { linkCreated } from './create.js';
import { lookupDelay } from './lookup-delay.js';
import { wantedOf } from './sent-values.js';
import type { ApplySession } from './session.js';
import { finish } from './settle.js';

/** How many of the newest items one look-up sees; VK gives at most 200 on a page. */
const NEWEST = 200;
/** Times a create is sent at most, each with the same photo. */
const MAX_SENDS = 3;

/**
 * Looks for creates whose answer was lost, by their key among the newest items: one read serves all that are due.
 * Found: linked. Not found after the last look-up: sent again with the same photo, which VK refuses if the first try
 * had worked after all.
 */
export async function lookUpLostCreates(session: ApplySession): Promise<void> {
  const now = session.deps.now();
  const due = (await lostCreates(session)).filter(({ lookupAt }) => (lookupAt?.getTime() ?? 0) <= now);
  if (due.length === 0) return;
  const newest = await session.client.newestItems(NEWEST);
  session.control.heartbeat('looked for lost creates');
  // A look-up that got no answer has not looked: counting it would send the create again on no evidence.
  if (newest.outcome !== 'ok') {
    session.stop ??= await vkStop(session.deps, session.connection, newest);
    return;
  }
  // An item of another listing may still carry a key it had before.
  const taken = await linkedItems(
    session.deps.db,
    session.shop,
    newest.value.map(({ id }) => id),
  );
  const bySku = new Map(newest.value.filter(({ id }) => !taken.has(id)).map(item => [item.sku, item.id]));
  for (const operation of due) {
    const itemId = bySku.get(operation.key);
    const wanted = wantedOf(operation);
    if (itemId !== undefined && wanted) await linkCreated(session, operation, wanted, operation.photoId, itemId);
    else await notFound(session, operation, now);
  }
}

async function notFound(session: ApplySession, operation: Operation, now: number): Promise<void> {
  const { deps, job } = session;
  const looked = operation.lookups + 1;
  const isLast = looked >= deps.lookupDelaysMs.length * operation.attempts;
  if (!isLast) {
    await postponeLookup(deps.db, [operation.id], new Date(now + lookupDelay(deps, looked)));
    return;
  }
  await postponeLookup(deps.db, [operation.id], new Date(now));
  const canSendAgain = operation.attempts < MAX_SENDS && operation.jobId === job.jobId;
  // A failed create keeps its photo: the next plan that wants this key uses the same one.
  const end = { state: canSendAgain ? 'planned' : 'failed', errorCode: 'VK.ANSWER_LOST' } as const;
  // A job that is over keeps the counters it ended with.
  if (operation.jobId === job.jobId) await finish(session, [operation], end);
  else await endOperations(deps.db, [operation.id], end);
}

/** Lost creates of the merchant, whichever job sent them. */
export async function lostCreates(session: ApplySession): Promise<readonly Operation[]> {
  return (await openCreates(session.deps.db, session.job.userId)).filter(operation => operation.state === 'unknown');
}
