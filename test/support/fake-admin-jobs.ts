/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import { mustHave, type Actor } from '../../src/domain/access/actor.js';
import type { JobId, UserId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import type { AdminJob, AdminJobDetail, AdminJobsService } from '../../src/services/admin/jobs/jobs-contracts.js';
import { minutesAgo } from './fake-connections.js';
import { JOBS, OPERATIONS, runningJob } from './fake-jobs.js';

export interface FakeAdminJobs extends AdminJobsService {
  jobs: AdminJob[];
  pageSize: number;
  /** What was done, and to whom. */
  done: { what: string; id: number }[];
  /** When set, the next action is refused with it. */
  failure: AppError | null;
}

const OLGA = { id: 1 as UserId, email: 'olga@chainaya.example', isPaused: false };
/** As long as an address may be. */
const LONG = { id: 7 as UserId, email: `${'ochen-dlinnaya-pochta-'.repeat(8)}@example.example`, isPaused: true };

const TEMPORAL = 'https://temporal.example/namespaces/default/workflows';

export const ADMIN_JOBS: readonly AdminJob[] = [
  { ...runningJob(), merchant: LONG, temporalUrl: `${TEMPORAL}/sync%2F7/run-319/history` },
  ...JOBS.map((job, index) => ({
    ...job,
    merchant: index % 3 === 1 ? LONG : OLGA,
    temporalUrl: index % 2 === 0 ? `${TEMPORAL}/sync%2F1/run-${job.id}/history` : null,
  })),
];

/** The runs of two merchants. */
export function createFakeAdminJobs(): FakeAdminJobs {
  const jobOf = (id: JobId): AdminJob => {
    const job = fake.jobs.find(one => one.id === id);
    if (job === undefined) throw new AppError('not_found', 'JOB.NOT_FOUND');
    return job;
  };
  const act = (actor: Actor, what: string, id: number): void => {
    mustHave(actor, 'jobs.control');
    const { failure } = fake;
    fake.failure = null;
    if (failure !== null) throw failure;
    fake.done.push({ what, id });
  };
  const known = (userId: UserId): void => {
    if (!fake.jobs.some(({ merchant }) => merchant.id === userId)) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
  };
  const fake: FakeAdminJobs = {
    jobs: [...ADMIN_JOBS],
    pageSize: 50,
    done: [],
    failure: null,
    async list(actor, filter, mark) {
      mustHave(actor, 'jobs.view');
      const wanted = filter.merchant;
      const merchant =
        fake.jobs.map(job => job.merchant).find(one => one.email === wanted || String(one.id) === wanted) ?? null;
      const fits = ({ merchant: owner, status, kind, trigger, reason, counters }: AdminJob): boolean =>
        (wanted === undefined || owner.id === merchant?.id) &&
        (filter.status === undefined || status === filter.status) &&
        (filter.kind === undefined || kind === filter.kind) &&
        (filter.trigger === undefined || trigger === filter.trigger) &&
        (filter.reasonCode === undefined || reason?.code === filter.reasonCode) &&
        (filter.only !== 'running' || status === 'running') &&
        (filter.only !== 'waiting' || status === 'awaiting_approval') &&
        (filter.only !== 'parked' || status === 'parked') &&
        (filter.only !== 'failures' || status === 'failed' || counters.failed > 0);
      const all = fake.jobs.filter(fits);
      const after = mark !== null && 'olderThan' in mark ? all.filter(({ id }) => id < mark.olderThan) : all;
      return {
        rows: after.slice(0, fake.pageSize),
        hasNewer: mark !== null,
        hasOlder: after.length > fake.pageSize,
        merchant,
      };
    },
    async job(actor, jobId, _page, filter = {}) {
      mustHave(actor, 'jobs.view');
      const job: AdminJobDetail = {
        ...jobOf(jobId),
        workflowId: `sync/${jobOf(jobId).merchant.id}`,
        runId: '0199a3b0-5d6e-7c31-9a54-3f1f8a7b2c10',
        requestId: '1c9f4e6a-9f0a-4b53-9a0e-2f6f5c7d8e90',
        progressAt: minutesAgo(1),
      };
      const operations = OPERATIONS.filter(({ state }) => filter.state === undefined || state === filter.state);
      const states = [...new Set(OPERATIONS.map(({ state }) => state))].map(state => ({
        state,
        count: OPERATIONS.filter(one => one.state === state).length,
      }));
      return { job, states, operations, total: operations.length, pageSize: 50 };
    },
    async runNow(actor, userId) {
      known(userId);
      act(actor, 'runNow', userId);
      return { outcome: 'started', jobId: 321 as JobId };
    },
    async setPaused(actor, userId, paused) {
      known(userId);
      act(actor, paused ? 'pause' : 'resume', userId);
    },
    async cancel(actor, jobId) {
      jobOf(jobId);
      act(actor, 'cancel', jobId);
    },
    async terminate(actor, jobId) {
      jobOf(jobId);
      act(actor, 'terminate', jobId);
    },
  };
  return fake;
}
