import { nextPlanned, countByState, type Operation } from '../../../db/repositories/operations.repository.js';
import { findJob, updateJob } from '../../../db/repositories/jobs.repository.js';
import type { JobId, UserId } from '../../../domain/brand.js';
import type { StopReason } from '../../../domain/sync/job-outcome.js';
import type { PhaseControl, SyncDeps } from '../sync-deps.js';
import { applyMembership } from './albums.js';
import { applyCreates } from './create.js';
import { applyEdits, EDITS_PER_BATCH } from './edit.js';
import { lookUpLostCreates, lostCreates } from './look-up.js';
import { createAlbum, renameAlbum } from './make-album.js';
import { resumeSent } from './resume-sent.js';
import { ApplySession, type ApplyBounds } from './session.js';

export interface ApplyBatchResult {
  /** Milliseconds of work. */
  readonly spentMs: number;
  readonly remaining: number;
  readonly lookupInMs: number | null;
  readonly stop: StopReason | null;
}

/** Members of one album put in with one call; the contract names no limit, a URL-sized list is safe anywhere. */
const MEMBERS_PER_CALL = 100;

/**
 * Phase 5, one batch: planned operations in order of work until the time, the count or the merchant says stop. Every
 * operation is written ahead, so a batch that dies at any line is continued by the next one.
 */
export async function applyBatch(
  deps: SyncDeps,
  job: { userId: UserId; jobId: JobId },
  control: PhaseControl,
  bounds: ApplyBounds,
): Promise<ApplyBatchResult> {
  const begunAt = deps.now();
  const session = await ApplySession.open(deps, job, control, bounds);
  if (!session)
    return { spentMs: 0, remaining: 0, lookupInMs: null, stop: { kind: 'failed', code: 'SYNC.NOT_CONNECTED' } };
  if ((await findJob(deps.db, job.jobId))?.applyStartedAt === null)
    await updateJob(deps.db, job.jobId, { apply_started_at: new Date(deps.now()) });
  await resumeSent(session);
  await lookUpLostCreates(session);
  while (!(await session.isOver())) {
    const batch = await nextPlanned(
      deps.db,
      job.jobId,
      Math.min(MEMBERS_PER_CALL, session.room()),
      session.blockedKinds(),
    );
    const [first] = batch;
    if (!first) break;
    await applySome(session, first, batch);
    await lookUpLostCreates(session);
  }
  return { ...(await resultOf(session)), spentMs: deps.now() - begunAt };
}

/** The operations of one rank: as many as one call or one script takes. */
async function applySome(session: ApplySession, first: Operation, batch: readonly Operation[]): Promise<void> {
  switch (first.kind) {
    case 'create':
      return applyCreates(
        session,
        batch.filter(operation => operation.kind === 'create'),
      );
    case 'album_create':
      await createAlbum(session, first);
      return session.note(1, `album ${first.albumTitle}`);
    case 'album_rename':
      await renameAlbum(session, first);
      return session.note(1, `album ${first.albumTitle}`);
    case 'album_add':
    case 'album_remove':
      await applyMembership(session, batch);
      return session.note(batch.length, 'albums');
    default: {
      const edits = batch.slice(0, EDITS_PER_BATCH);
      await applyEdits(session, edits);
      return session.note(edits.length, 'edits');
    }
  }
}

async function resultOf(session: ApplySession): Promise<Omit<ApplyBatchResult, 'spentMs'>> {
  const { deps, job } = session;
  const planned = (await countByState(deps.db, job.jobId)).get('planned') ?? 0;
  const possible = await nextPlanned(deps.db, job.jobId, 1, session.blockedKinds());
  const lost = await lostCreates(session);
  const nextLookup = Math.min(...lost.map(({ lookupAt }) => lookupAt?.getTime() ?? 0));
  const lookupInMs = lost.length === 0 ? null : Math.max(0, nextLookup - deps.now());
  if (session.stop !== null || possible.length > 0) return { remaining: planned, lookupInMs, stop: session.stop };
  // Only work whose method rests is left: the run rests as well, and the next one goes on with whatever is possible.
  const isResting = planned > 0 && lost.length === 0;
  return { remaining: 0, lookupInMs, stop: isResting ? parkedBy(session) : null };
}

function parkedBy(session: ApplySession): StopReason | null {
  const [first] = [...session.blocked.values()].sort((a, b) => a.untilMs - b.untilMs);
  return first ? { kind: 'parked', code: first.code, resumeAtMs: first.untilMs } : null;
}
