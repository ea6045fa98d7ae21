/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { ListingKey } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import { overrideFault } from '../../src/domain/listing/override-fault.js';
import type { FakeCatalogue } from './fake-catalogue.js';
import type { ListingService, MergePreview, OverrideChange } from '../../src/services/engine-services.js';

export interface FakeListings extends ListingService {
  merge: MergePreview;
  names: { rows: { key: ListingKey; before: string; after: string }[]; changed: number };
  /** What was set by hand for each good, all changes of it taken together. */
  overrides: Map<ListingKey, OverrideChange>;
  /** `key|field` of what is kept by hand in VK. */
  locks: Set<string>;
}

/** Previews of what settings would change; nothing is kept. */
export function createFakeListings(catalogue: FakeCatalogue): FakeListings {
  const fake: FakeListings = {
    merge: {
      listingsBefore: 420,
      listingsAfter: 402,
      joined: 18,
      relinked: 380,
      leftOver: 2,
      samples: [{ key: 'bc:460700' as ListingKey, names: ['Бай Му Дань', 'Бай Му Дань (склад)'] }],
    },
    names: {
      rows: [
        { key: 'key-2' as ListingKey, before: 'ИНЬЧЖЭНЬ БАЙ ХАО', after: 'Иньчжэнь Бай Хао' },
        { key: 'key-9' as ListingKey, before: 'Пиала фарф. бел.', after: 'Пиала фарфоровая белая' },
      ],
      changed: 37,
    },
    overrides: new Map(),
    locks: new Set(),
    async setOverride(_userId, key, change) {
      const field = overrideFault(change);
      if (field !== null) throw new AppError('invalid', 'OVERRIDE.INVALID', { field });
      fake.overrides.set(key, { ...fake.overrides.get(key), ...change });
    },
    async setLock(_userId, key, field, locked) {
      if (locked) fake.locks.add(`${key}|${field}`);
      else fake.locks.delete(`${key}|${field}`);
    },
    setGroupPrice: () => Promise.resolve(),
    setGroupCategory: () => Promise.resolve(),
    setPhoto: () => Promise.resolve(),
    removePhoto: () => Promise.resolve(),
    async previewNames() {
      return fake.names;
    },
    async previewMerge() {
      return fake.merge;
    },
    async previewRule(_userId, rule) {
      return catalogue.ruleEffectOf(rule);
    },
    setStoreOrder: () => Promise.resolve(),
  };
  return fake;
}
