import type { ExpectedItem } from './expected-item.js';

/** An item as `GET /_control/merchants/{id}/shop` shows it; only what is compared. */
export interface SeenItem {
  readonly id: number;
  readonly sku: string;
  readonly title: string;
  readonly description: string;
  readonly priceKopecks: number;
  readonly stock?: number;
  readonly categoryId: number;
  readonly state: 'visible' | 'hidden' | 'deleted';
  readonly foreign: boolean;
  readonly mainPhotoId: number;
  readonly photoIds: readonly number[];
  readonly albums: readonly { readonly id: number; readonly title: string }[];
  readonly photo: { readonly sha256: string | null } | null;
  readonly writes: { readonly api: number };
}

export interface SeenAlbum {
  readonly id: number;
  readonly title: string;
  readonly isHidden: boolean;
  readonly foreign: boolean;
  readonly writes: { readonly api: number };
}

export interface SeenShop {
  readonly items: readonly SeenItem[];
  readonly albums: readonly SeenAlbum[];
}

/** What is not as it should be, a sentence each. All four empty: the shop is right. */
export interface Differences {
  /** Two living items of one key. */
  readonly twins: readonly string[];
  /** Wanted, and no buyer can see it. */
  readonly lost: readonly string[];
  /** Seen with another value than it should have, or seen at all although it must not be. */
  readonly wrong: readonly string[];
  /** Goods and collections of the merchant's own that are not as they were. */
  readonly foreignChanged: readonly string[];
}

/** Compares the shop as it is with the goods that should be seen; `before` is the shop before the first run. */
export function compareShop(before: SeenShop, after: SeenShop, wanted: readonly ExpectedItem[]): Differences {
  const ours = after.items.filter(item => !item.foreign && item.state !== 'deleted');
  const bySku = grouped(ours, item => item.sku);
  const expected = new Map(wanted.map(item => [item.sku, item]));
  const twins = [...bySku]
    .filter(([, items]) => items.length > 1)
    .map(([sku, items]) => `${sku}: items ${items.map(({ id }) => id).join(', ')}`);
  const lost = wanted
    .filter(({ sku }) => !bySku.get(sku)?.some(({ state }) => state === 'visible'))
    .map(({ sku, title }) => `${title} (${sku}): ${bySku.get(sku)?.[0]?.state ?? 'absent'}`);
  const wrong = ours
    .filter(({ state }) => state === 'visible')
    .flatMap(item => {
      const target = expected.get(item.sku);
      return target === undefined ? [`${item.title} (${item.sku}): must not be seen`] : wrongFields(item, target);
    });
  return { twins, lost, wrong: [...wrong, ...sharedPhotos(ours)], foreignChanged: foreignChanges(before, after) };
}

function wrongFields(item: SeenItem, target: ExpectedItem): string[] {
  const seen: ExpectedItem = {
    sku: item.sku,
    title: item.title,
    description: item.description,
    priceKopecks: item.priceKopecks,
    stock: item.stock ?? 0,
    categoryId: item.categoryId,
    albums: item.albums.map(({ title }) => title),
  };
  const fields = (Object.keys(target) as (keyof ExpectedItem)[])
    .filter(field => JSON.stringify(seen[field]) !== JSON.stringify(target[field]))
    .map(field => `${field} is ${JSON.stringify(seen[field])}, not ${JSON.stringify(target[field])}`);
  if (item.photoIds.some(id => id !== item.mainPhotoId))
    fields.push(`photos are ${JSON.stringify(item.photoIds)} beside ${item.mainPhotoId}`);
  if (item.photo === null) fields.push('its photo does not exist');
  return fields.map(field => `${item.title} (${item.sku}): ${field}`);
}

/** Every good has a name card of its own: neither the id nor the picture may be another's. */
function sharedPhotos(items: readonly SeenItem[]): string[] {
  return [...grouped(items, ({ mainPhotoId }) => mainPhotoId)]
    .filter(([, owners]) => owners.length > 1)
    .map(([photo, owners]) => `photo ${photo} belongs to ${owners.map(({ sku }) => sku).join(', ')}`);
}

function foreignChanges(before: SeenShop, after: SeenShop): string[] {
  const changed = <
    T extends { readonly id: number; readonly foreign: boolean; readonly writes: { readonly api: number } },
  >(
    what: string,
    old: readonly T[],
    now: readonly T[],
  ): string[] => {
    const found = new Map(now.map(entry => [entry.id, entry]));
    return old
      .filter(({ foreign }) => foreign)
      .flatMap(entry => {
        const seen = found.get(entry.id);
        if (seen === undefined) return [`${what} ${entry.id} is gone`];
        const touched = seen.writes.api > 0 ? [`${what} ${entry.id} was written to ${seen.writes.api} times`] : [];
        return JSON.stringify(seen) === JSON.stringify(entry) ? touched : [...touched, `${what} ${entry.id} differs`];
      });
  };
  return [...changed('item', before.items, after.items), ...changed('collection', before.albums, after.albums)];
}

function grouped<K, T>(entries: readonly T[], keyOf: (entry: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return groups;
}
