/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import { mustHave } from '../../src/domain/access/actor.js';
import { intervalOf, SCHEDULE_IDS } from '../../src/domain/clock/schedules.js';
import type { SystemNotice } from '../../src/domain/clock/system-notices.js';
import type { AppError } from '../../src/domain/errors.js';
import type {
  QueueHealth,
  ScheduleHealth,
  SystemHealth,
  SystemHealthService,
} from '../../src/services/admin/health/health-contracts.js';
import { minutesAgo } from './fake-connections.js';

export interface FakeSystemHealth extends SystemHealthService {
  health: SystemHealth;
  clocked: number;
  /** What was done to which Schedule. */
  done: string[];
  /** When set, the next action is refused with it. */
  failure: AppError | null;
}

const schedule = (id: ScheduleHealth['id'], over: Partial<ScheduleHealth> = {}): ScheduleHealth => ({
  id,
  intervalMs: intervalOf(id, 600_000),
  state: 'running',
  lastAt: minutesAgo(0.5),
  nextAt: minutesAgo(-0.5),
  isActing: false,
  pausedAt: null,
  pausedBy: null,
  note: '',
  ...over,
});

const worker = (version: string, pid: number) => ({
  identity: { version, host: 'evosync-worker-7c9d', pid },
  name: `evosync/${version} evosync-worker-7c9d ${pid}`,
  lastSeenAt: minutesAgo(0.2),
});

const queue = (name: string, kind: QueueHealth['kind'], over: Partial<QueueHealth> = {}): QueueHealth => ({
  name,
  kind,
  workers: [worker('1.4.0', 17)],
  backlog: 0,
  backlogAgeMs: 0,
  ...over,
});

export const FINE_HEALTH: SystemHealth = {
  notices: [],
  database: {
    version: '11.4.9-MariaDB',
    bytes: 3_456_789_012,
    pingMs: 0.8,
    connections: 21,
    maxConnections: 151,
    pool: { busy: 1, open: 4, waiting: 0 },
    schema: '0019-clock',
    pending: [],
    unknown: [],
  },
  temporal: { version: '1.31.2', namespace: 'default', missingAttributes: [] },
  queues: [
    queue('pipeline', 'workflow'),
    queue('pipeline', 'activity', { backlog: 12, backlogAgeMs: 4000 }),
    queue('evotor', 'activity'),
    queue('vk', 'activity'),
    queue('maintenance', 'workflow'),
    queue('maintenance', 'activity'),
  ],
  schedules: SCHEDULE_IDS.map(id => schedule(id)),
  versions: ['1.4.0'],
  dispatch: { lagMs: 0, due: 0 },
  resting: [
    { kind: 'parked', code: 'VK.FLOOD', merchants: 3, firstResumeAt: minutesAgo(-12) },
    { kind: 'blocked', code: 'VK.TOKEN_REVOKED', merchants: 2, firstResumeAt: null },
  ],
  vendors: [
    {
      vendor: 'vk',
      lastHour: { calls: 1840, failed: 12 },
      lastDay: { calls: 40_211, failed: 640 },
      errors: [
        { code: '9', lastHour: 8, lastDay: 512 },
        { code: '', lastHour: 4, lastDay: 128 },
      ],
    },
    { vendor: 'evotor', lastHour: { calls: 0, failed: 0 }, lastDay: { calls: 12_100, failed: 0 }, errors: [] },
  ],
  jobs: [
    { status: 'running', count: 4 },
    { status: 'awaiting_approval', count: 2 },
    { status: 'success', count: 311 },
    { status: 'unchanged', count: 20_140 },
    { status: 'failed', count: 3 },
  ],
  waiting: { stuckJobs: 0, marks: 2, oldestMarkAt: minutesAgo(1), failingLetters: 0 },
  disk: { freeBytes: 42 * 1024 ** 3, totalBytes: 100 * 1024 ** 3 },
  version: '1.4.0',
};

/** Everything that can be wrong at once, on a site that Temporal does not answer. */
export const SICK_NOTICES: readonly SystemNotice[] = [
  { code: 'SYSTEM.TEMPORAL_DOWN' },
  { code: 'SYSTEM.SCHEMA_MISMATCH', migrations: ['0099-from-the-future'] },
  { code: 'SYSTEM.DISK_FULL', freeBytes: 12 * 1024 ** 2, totalBytes: 100 * 1024 ** 3 },
  { code: 'SYSTEM.DISPATCH_LAG', lagMs: 754_000, due: 41 },
  { code: 'SYSTEM.JOBS_STUCK', count: 4 },
  { code: 'SYSTEM.VENDOR_ERRORS', vendor: 'vk', calls: 900, failed: 611 },
  { code: 'SYSTEM.LETTERS_FAILING', count: 17 },
  { code: 'SYSTEM.SCHEDULE_PAUSED', schedule: 'dispatch' },
];

export const SICK_HEALTH: SystemHealth = {
  ...FINE_HEALTH,
  notices: SICK_NOTICES,
  temporal: null,
  queues: null,
  versions: null,
  schedules: [
    schedule('dispatch', {
      state: 'paused',
      lastAt: minutesAgo(90),
      nextAt: null,
      pausedAt: minutesAgo(90),
      pausedBy: `${'s'.repeat(60)}@evosync.example`,
    }),
    schedule('health', { state: 'late', lastAt: minutesAgo(55), nextAt: null }),
    schedule('tokens', { state: 'missing', lastAt: null, nextAt: null }),
    schedule('notices', { nextAt: null }),
    schedule('prune', { state: 'unknown', lastAt: null, nextAt: null }),
  ],
  dispatch: { lagMs: 754_000, due: 41 },
  waiting: { stuckJobs: 4, marks: 33, oldestMarkAt: minutesAgo(12), failingLetters: 17 },
  disk: { freeBytes: 12 * 1024 ** 2, totalBytes: 100 * 1024 ** 3 },
};

/** A healthy installation. */
export function createFakeSystemHealth(): FakeSystemHealth {
  const act = (what: string): void => {
    const { failure } = fake;
    fake.failure = null;
    if (failure !== null) throw failure;
    fake.done.push(what);
  };
  const fake: FakeSystemHealth = {
    health: FINE_HEALTH,
    clocked: 1023,
    done: [],
    failure: null,
    async read(actor) {
      mustHave(actor, 'health.view');
      return fake.health;
    },
    async notices(actor) {
      mustHave(actor, 'health.view');
      return fake.health.notices;
    },
    async clockedMerchants(actor) {
      mustHave(actor, 'health.view');
      return fake.clocked;
    },
    async pauseSchedule(actor, id) {
      mustHave(actor, 'clock.control');
      act(`pause ${id}`);
    },
    async resumeSchedule(actor, id) {
      mustHave(actor, 'clock.control');
      act(`resume ${id}`);
    },
    async triggerSchedule(actor, id) {
      mustHave(actor, 'clock.control');
      act(`trigger ${id}`);
    },
  };
  return fake;
}
