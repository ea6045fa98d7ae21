import type { GroupId } from '../brand.js';
import type { TillGroup } from '../till.js';

/** Whether `id` is `ancestor` itself or stands somewhere below it; parents in a cycle end the search. */
export function isBelow(groups: ReadonlyMap<GroupId, TillGroup>, id: GroupId, ancestor: GroupId): boolean {
  const seen = new Set<GroupId>();
  for (let at: GroupId | null = id; at !== null && !seen.has(at); at = groups.get(at)?.parentId ?? null) {
    if (at === ancestor) return true;
    seen.add(at);
  }
  return false;
}
