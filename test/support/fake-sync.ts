/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { JobId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import { DEFAULT_SETTINGS } from '../../src/domain/settings.js';
import { withSettings } from '../../src/services/sync/settings-table.js';
import type { JobView, OperationView, SyncOverview, SyncService } from '../../src/services/web-services.js';
import type { FakeConnections } from './fake-connections.js';
import { NOW, minutesAgo } from './fake-connections.js';
import { JOBS, OPERATIONS, runningJob } from './fake-jobs.js';

type Own = Omit<SyncOverview, 'evotor' | 'vk' | 'state'>;

export interface FakeSync extends SyncService {
  own: Own;
  jobList: JobView[];
  operations: OperationView[];
  saved: Record<string, string>[];
  /** When set, starting a run is refused with it. */
  refusal: AppError | null;
  pageSize: number;
}

/** The exchange of a merchant who is set up and running. */
export function createFakeSync(connections: FakeConnections): FakeSync {
  const start = (over: Partial<JobView> = {}): { outcome: 'started'; jobId: JobId } => {
    if (fake.refusal !== null) throw fake.refusal;
    const job = runningJob(over);
    fake.own = { ...fake.own, current: job };
    fake.jobList = [job, ...fake.jobList];
    return { outcome: 'started', jobId: job.id };
  };
  const isConnected = (): boolean => connections.connected.evotor !== null && connections.connected.vk !== null;
  const stateOf = (): SyncOverview['state'] => {
    if (!fake.own.isEnabled) return 'not_set_up';
    if (fake.own.confirmedAt === null) return 'awaiting_confirmation';
    return fake.own.pausedAt === null ? 'active' : 'paused';
  };

  const fake: FakeSync = {
    own: {
      isEnabled: true,
      confirmedAt: new Date('2026-11-02T09:00:00Z'),
      pausedAt: null,
      rules: { stores: 1, groups: 0, products: 0 },
      numbers: { onTill: 420, selected: 398, inVk: 396, withReason: 2 },
      settings: DEFAULT_SETTINGS,
      current: null,
      waiting: null,
      mustChooseMerge: false,
      last: JOBS[0] ?? null,
      nextDueAt: minutesAgo(-32),
    },
    jobList: [...JOBS],
    operations: [...OPERATIONS],
    saved: [],
    refusal: null,
    pageSize: 20,
    async overview(userId) {
      const [evotor, vk] = await connections.cards(userId);
      if (evotor === undefined || vk === undefined) throw new Error('two cards expected');
      return { ...fake.own, evotor, vk, state: stateOf() };
    },
    async setEnabled(_userId, isEnabled) {
      fake.own = { ...fake.own, isEnabled };
    },
    async setConfirmed() {
      fake.own = { ...fake.own, confirmedAt: NOW };
    },
    async confirm() {
      if (!fake.own.isEnabled) throw new AppError('conflict', 'SYNC.DISABLED');
      if (!isConnected()) throw new AppError('conflict', 'SYNC.NOT_CONNECTED');
      const started = start();
      fake.own = { ...fake.own, confirmedAt: NOW };
      return started;
    },
    async runNow() {
      if (fake.own.confirmedAt === null) throw new AppError('conflict', 'SYNC.NOT_CONFIRMED');
      return start();
    },
    async preview() {
      return start({ id: 331 as JobId, kind: 'preview', phase: 'shop' });
    },
    async setPaused(_userId, paused) {
      fake.own = { ...fake.own, pausedAt: paused ? NOW : null };
    },
    async saveSettings(_userId, values) {
      if (values['stock_mode'] === 'exact')
        throw new AppError('invalid', 'SETTING.STOCK_UNKNOWN', { field: 'stock_mode' });
      withSettings(fake.own.settings, values);
      fake.saved.push({ ...values });
      return fake.own.settings;
    },
    async job(_userId, jobId, page, filter = {}, pageSize = fake.pageSize) {
      const job = fake.jobList.find(({ id }) => id === jobId);
      if (job === undefined) throw new AppError('not_found', 'JOB.NOT_FOUND');
      const hasPlan = ['success', 'partial', 'awaiting_approval'].includes(job.status);
      const operations = (hasPlan ? fake.operations : [])
        .filter(({ state }) => filter.state === undefined || state === filter.state)
        .filter(({ kind }) => filter.kind === undefined || kind === filter.kind)
        .filter(({ isRisky }) => filter.isRisky === undefined || isRisky === filter.isRisky)
        .filter(({ name }) => name.toLowerCase().includes((filter.search ?? '').toLowerCase()));
      const from = (page - 1) * pageSize;
      return {
        job,
        operations: operations.slice(from, from + pageSize),
        total: operations.length,
        pageSize,
      };
    },
  };
  return fake;
}
