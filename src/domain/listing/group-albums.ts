import type { AlbumNaming } from '../settings.js';
import type { TillGroup } from '../till.js';
import { albumTitle } from './album-title.js';

/** Deeper trees than any till has; a loop in the parents ends here. */
const MAX_DEPTH = 30;

/** Groups by the title of the album they go to. Variant groups are no folders and have none. */
export function groupsByAlbumTitle(
  groups: readonly TillGroup[],
  naming: AlbumNaming,
): ReadonlyMap<string, readonly TillGroup[]> {
  const keyOf = (storeId: string, id: string): string => `${storeId}\u0000${id}`;
  const known = new Map(groups.map(group => [keyOf(group.storeId, group.id), group]));
  const byTitle = new Map<string, TillGroup[]>();
  for (const group of groups) {
    if (group.attributes.length > 0) continue;
    const folders: string[] = [];
    let at: TillGroup | undefined = group;
    for (let depth = 0; at !== undefined && depth < MAX_DEPTH; depth += 1) {
      folders.unshift(at.name);
      at = at.parentId === null ? undefined : known.get(keyOf(at.storeId, at.parentId));
    }
    const title = albumTitle(folders, naming);
    if (title === null) continue;
    const same = byTitle.get(title);
    if (same === undefined) byTitle.set(title, [group]);
    else same.push(group);
  }
  return byTitle;
}
