/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { GroupId, JobId, ListingKey } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import { buildListing } from '../../src/domain/listing/build-listing.js';
import { kopecks } from '../../src/domain/money.js';
import { milli } from '../../src/domain/quantity.js';
import type { MerchantSettings } from '../../src/domain/settings.js';
import type { TillProduct } from '../../src/domain/till.js';
import type {
  PreviewOverview,
  PreviewService,
  ShopQuota,
  ShownGood,
  TriedGood,
} from '../../src/services/sync/preview/preview-contracts.js';
import { withSettings } from '../../src/services/sync/settings-table.js';
import type { OperationView } from '../../src/services/web-services.js';
import { context, member } from '../domain/listing/build-till.js';
import type { FakeSync } from './fake-sync.js';
import { OPERATIONS, RISKY_OPERATIONS, buildJob } from './fake-jobs.js';
import { minutesAgo } from './fake-connections.js';

export interface FakePreview extends PreviewService {
  shopQuota: ShopQuota | null;
  since: PreviewOverview['since'];
  isTillWhole: boolean;
  risky: number;
  notListed: PreviewOverview['notListed'];
  readonly tries: Readonly<Record<string, string>>[];
  readonly applied: { jobId: JobId; choice: Parameters<PreviewService['apply']>[2] }[];
}

/** Three goods that differ: cheap and by weight, dear, with a long name. */
const SAMPLES: readonly Partial<TillProduct>[] = [
  { name: 'Улун Те Гуань Инь, партия 1', price: kopecks(417), quantity: milli(5_000_000), measureName: 'г' },
  {
    name: 'Шэн пуэр Мэнхай, блин 357 г',
    price: kopecks(1_235_000),
    quantity: milli(3000),
    description:
      'Прессованный чай с горы Мэнхай. Тёмный настой, вкус сухофруктов и дерева, долгое сладкое послевкусие.',
  },
  {
    name: 'ИНЬЧЖЭНЬ БАЙ ХАО, «СЕРЕБРЯНЫЕ ИГЛЫ» С ГОРНЫХ ПЛАНТАЦИЙ ФУДИНА, СБОР ВЕСНЫ 2026 ГОДА',
    price: kopecks(152_050),
    quantity: null,
  },
];

/** The preview a merchant has made at 14:02: new goods, changes, a hide, and what a brake would hold. */
export const PREVIEW_JOB = buildJob({
  id: 330 as JobId,
  kind: 'preview',
  trigger: 'manual',
  createdAt: minutesAgo(12),
  startedAt: minutesAgo(12),
  finishedAt: minutesAgo(11),
});

export const PREVIEW_OPERATIONS: readonly OperationView[] = [
  ...OPERATIONS.filter(({ state }) => state === 'done').map(operation => ({
    ...operation,
    id: operation.id + 100,
    state: 'planned' as const,
  })),
  ...RISKY_OPERATIONS.map(operation => ({ ...operation, id: operation.id + 100 })),
];

/** Looking before doing, in memory; settings are tried with the real rules. */
export function createFakePreview(sync: FakeSync): FakePreview {
  const sampleOf = (index: number, settings: MerchantSettings): ReturnType<typeof buildListing> =>
    buildListing(
      `key-${index + 1}` as ListingKey,
      [member({ groupId: 'tea' as GroupId, ...SAMPLES[index] }, ['Чай'])],
      context({ settings }),
    );
  const shownOf = (result: ReturnType<typeof buildListing>): ShownGood | null =>
    result.kind === 'listing' ? result : null;

  const fake: FakePreview = {
    shopQuota: null,
    since: 'nothing',
    isTillWhole: true,
    risky: RISKY_OPERATIONS.length,
    notListed: [
      { code: 'NOT_FOR_SALE', count: 4 },
      { code: 'NO_PRICE', count: 2 },
      { code: 'RESTRICTED_WORD', count: 1 },
    ],
    tries: [],
    applied: [],
    async trySettings(_userId, values) {
      const now = sync.own.settings;
      const tried = withSettings(now, values);
      if (tried.stockMode === 'exact' && values['stock_buffer'] === '77')
        throw new AppError('invalid', 'SETTING.STOCK_UNKNOWN', { field: 'stock_mode' });
      if (Object.keys(values).length > 0) fake.tries.push(values);
      const goods = SAMPLES.map((sample, index): TriedGood => {
        const result = sampleOf(index, tried);
        return {
          key: `key-${index + 1}` as ListingKey,
          till: {
            name: sample.name ?? '',
            price: sample.price ?? null,
            quantity: sample.quantity ?? null,
            measureName: sample.measureName ?? 'шт',
          },
          now: shownOf(sampleOf(index, now)),
          tried: shownOf(result),
          reason: result.kind === 'listing' ? null : { code: result.code, params: result.params },
        };
      });
      const isChanged = JSON.stringify(now.price) !== JSON.stringify(tried.price);
      const lost = goods.filter(good => good.tried === null).length;
      return {
        goods,
        stockMode: { now: now.stockMode, tried: tried.stockMode },
        effect:
          JSON.stringify(now) === JSON.stringify(tried)
            ? null
            : {
                all: 398,
                looked: 398,
                price: isChanged ? 180 : 0,
                stock: now.stockMode === tried.stockMode ? 0 : 212,
                text: 0,
                album: 0,
                priceLost: lost > 0 ? 2 : 0,
                leave: 0,
                join: 0,
              },
      };
    },
    async quota() {
      return fake.shopQuota;
    },
    async latest() {
      const job = sync.jobList.find(({ kind, id }) => kind === 'preview' && id >= PREVIEW_JOB.id) ?? null;
      const shown = job?.finishedAt == null ? [] : sync.operations;
      const counts: Record<string, number> = {};
      for (const { kind } of shown) counts[kind] = (counts[kind] ?? 0) + 1;
      const prices = shown.filter(({ kind, fields }) => kind === 'update' && fields.includes('price')).length;
      return {
        job,
        since: fake.since,
        isTillWhole: fake.isTillWhole,
        counts,
        prices,
        risky: shown.length === 0 ? 0 : fake.risky,
        notListed: fake.notListed,
      };
    },
    async goods(_userId, keys) {
      return keys.flatMap((key, index) => {
        const good = shownOf(sampleOf(index % SAMPLES.length, sync.own.settings));
        return good === null ? [] : [{ ...good, key, photoVersion: 'v1' }];
      });
    },
    async apply(userId, jobId, choice) {
      if (!sync.jobList.some(({ id, kind }) => id === jobId && kind === 'preview'))
        throw new AppError('not_found', 'JOB.NOT_FOUND');
      if (choice !== 'all' && choice.operationIds.length === 0) throw new AppError('invalid', 'JOB.NOTHING_CHOSEN');
      const unknown =
        choice === 'all' ? undefined : choice.operationIds.find(id => !sync.operations.some(found => found.id === id));
      if (unknown !== undefined) throw new AppError('not_found', 'JOB.OPERATION_NOT_FOUND', { id: unknown });
      if (sync.own.settings.mode === 'preview') throw new AppError('conflict', 'PREVIEW.ONLY_SHOWN');
      fake.applied.push({ jobId, choice });
      const started = await sync.runNow(userId);
      return { ...started, goods: choice === 'all' ? null : choice.operationIds.length };
    },
  };
  return fake;
}

/** Gives a merchant a preview made a while ago. */
export function withPreview(sync: FakeSync): void {
  sync.jobList = [PREVIEW_JOB, ...sync.jobList];
  sync.operations = [...PREVIEW_OPERATIONS];
}
