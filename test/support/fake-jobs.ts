import type { JobId } from '../../src/domain/brand.js';
import type { JobCounters, JobView, OperationView } from '../../src/services/web-services.js';
import { minutesAgo } from './fake-connections.js';

export const NO_COUNTERS: JobCounters = {
  created: 0,
  updated: 0,
  hidden: 0,
  deleted: 0,
  skipped: 0,
  unchanged: 0,
  failed: 0,
};

export const buildJob = (over: Partial<JobView> = {}): JobView => ({
  id: 318 as JobId,
  kind: 'sync',
  trigger: 'schedule',
  status: 'success',
  phase: 'finish',
  progress: { done: 12, total: 12, secondsLeft: null },
  counters: { ...NO_COUNTERS, created: 3, updated: 8, hidden: 1, unchanged: 386 },
  risky: 0,
  reason: null,
  resumeAt: null,
  isPartial: false,
  sourceJobId: null,
  undoneByJobId: null,
  createdAt: minutesAgo(29),
  startedAt: minutesAgo(29),
  finishedAt: minutesAgo(28),
  ...over,
});

export const runningJob = (over: Partial<JobView> = {}): JobView =>
  buildJob({
    id: 319 as JobId,
    trigger: 'manual',
    status: 'running',
    phase: 'apply',
    progress: { done: 184, total: 420, secondsLeft: 118 },
    counters: { ...NO_COUNTERS, created: 96, updated: 88 },
    createdAt: minutesAgo(2),
    startedAt: minutesAgo(2),
    finishedAt: null,
    ...over,
  });

const past = (id: number, minutes: number, over: Partial<JobView>): JobView =>
  buildJob({
    id: id as JobId,
    createdAt: minutesAgo(minutes),
    startedAt: minutesAgo(minutes),
    finishedAt: minutesAgo(minutes - 1),
    ...over,
  });

export const JOBS: readonly JobView[] = [
  buildJob(),
  past(317, 89, { status: 'unchanged', counters: { ...NO_COUNTERS, unchanged: 397 } }),
  past(316, 149, { trigger: 'webhook', counters: { ...NO_COUNTERS, updated: 1, unchanged: 396 } }),
  past(315, 209, {
    status: 'partial',
    counters: { ...NO_COUNTERS, created: 2, updated: 14, failed: 1, unchanged: 380 },
  }),
  past(314, 1500, {
    status: 'parked',
    reason: { code: 'VK.CAPTCHA', params: {} },
    counters: { ...NO_COUNTERS, created: 40 },
    resumeAt: minutesAgo(1440),
  }),
  past(313, 1600, { status: 'failed', reason: { code: 'EVOTOR.TOKEN_REJECTED', params: {} }, counters: NO_COUNTERS }),
  past(312, 3000, { kind: 'preview', trigger: 'manual', counters: NO_COUNTERS }),
  past(311, 4500, { trigger: 'manual', counters: { ...NO_COUNTERS, created: 396 }, finishedAt: minutesAgo(4492) }),
];

const operation = (id: number, name: string, over: Partial<OperationView> = {}): OperationView => ({
  id,
  kind: 'update',
  listingKey: `key-${id}`,
  productId: `product-${id}`,
  name,
  fields: ['price'],
  before: { price: 35_000 },
  after: { price: 38_500 },
  state: 'done',
  reasonCode: 'changed',
  errorCode: null,
  vkItemId: 7000 + id,
  isRisky: false,
  brakeCode: null,
  decision: null,
  ...over,
});

export const OPERATIONS: readonly OperationView[] = [
  operation(1, 'Бай Му Дань'),
  operation(2, 'Иньчжэнь Бай Хао, «Серебряные иглы» с горных плантаций Фудина', {
    fields: ['name', 'description', 'stock', 'photo'],
    before: { name: 'ИНЬЧЖЭНЬ', description: 'Белый чай.', stock: 1000, photo: { source: 'name_card' } },
    after: {
      name: 'Иньчжэнь Бай Хао, «Серебряные иглы»',
      description:
        'Белый чай весеннего сбора. Почки собирают вручную до того, как раскроется первый лист, и вялят под открытым небом двое суток, поэтому настой светлый и сладкий.',
      stock: 60,
      photo: { source: 'product' },
    },
  }),
  operation(3, 'Гайвань фарфоровая 120 мл', {
    kind: 'create',
    fields: [],
    before: null,
    after: { price: 99_000, album: 'Посуда' },
    reasonCode: 'new',
  }),
  operation(4, 'Пиала', { kind: 'hide', fields: [], before: null, after: null, reasonCode: 'NOT_FOR_SALE' }),
  operation(5, 'Чай', {
    kind: 'album_create',
    listingKey: null,
    productId: null,
    fields: [],
    before: null,
    after: null,
    reasonCode: 'new',
    state: 'skipped',
  }),
  operation(6, 'Мёд гречишный', {
    state: 'failed',
    errorCode: 'VK.TITLE_REFUSED',
    fields: ['name'],
    before: { name: 'Мед' },
    after: { name: 'Мёд гречишный' },
  }),
];

/** What a brake held back: goods that would disappear, and one price. */
export const RISKY_OPERATIONS: readonly OperationView[] = [
  ...['Шу пуэр «Старое дерево» 2014', 'Шэн пуэр Мэнхай, блин 357 г', 'Пиала', 'Варенье из сосновых шишек'].map(
    (name, index) =>
      operation(21 + index, name, {
        kind: 'hide',
        fields: [],
        before: null,
        after: null,
        state: 'planned',
        reasonCode: 'GONE_FROM_TILL',
        isRisky: true,
        brakeCode: 'BRAKE.HIDES',
      }),
  ),
  operation(25, 'Чайник из исинской глины 180 мл', {
    before: { price: 540_000 },
    after: { price: 54_000 },
    state: 'planned',
    isRisky: true,
    brakeCode: 'BRAKE.PRICES',
  }),
];
