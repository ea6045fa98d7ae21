import type { PlanRow } from '../../db/repositories/plan.repository.js';
import type { CompactRecord } from '../../domain/sync/compact.js';

/** Why a wanted good must not be created or changed now; `null` = it may. */
export function holdOf(row: PlanRow): string | null {
  if (row.digests === null) return null;
  if (row.isResting) return 'SYNC.RESTING';
  return row.hasOffer ? 'ADOPTION.OFFERED' : null;
}

/** A listing for the differ; nothing for what can have nothing to do: not wanted, and not visible in VK. */
export function planRecords(row: PlanRow): readonly CompactRecord[] {
  const k = row.key;
  const l = row.linkState ?? 'none';
  const w = row.digests;
  if (w === null) {
    if (l !== 'live' && !row.isOverdue) return [];
    return [{ k, l, w, s: null, c: row.reasonCode ?? 'NOT_LISTED', ...(row.isOverdue ? { o: 1 } : {}) }];
  }
  const { echoDigests: e, shopDigests: v, locks: x } = row;
  const hold = holdOf(row);
  return [
    {
      k,
      l,
      w,
      s: row.sentDigests === w ? 0 : row.sentDigests,
      ...(e !== null && v !== null && e !== v ? { e, v } : {}),
      ...(x === null ? {} : { x }),
      ...(row.hasOtherSku ? { q: 1 } : {}),
      ...(hold === null ? {} : { h: hold }),
    },
  ];
}
