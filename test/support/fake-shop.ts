/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { ListingKey } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import type { DriftRow, OfferRow, ShopService } from '../../src/services/engine-services.js';

export interface FakeShop extends ShopService {
  driftRows: DriftRow[];
  offerRows: OfferRow[];
  /** Goods that were removed by hand. */
  detached: Set<string>;
  readonly driftAnswers: Parameters<ShopService['answerDrift']>[1][];
  readonly offerAnswers: { id: number | 'all'; choice: 'adopt' | 'new' }[];
}

/** A shop in which nobody touched anything by hand. */
export function createFakeShop(): FakeShop {
  const fake: FakeShop = {
    driftRows: [],
    offerRows: [],
    detached: new Set(['key-8']),
    driftAnswers: [],
    offerAnswers: [],
    async questionCounts() {
      return { drifts: fake.driftRows.length, offers: fake.offerRows.length };
    },
    async drifts() {
      return { rows: fake.driftRows, total: fake.driftRows.length, pageSize: 50 };
    },
    async answerDrift(_userId, answer) {
      const row = fake.driftRows.find(({ key }) => key === answer.key);
      if (row?.fields.some(({ field }) => field === answer.field) !== true)
        throw new AppError('not_found', 'DRIFT.NOT_FOUND');
      fake.driftAnswers.push(answer);
      const fields = row.fields.filter(({ field }) => field !== answer.field);
      fake.driftRows = fake.driftRows
        .map(known => (known.key === answer.key ? { ...known, fields } : known))
        .filter(known => known.fields.length > 0);
    },
    async offers() {
      return { rows: fake.offerRows, total: fake.offerRows.length, pageSize: 50 };
    },
    async answerOffer(_userId, id, choice) {
      if (id !== 'all' && !fake.offerRows.some(offer => offer.id === id))
        throw new AppError('not_found', 'OFFER.NOT_FOUND');
      fake.offerAnswers.push({ id, choice });
      fake.offerRows = id === 'all' ? [] : fake.offerRows.filter(offer => offer.id !== id);
    },
    async bringBack(_userId, key) {
      if (!fake.detached.delete(key)) throw new AppError('not_found', 'LINK.NOT_DETACHED');
    },
  };
  return fake;
}

export const DRIFTS: readonly DriftRow[] = [
  {
    key: 'key-1' as ListingKey,
    name: 'Бай Му Дань',
    vkItemId: 7001,
    fields: [
      { field: 'name', ours: 'Бай Му Дань', inVk: 'Бай Му Дань, белый чай из Фудина' },
      {
        field: 'description',
        ours: 'Белый чай весеннего сбора.',
        inVk: 'Белый чай весеннего сбора. Спрашивайте в зале: заварим и дадим попробовать.',
      },
    ],
  },
  {
    key: 'key-11' as ListingKey,
    name: 'Варенье из сосновых шишек',
    vkItemId: 7011,
    fields: [{ field: 'album', ours: 'Сладости', inVk: 'К чаю' }],
  },
];

export const OFFERS: readonly OfferRow[] = [
  {
    id: 11,
    key: 'key-7' as ListingKey,
    name: 'Гайвань фарфоровая 120 мл',
    vkItemId: 501,
    vkTitle: 'Гайвань фарфоровая, 120 мл',
    matchedBy: 'name',
  },
  {
    id: 12,
    key: 'key-12' as ListingKey,
    name: 'Мёд гречишный',
    vkItemId: 502,
    vkTitle: 'Гречишный мёд с пасеки',
    matchedBy: 'barcode',
  },
];
