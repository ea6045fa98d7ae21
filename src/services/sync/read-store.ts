import type { EvotorClient } from '../../clients/evotor/client.js';
import {
  markGroupsMissing,
  markProductsMissing,
  saveGroups,
  saveProducts,
  setStoreRead,
  unseenProducts,
  type StoreReadState,
} from '../../db/repositories/till-cache.repository.js';
import { linkedKeys } from '../../db/repositories/links.repository.js';
import { setEvotorState } from '../../db/repositories/evotor-connections.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import type { ApiError, Unknown } from '../../domain/result.js';
import { goneCheckLimit } from '../../domain/sync/gone-check.js';
import type { StopReason } from '../../domain/sync/job-outcome.js';
import type { TillGroup, TillStore } from '../../domain/till.js';
import type { PhaseControl, SyncDeps } from './sync-deps.js';
import { productDigest, storeDigest } from './till-digests.js';
import { tillStop } from './till-stop.js';

export interface StoreReading {
  readonly stop: StopReason | null;
  readonly state: StoreReadState;
  /** `null` unless the store was read to its end. */
  readonly digest: string | null;
}

interface Task {
  readonly userId: UserId;
  readonly jobId: JobId | null;
  readonly store: TillStore;
  readonly readId: number;
}

/** Reads one store, complete or nothing: only a whole read may say that something is gone. */
export async function readStore(
  deps: SyncDeps,
  client: EvotorClient,
  task: Task,
  control: PhaseControl,
): Promise<StoreReading> {
  const { db } = deps;
  const { userId, store, readId } = task;
  const groups: TillGroup[] = [];
  const groupRead = await client.groups(store.id, async page => {
    groups.push(...page);
    await saveGroups(db, userId, page, readId);
    control.heartbeat(`groups ${groups.length}`);
  });
  if (groupRead.outcome !== 'ok') return ended(deps, task, groupRead);
  const digests = new Map<string, string>();
  const productRead = await client.products(store.id, async page => {
    const rows = page.map(product => ({ ...product, rowDigest: productDigest(product) }));
    for (const row of rows) digests.set(row.id, row.rowDigest);
    await saveProducts(db, userId, rows, readId);
    control.heartbeat(`products ${digests.size}`);
  });
  if (productRead.outcome !== 'ok') return ended(deps, task, productRead);
  if (!groupRead.value.complete || !productRead.value.complete) return incomplete(deps, task, 'EVOTOR.READ_INCOMPLETE');
  const gone = await confirmGone(deps, client, task, control);
  if (gone !== null) return incomplete(deps, task, gone);
  await markGroupsMissing(db, userId, store.id, readId);
  await markProductsMissing(db, userId, store.id, readId);
  const digest = storeDigest(store, groups, digests);
  await setStoreRead(db, userId, store.id, { state: 'complete', code: null, digest });
  return { stop: null, state: 'complete', digest };
}

/**
 * Asks for published goods that a whole read did not show, one by one: only a 404 makes them gone. Answers a code when
 * the read cannot be trusted after all.
 */
async function confirmGone(
  deps: SyncDeps,
  client: EvotorClient,
  task: Task,
  control: PhaseControl,
): Promise<string | null> {
  const { db } = deps;
  const unseen = await unseenProducts(db, task.userId, task.store.id, task.readId);
  const published = unseen.filter(product => product.isPublished);
  if (published.length === 0) return null;
  const { settings } = await getSyncConfig(db, task.userId);
  const live = await linkedKeys(db, task.userId, ['live']);
  for (const { id } of published.slice(0, goneCheckLimit(live.size, settings.brakes))) {
    const answer = await client.product(task.store.id, id);
    control.heartbeat('gone?');
    if (answer.outcome !== 'ok') return answer.outcome === 'api_error' ? answer.code : 'EVOTOR.DOWN';
    if (answer.value !== null) {
      // The list left it out although it is there: keep it, and trust nothing else of this read.
      await saveProducts(db, task.userId, [{ ...answer.value, rowDigest: productDigest(answer.value) }], task.readId);
      return 'EVOTOR.READ_INCOMPLETE';
    }
  }
  return null;
}

async function incomplete(deps: SyncDeps, task: Task, code: string): Promise<StoreReading> {
  await setStoreRead(deps.db, task.userId, task.store.id, { state: 'incomplete', code, digest: null });
  return { stop: null, state: 'incomplete', digest: null };
}

/** A call of this store failed: 402 and silence concern the store alone, a dead token or a full quota the whole till. */
async function ended(deps: SyncDeps, task: Task, outcome: ApiError | Unknown): Promise<StoreReading> {
  if (outcome.outcome === 'unknown') return incomplete(deps, task, 'EVOTOR.DOWN');
  if (outcome.code === 'EVOTOR.STORE_NOT_PAID') {
    deps.logger.debug('store is not paid for', { userId: task.userId, storeId: task.store.id });
    await setStoreRead(deps.db, task.userId, task.store.id, { state: 'not_paid', code: outcome.code, digest: null });
    return { stop: null, state: 'not_paid', digest: null };
  }
  await incomplete(deps, task, outcome.code);
  if (outcome.code === 'EVOTOR.NOT_FOUND' || outcome.code === 'EVOTOR.CALL_REFUSED')
    return { stop: null, state: 'incomplete', digest: null };
  const stop = tillStop(outcome, deps.now());
  if (stop.kind === 'failed')
    await setEvotorState(deps.db, task.userId, { isOnline: false, blockedCode: outcome.code });
  return { stop, state: 'incomplete', digest: null };
}
