import type { ListingKey } from '../brand.js';
import type { Field, OperationKind, PlannedChange } from './compact.js';

/** Changes of one kind, fields and reason, by their keys: half of what they would take one by one in a workflow's history. */
export interface ChangeGroup {
  readonly op: OperationKind;
  readonly f: readonly Field[];
  readonly c: string;
  readonly k: readonly ListingKey[];
}

/** Changes as they travel through a workflow; the order of keys within a group is kept, that of kinds is not. */
export function packChanges(changes: readonly PlannedChange[]): readonly ChangeGroup[] {
  const groups = new Map<string, ChangeGroup & { readonly k: ListingKey[] }>();
  for (const { op, f, c, k } of changes) {
    const name = `${op} ${c} ${f.join(',')}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { op, f, c, k: [k] });
    else group.k.push(k);
  }
  return [...groups.values()];
}

export function unpackChanges(groups: readonly ChangeGroup[]): readonly PlannedChange[] {
  return groups.flatMap(({ op, f, c, k }) => k.map(key => ({ op, k: key, f, c })));
}
