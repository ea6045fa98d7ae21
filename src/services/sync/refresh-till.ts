import type { EvotorClient, ReadSummary } from '../../clients/evotor/client.js';
import { getSyncConfig, updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { findEvotorConnection } from '../../db/repositories/evotor-connections.repository.js';
import { markStoresMissing, saveStores } from '../../db/repositories/till-cache.repository.js';
import type { JobId, StoreId, UserId } from '../../domain/brand.js';
import type { CallOutcome } from '../../domain/result.js';
import type { StopReason } from '../../domain/sync/job-outcome.js';
import type { TillStore } from '../../domain/till.js';
import type { TillReadStep } from '../../db/repositories/till-reads.repository.js';
import { readProgress, type ReadProgress } from './read-progress.js';
import { readStore } from './read-store.js';
import { ReadStop } from './read-stop.js';
import type { PhaseControl, SyncDeps } from './sync-deps.js';
import { cachedTillDigest } from './till-digests.js';
import { noteStaleStores } from './stale-stores.js';
import { noteTillAnswers, noteTillStop } from './till-state.js';
import { tillStop } from './till-stop.js';

export interface TillReading {
  readonly stop: StopReason | null;
  /** Every store that is paid for was read to its end. */
  readonly complete: boolean;
  /** Of all stores as the cache holds them now; `null` when one is incomplete. */
  readonly digest: string | null;
}

interface Owner {
  readonly userId: UserId;
  readonly jobId: JobId | null;
}

/** Phase 1: stores, then the groups and products of each, into the cache. Safe to repeat at any point. */
export async function refreshTill(deps: SyncDeps, owner: Owner, control: PhaseControl): Promise<TillReading> {
  let digest: TillReading['digest'] = null;
  const progress = readProgress(deps, owner.userId, control);
  try {
    const reading = await readTill(deps, owner, progress);
    digest = reading.digest;
    await progress.note(endOf(reading.stop, owner));
    return reading;
  } catch (error) {
    if (!(error instanceof ReadStop)) throw error;
    await progress.note(endOf(error.stop, owner));
    return stopped(error.stop);
  } finally {
    await forgetConverged(deps, owner.userId, digest);
  }
}

/**
 * Once the cache holds another till than the converged one, listings may be made of it: a later return to the old till
 * must not pass for "nothing has changed".
 */
async function forgetConverged({ db }: SyncDeps, userId: UserId, digest: string | null): Promise<void> {
  const { convergedTillDigest } = await getSyncConfig(db, userId);
  if (convergedTillDigest !== null && convergedTillDigest !== digest)
    await updateSyncConfig(db, userId, { converged_till_digest: null });
}

/** What the pages say of a reading that is over; one without a job goes on with its listings. */
function endOf(stop: StopReason | null, { jobId }: Owner): TillReadStep {
  if (stop !== null && stop.kind !== 'cancelled') return { state: 'failed', code: stop.code };
  return { state: jobId === null && stop === null ? 'computing' : 'done', code: null, store_name: '' };
}

async function readTill(deps: SyncDeps, owner: Owner, { control, note }: ReadProgress): Promise<TillReading> {
  const { db } = deps;
  await note({ state: 'reading', stores_done: 0, stores_total: 0, store_name: '', code: null });
  const client = await deps.vendors.till({ ...owner, signal: control.signal });
  if (!client) return stopped({ kind: 'failed', code: 'SYNC.NOT_CONNECTED' });
  const rest = await quotaRest(deps, owner.userId);
  if (rest !== null) return stopped(rest);
  const stores = await readStores(client);
  control.heartbeat('stores');
  if (stores.outcome !== 'ok') {
    const stop = tillStop(stores, deps.now());
    await noteTillStop(deps, owner, stop);
    return stopped(stop);
  }
  await saveStores(db, owner.userId, stores.value.rows);
  if (stores.value.summary.complete)
    await markStoresMissing(
      db,
      owner.userId,
      stores.value.rows.map(store => store.id),
    );
  // A number that only grows tells the rows of this read from those of every earlier one.
  const readId = deps.now();
  let complete = stores.value.summary.complete;
  const total = stores.value.rows.length;
  for (const [done, store] of stores.value.rows.entries()) {
    await note({ state: 'reading', stores_done: done, stores_total: total, store_name: store.name });
    const read = await readStore(deps, client, { ...owner, store, readId }, control);
    if (read.stop) return stopped(read.stop);
    if (read.state === 'incomplete') complete = false;
  }
  await note({ state: 'reading', stores_done: total, stores_total: total });
  await noteTillAnswers(deps, owner);
  await getSyncConfig(db, owner.userId);
  await updateSyncConfig(db, owner.userId, { till_read_at: new Date(deps.now()) });
  await noteStaleStores(deps, owner);
  return { stop: null, complete, digest: complete ? await cachedTillDigest(db, owner.userId) : null };
}

/** A used-up quota is waited for without another call: each would only prolong it. */
async function quotaRest({ db, now }: SyncDeps, userId: UserId): Promise<StopReason | null> {
  const until = (await findEvotorConnection(db, userId))?.blockedUntil ?? null;
  if (until === null || until.getTime() <= now()) return null;
  return { kind: 'parked', code: 'EVOTOR.RATE_LIMITED', resumeAtMs: until.getTime() };
}

const stopped = (stop: StopReason): TillReading => ({ stop, complete: false, digest: null });

async function readStores(
  client: EvotorClient,
): Promise<CallOutcome<{ rows: readonly TillStore[]; summary: ReadSummary }>> {
  const rows = new Map<StoreId, TillStore>();
  const outcome = await client.stores(page => page.forEach(store => rows.set(store.id, store)));
  return outcome.outcome === 'ok'
    ? { outcome: 'ok', value: { rows: [...rows.values()], summary: outcome.value } }
    : outcome;
}
