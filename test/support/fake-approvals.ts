/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { JobId, ListingKey } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import type { ApprovalService, StartedJob, UndoLine } from '../../src/services/engine-services.js';
import type { JobView } from '../../src/services/web-services.js';
import type { FakeSync } from './fake-sync.js';
import { buildJob, runningJob } from './fake-jobs.js';

export interface FakeApprovals extends ApprovalService {
  readonly approved: { jobId: JobId; choice: Parameters<ApprovalService['approve']>[2] }[];
  readonly pilots: Parameters<ApprovalService['pilot']>[1][];
  undoLines: UndoLine[];
}

const UNDO_LINES: readonly UndoLine[] = [
  line(1, 'Бай Му Дань', 'update', 'update'),
  line(3, 'Гайвань фарфоровая 120 мл', 'create', 'delete'),
  line(4, 'Пиала', 'hide', 'unhide'),
  line(2, 'Иньчжэнь Бай Хао, «Серебряные иглы»', 'update', null, 'UNDO.CHANGED_SINCE'),
  line(5, 'Чай', 'album_create', null, 'UNDO.NOT_COVERED'),
];

function line(
  operationId: number,
  name: string,
  did: string,
  does: string | null,
  skippedCode: string | null = null,
): UndoLine {
  const back = does === 'update' ? { fields: ['price'], from: { price: 38_500 }, to: { price: 35_000 } } : null;
  const productId = did.startsWith('album_') ? null : `product-${operationId}`;
  return { operationId, listingKey: `key-${operationId}` as ListingKey, productId, name, did, does, back, skippedCode };
}

/** Answers to waiting jobs and undoing of finished ones, over the fake exchange. */
export function createFakeApprovals(sync: FakeSync): FakeApprovals {
  const jobOf = (jobId: JobId): JobView => {
    const job = sync.jobList.find(({ id }) => id === jobId);
    if (job === undefined) throw new AppError('not_found', 'JOB.NOT_FOUND');
    return job;
  };
  const waiting = (jobId: JobId): JobView => {
    const job = jobOf(jobId);
    if (job.status !== 'awaiting_approval') throw new AppError('conflict', 'JOB.NOT_WAITING');
    return job;
  };
  const change = (jobId: JobId, over: Partial<JobView>): void => {
    sync.jobList = sync.jobList.map(job => (job.id === jobId ? { ...job, ...over } : job));
    if (sync.own.waiting?.id === jobId) sync.own = { ...sync.own, waiting: null };
  };
  const start = (over: Partial<JobView>): StartedJob => {
    const job = runningJob({ id: 400 as JobId, ...over });
    sync.own = { ...sync.own, current: job };
    sync.jobList = [job, ...sync.jobList];
    return { outcome: 'started', jobId: job.id };
  };
  const undoable = (jobId: JobId): JobView => {
    const job = jobOf(jobId);
    if (job.undoneByJobId !== null) throw new AppError('conflict', 'JOB.ALREADY_UNDONE');
    if (job.finishedAt === null) throw new AppError('conflict', 'JOB.NOT_OVER');
    if (job.status !== 'success' && job.status !== 'partial') throw new AppError('conflict', 'JOB.NOT_UNDOABLE');
    return job;
  };

  const fake: FakeApprovals = {
    approved: [],
    pilots: [],
    undoLines: [...UNDO_LINES],
    async approve(_userId, jobId, choice) {
      waiting(jobId);
      if (choice !== 'all') {
        const known = new Set(sync.operations.filter(({ isRisky }) => isRisky).map(({ id }) => id));
        if (choice.operationIds.length === 0) throw new AppError('invalid', 'JOB.NOTHING_CHOSEN');
        const foreign = choice.operationIds.find(id => !known.has(id));
        if (foreign !== undefined) throw new AppError('not_found', 'JOB.OPERATION_NOT_FOUND', { id: foreign });
      }
      fake.approved.push({ jobId, choice });
      change(jobId, { status: 'cancelled', reason: { code: 'SYNC.APPROVED', params: {} } });
      return start({ trigger: 'approval', sourceJobId: jobId });
    },
    async decline(_userId, jobId) {
      waiting(jobId);
      change(jobId, { status: 'cancelled', reason: { code: 'SYNC.DECLINED', params: {} } });
    },
    async cancel(_userId, jobId) {
      const job = jobOf(jobId);
      if (!['running', 'pending', 'awaiting_approval'].includes(job.status)) throw new AppError('conflict', 'JOB.OVER');
      change(jobId, { status: 'cancelled', reason: { code: 'SYNC.CANCELLED', params: {} } });
      sync.own = { ...sync.own, current: null };
    },
    async undoPlan(_userId, jobId) {
      undoable(jobId);
      const counts: Record<string, number> = {};
      for (const { does, skippedCode } of fake.undoLines) {
        const name = does ?? skippedCode ?? '';
        counts[name] = (counts[name] ?? 0) + 1;
      }
      return { lines: fake.undoLines, total: fake.undoLines.length, pageSize: 50, counts };
    },
    async undo(_userId, jobId) {
      undoable(jobId);
      const started = start({ kind: 'undo', trigger: 'undo', sourceJobId: jobId });
      change(jobId, { undoneByJobId: started.jobId });
      return started;
    },
    async pilot(_userId, goods) {
      if ('count' in goods && (goods.count < 1 || goods.count > 50)) throw new AppError('invalid', 'PILOT.COUNT');
      fake.pilots.push(goods);
      return start({ kind: 'pilot' });
    },
  };
  return fake;
}

/** A job of this merchant that a brake stopped. */
export const waitingJob = (over: Partial<JobView> = {}): JobView =>
  buildJob({
    id: 320 as JobId,
    status: 'awaiting_approval',
    reason: { code: 'BRAKE.HIDES', params: {} },
    ...over,
  });
