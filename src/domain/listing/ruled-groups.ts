import type { GroupId, StoreId } from '../brand.js';

interface Group {
  readonly id: GroupId;
  readonly storeId: StoreId;
  readonly parentId: GroupId | null;
}

/**
 * The group and all below it that have no word of their own: where a rule of this group holds. A group's id may stand in
 * several stores, with other groups below it in each.
 */
export function ruledGroups(
  groupId: GroupId,
  groups: readonly Group[],
  hasOwn: (id: GroupId) => boolean,
): readonly Pick<Group, 'id' | 'storeId'>[] {
  const below = new Map<string, Group[]>();
  for (const group of groups) {
    if (group.parentId === null) continue;
    const place = `${group.storeId} ${group.parentId}`;
    below.set(place, [...(below.get(place) ?? []), group]);
  }
  const found = new Map<string, Pick<Group, 'id' | 'storeId'>>();
  const visit = ({ id, storeId }: Pick<Group, 'id' | 'storeId'>): void => {
    const place = `${storeId} ${id}`;
    // A till may hang groups in a circle.
    if (found.has(place)) return;
    found.set(place, { id, storeId });
    for (const child of below.get(place) ?? []) if (!hasOwn(child.id)) visit(child);
  };
  for (const group of groups) if (group.id === groupId) visit(group);
  return [...found.values()];
}
