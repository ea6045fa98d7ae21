import type { ShopQuota } from '../../services/sync/preview/preview-contracts.js';
import type { Moment } from '../texts/moments.js';
import { upcomingMoment } from '../texts/moments.js';
import { count, counted, goods } from '../texts/numbers.js';

/** «VK сегодня примет ещё 40 новых товаров; остальные 120 продолжатся в 00:10», as a meter. */
export interface QuotaModel {
  readonly sentence: string;
  /** Said before the time the rest goes on; empty = there is no rest. */
  readonly rest: string;
  readonly resumeAt: Moment | null;
  readonly used: number;
  readonly perDay: number;
  readonly source: string;
}

/** `null` = the shop has shown no limit, and none is set. */
export function quotaModel(quota: ShopQuota | null, now: Date): QuotaModel | null {
  if (quota === null) return null;
  const { perDay, added, left, waiting, freesAt, isLearnt } = quota;
  return {
    sentence:
      left === 0
        ? `На сегодня VK больше не принимает новых товаров: добавлено ${count(added)} из ${count(perDay)}.`
        : `VK сегодня примет ещё ${counted(left, 'новый товар', 'новых товара', 'новых товаров')}.`,
    rest: waiting === 0 ? '' : `Ещё ${goods(waiting)} ${left === 0 ? 'ждут' : 'подождут'} своей очереди`,
    resumeAt: waiting === 0 || freesAt === null ? null : upcomingMoment(freesAt, now),
    used: Math.min(added, perDay),
    perDay,
    source: isLearnt ? 'Больше VK за сутки не принял.' : 'Столько в сутки задали вы в настройках.',
  };
}
