import type { EvotorClient } from '../../clients/evotor/client.js';
import type { Queries } from '../../db/database.js';
import {
  lockStore,
  markRowsMissing,
  noteEmptied,
  saveGroups,
  saveProducts,
  setStoreRead,
  type DigestedProduct,
  type StoreReadState,
} from '../../db/repositories/till-cache.repository.js';
import type { GroupId, JobId, ProductId, UserId } from '../../domain/brand.js';
import type { ApiError, Unknown } from '../../domain/result.js';
import type { StopReason } from '../../domain/sync/job-outcome.js';
import type { TillGroup, TillStore } from '../../domain/till.js';
import { confirmGone } from './confirm-gone.js';
import { passBoundary } from './read-stop.js';
import type { PhaseControl, SyncDeps } from './sync-deps.js';
import { productDigest, storeDigest } from './till-digests.js';
import { noteTillStop } from './till-state.js';
import { tillStop } from './till-stop.js';

export interface StoreReading {
  readonly stop: StopReason | null;
  readonly state: StoreReadState;
}

interface Task {
  readonly userId: UserId;
  readonly jobId: JobId | null;
  readonly store: TillStore;
  readonly readId: number;
}

/** What one store has shown so far; kept in memory until it is known whether it can be trusted. */
interface Seen {
  readonly groups: Map<GroupId, TillGroup>;
  readonly products: Map<ProductId, DigestedProduct>;
}

/** Rows written between two signs of life. */
const ROWS_PER_PULSE = 2000;

/**
 * Reads one store, complete or nothing: of a read that ended early no row is kept, so the store goes on with its last
 * complete values.
 */
export async function readStore(
  deps: SyncDeps,
  client: EvotorClient,
  task: Task,
  control: PhaseControl,
): Promise<StoreReading> {
  const { store } = task;
  const seen: Seen = { groups: new Map(), products: new Map() };
  await passBoundary(control);
  const groupRead = await client.groups(store.id, page => {
    for (const group of page) seen.groups.set(group.id, group);
    control.heartbeat(`groups ${seen.groups.size}`);
  });
  if (groupRead.outcome !== 'ok') return ended(deps, task, seen, groupRead);
  const productRead = await client.products(store.id, async page => {
    for (const product of page) seen.products.set(product.id, { ...product, rowDigest: productDigest(product) });
    control.heartbeat(`products ${seen.products.size}`);
    await passBoundary(control);
  });
  if (productRead.outcome !== 'ok') return ended(deps, task, seen, productRead);
  const repeated = groupRead.value.repeated + productRead.value.repeated;
  if (repeated > 0) deps.logger.debug('the till moved while it was read', { storeId: store.id, repeated });
  if (!groupRead.value.complete || !productRead.value.complete)
    return incomplete(deps, task, seen, 'EVOTOR.READ_INCOMPLETE');
  const doubt = await confirmGone(deps, client, { ...task, storeId: store.id, seen: seen.products }, control);
  if (doubt !== null) return incomplete(deps, task, seen, doubt);
  await saveWhole(deps, task, seen, control);
  return { stop: null, state: 'complete' };
}

/** All of a whole read at once: nobody ever computes listings from half of it. */
async function saveWhole(deps: SyncDeps, task: Task, seen: Seen, control: PhaseControl): Promise<void> {
  const { userId, store, readId } = task;
  const digests = new Map([...seen.products.values()].map(row => [row.id, row.rowDigest]));
  const digest = storeDigest(store, [...seen.groups.values()], digests);
  await deps.db.transaction(async queries => {
    // Another read began later and was quicker: what it saw is newer.
    if ((await lockStore(queries, userId, store.id)).readId > readId) return;
    await saveRows(queries, task, seen, control);
    await noteEmptied(queries, userId, store.id, seen.products.size);
    await markRowsMissing(queries, 'cached_groups', { userId, storeId: store.id, readId });
    await markRowsMissing(queries, 'cached_products', { userId, storeId: store.id, readId });
    await setStoreRead(queries, userId, store.id, { state: 'complete', code: null, digest, readId });
  });
}

async function saveRows(queries: Queries, task: Task, seen: Seen, control?: PhaseControl): Promise<void> {
  await saveGroups(queries, task.userId, [...seen.groups.values()], task.readId);
  const rows = [...seen.products.values()];
  for (let start = 0; start < rows.length; start += ROWS_PER_PULSE) {
    await saveProducts(queries, task.userId, rows.slice(start, start + ROWS_PER_PULSE), task.readId);
    control?.heartbeat(`saved ${start}`);
  }
}

async function incomplete(deps: SyncDeps, task: Task, seen: Seen, code: string): Promise<StoreReading> {
  await saveUnfinished(deps, task, seen, 'incomplete', code);
  return { stop: null, state: 'incomplete' };
}

/** Only the state; but of a store without any whole read the rows too, for nothing of it is published yet. */
async function saveUnfinished(
  deps: SyncDeps,
  task: Task,
  seen: Seen,
  state: 'incomplete' | 'not_paid',
  code: string,
): Promise<void> {
  const { userId, store, readId } = task;
  await deps.db.transaction(async queries => {
    const newest = await lockStore(queries, userId, store.id);
    if (newest.readId === 0) await saveRows(queries, task, seen);
    await setStoreRead(queries, userId, store.id, { state, code, digest: null, readId });
  });
}

/** A call of this store failed: 402 and silence concern the store alone, a dead token or a full quota the whole till. */
async function ended(deps: SyncDeps, task: Task, seen: Seen, outcome: ApiError | Unknown): Promise<StoreReading> {
  if (outcome.outcome === 'unknown') return incomplete(deps, task, seen, 'EVOTOR.DOWN');
  if (outcome.code === 'EVOTOR.STORE_NOT_PAID') {
    deps.logger.debug('store is not paid for', { userId: task.userId, storeId: task.store.id });
    await saveUnfinished(deps, task, seen, 'not_paid', outcome.code);
    return { stop: null, state: 'not_paid' };
  }
  const reading = await incomplete(deps, task, seen, outcome.code);
  if (outcome.code === 'EVOTOR.NOT_FOUND' || outcome.code === 'EVOTOR.CALL_REFUSED') return reading;
  const stop = tillStop(outcome, deps.now());
  await noteTillStop(deps, task, stop);
  return { ...reading, stop };
}
