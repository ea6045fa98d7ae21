/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { JobId } from '../../src/domain/brand.js';
import type { DayOfRuns, OverviewService, SetupFacts } from '../../src/services/overview/overview-contracts.js';
import { NOW } from './fake-connections.js';

export interface FakeOverview extends OverviewService {
  facts: SetupFacts;
  dayRows: DayOfRuns[];
}

export const NOTHING_SET_UP: SetupFacts = {
  goodsChosenAt: null,
  pilotSkippedAt: null,
  previewDone: null,
  pilotDone: null,
  preview: null,
  pilot: null,
};

const DAY_MS = 86_400_000;
const day = (back: number): string => new Date(NOW.getTime() - back * DAY_MS).toISOString().slice(0, 10);
/** Made, changed and failed of the last days, today last. */
const NUMBERS = [
  [0, 0, 0],
  [396, 0, 3],
  [12, 40, 0],
  [0, 8, 0],
  [0, 21, 0],
  [3, 17, 1],
  [0, 0, 0],
  [0, 64, 0],
  [5, 12, 0],
  [0, 9, 0],
  [1, 30, 0],
  [0, 4, 2],
  [2, 15, 0],
  [5, 23, 1],
] as const;

export const BUSY_DAYS: readonly DayOfRuns[] = NUMBERS.map(([created, changed, failed], index) => ({
  day: day(NUMBERS.length - 1 - index),
  created,
  changed,
  failed,
  runs: created + changed + failed === 0 ? 0 : 24,
}));

/** A merchant whose set-up is long done. */
export function createFakeOverview(): FakeOverview {
  const fake: FakeOverview = {
    facts: { ...NOTHING_SET_UP, previewDone: 312 as JobId, preview: { id: 312 as JobId, status: 'success' } },
    dayRows: [...BUSY_DAYS],
    async setup() {
      return fake.facts;
    },
    async days() {
      return fake.dayRows;
    },
    async keepAllGoods() {
      fake.facts = { ...fake.facts, goodsChosenAt: NOW };
    },
    async skipPilot() {
      fake.facts = { ...fake.facts, pilotSkippedAt: NOW };
    },
  };
  return fake;
}
