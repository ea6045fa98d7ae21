/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { JobId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import type { HistoryService, RunFilter } from '../../src/services/history/history-contracts.js';
import type { JobView } from '../../src/services/web-services.js';
import { runningJob } from './fake-jobs.js';
import type { FakeSync } from './fake-sync.js';

export interface FakeHistory extends HistoryService {
  /** Runs whose failed goods were tried again. */
  retried: JobId[];
  pageSize: number;
}

/** The runs of the fake exchange. */
export function createFakeHistory(sync: FakeSync): FakeHistory {
  const jobOf = (id: JobId): JobView => {
    const job = sync.jobList.find(one => one.id === id);
    if (job === undefined) throw new AppError('not_found', 'JOB.NOT_FOUND');
    return job;
  };
  const fits = (job: JobView, { status, kind, trigger }: RunFilter): boolean =>
    (status === undefined || job.status === status) &&
    (kind === undefined || job.kind === kind) &&
    (trigger === undefined || job.trigger === trigger);
  const failedOf = (job: JobView): number =>
    job.finishedAt === null || job.status === 'awaiting_approval' ? 0 : job.counters.failed;

  const fake: FakeHistory = {
    retried: [],
    pageSize: 20,
    async runs(_userId, page, filter = {}) {
      const found = sync.jobList.filter(job => fits(job, filter));
      const from = (page - 1) * fake.pageSize;
      return { rows: found.slice(from, from + fake.pageSize), total: found.length, pageSize: fake.pageSize };
    },
    async export(userId, jobId, filter) {
      const job = jobOf(jobId);
      const { operations } = await sync.job(userId, jobId, 1, filter);
      async function* pages(): AsyncGenerator<typeof operations> {
        yield operations;
      }
      return { job, pages: pages() };
    },
    async retryable(_userId, jobId) {
      return failedOf(jobOf(jobId));
    },
    async retryFailed(_userId, jobId) {
      const job = jobOf(jobId);
      if (job.finishedAt === null) throw new AppError('conflict', 'JOB.NOT_OVER');
      const goods = failedOf(job);
      if (goods === 0) throw new AppError('conflict', 'JOB.NOTHING_FAILED');
      fake.retried.push(jobId);
      const started = runningJob({ id: 401 as JobId, sourceJobId: jobId });
      sync.own = { ...sync.own, current: started };
      sync.jobList = [started, ...sync.jobList];
      return { outcome: 'started', jobId: started.id, goods };
    },
  };
  return fake;
}
