/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { ListingKey } from '../../src/domain/brand.js';
import type { FakeCatalogue } from './fake-catalogue.js';
import type { ListingService, MergePreview } from '../../src/services/engine-services.js';

export interface FakeListings extends ListingService {
  merge: MergePreview;
  names: { rows: { key: ListingKey; before: string; after: string }[]; changed: number };
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
    setOverride: () => Promise.resolve(),
    setLock: () => Promise.resolve(),
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
