import type { GroupId } from '../brand.js';
import type { TillGroup } from '../till.js';
import type { FilterRule } from './types.js';

/**
 * For every group of one store the nearest rule up its parents, its own first; groups without one are absent.
 * A parent the store does not know ends the way up, and so does a cycle. Linear in the number of groups.
 */
export function nearestRules(
  groups: ReadonlyMap<GroupId, TillGroup>,
  rules: ReadonlyMap<string, FilterRule>,
): ReadonlyMap<GroupId, FilterRule> {
  const found = new Map<GroupId, FilterRule | null>();
  for (const start of groups.keys()) {
    const path = new Set<GroupId>();
    let ruling: FilterRule | null = null;
    for (let at: GroupId | null = start; at !== null && groups.has(at) && !path.has(at);) {
      const answered = found.get(at);
      if (answered !== undefined) {
        ruling = answered;
        break;
      }
      path.add(at);
      const own = rules.get(at);
      if (own !== undefined) {
        ruling = own;
        break;
      }
      at = groups.get(at)?.parentId ?? null;
    }
    for (const id of path) found.set(id, ruling);
  }
  const nearest = new Map<GroupId, FilterRule>();
  for (const [id, rule] of found) if (rule !== null) nearest.set(id, rule);
  return nearest;
}
