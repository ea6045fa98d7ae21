import type { TillReadView } from '../../services/catalogue/catalogue-contracts.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import { count } from '../texts/numbers.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';

/** How the reading of the till goes on; while it does, the piece asks for itself again. */
export interface ReadingModel {
  readonly isActive: boolean;
  readonly title: string;
  /** «1 из 3 магазинов»; empty while nothing can be counted. */
  readonly steps: string;
  readonly done: number;
  /** 0 = not known yet. */
  readonly total: number;
  /** Why the last reading ended early. */
  readonly card: ProblemCard | null;
  readonly endedAt: Moment | null;
}

const ACTIVE: readonly TillReadView['state'][] = ['queued', 'reading', 'computing'];

export const isReading = (reading: TillReadView | null): boolean => reading !== null && ACTIVE.includes(reading.state);

/** `null` = nothing to tell: never asked for, or ended well. */
export function readingModel(reading: TillReadView | null, now: Date): ReadingModel | null {
  if (reading === null || reading.state === 'done') return null;
  const { storesDone, storesTotal, finishedAt, code } = reading;
  if (reading.state === 'failed')
    return {
      isActive: false,
      title: 'Каталог прочитан не до конца',
      steps: '',
      done: 0,
      total: 0,
      card: code === null ? null : problemCard(code),
      endedAt: finishedAt === null ? null : momentOf(finishedAt, now),
    };
  return {
    isActive: true,
    title: titleOf(reading),
    steps: storesTotal === 0 ? '' : `Прочитано магазинов: ${count(storesDone)} из ${count(storesTotal)}`,
    done: Math.min(storesDone, storesTotal),
    total: storesTotal,
    card: null,
    endedAt: null,
  };
}

function titleOf({ state, storeName, storesTotal }: TillReadView): string {
  if (state === 'queued') return 'Сейчас начнём читать кассу';
  if (state === 'computing') return 'Товары прочитаны, готовим витрину';
  if (storesTotal === 0) return 'Читаем список магазинов';
  return storeName === '' ? 'Читаем товары с кассы' : `Читаем магазин «${storeName}»`;
}
