/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { GroupId, StoreId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import { shopPrice } from '../../src/domain/listing/price.js';
import { shownUnit } from '../../src/domain/listing/shown-unit.js';
import { kopecks } from '../../src/domain/money.js';
import { NO_GROUP_NAME, noGroupId } from '../../src/domain/selection/no-group.js';
import { DEFAULT_SETTINGS, type PriceRule } from '../../src/domain/settings.js';
import type { GroupSettingsService, PriceTexts } from '../../src/services/listings/group-settings-contracts.js';
import { withSettings } from '../../src/services/sync/settings-table.js';
import type { FakeCatalogue } from './fake-catalogue.js';

export interface FakeGroupSettings extends GroupSettingsService {
  prices: Map<string, PriceRule>;
  categories: Map<string, number>;
}

/** Settings of groups in memory, under the real price rules. */
export function createFakeGroupSettings(catalogue: FakeCatalogue): FakeGroupSettings {
  const read = (texts: PriceTexts): PriceRule => withSettings(DEFAULT_SETTINGS, texts).price;
  const placeOf = (storeId: StoreId, groupId: GroupId) => {
    const store = catalogue.till.stores.find(({ id }) => id === storeId);
    if (store === undefined) throw new AppError('not_found', 'STORE.NOT_FOUND');
    const group = catalogue.till.groups.find(one => one.id === groupId && one.storeId === storeId);
    if (group === undefined && groupId !== noGroupId(storeId)) throw new AppError('not_found', 'GROUP.NOT_FOUND');
    return { store, name: group?.name ?? NO_GROUP_NAME };
  };
  const fake: FakeGroupSettings = {
    prices: new Map(),
    categories: new Map(),
    async view(_userId, storeId, groupId) {
      const { store, name } = placeOf(storeId, groupId);
      return {
        store: { id: store.id, name: store.name },
        group: { id: groupId, name },
        price: { own: fake.prices.get(groupId) ?? null, inherited: DEFAULT_SETTINGS.price, inheritedFrom: null },
        category: { own: fake.categories.get(groupId) ?? null, inherited: 40_932, inheritedFrom: null },
        stores: 1,
      };
    },
    async tryPrice(_userId, storeId, groupId, texts) {
      placeOf(storeId, groupId);
      const rule = texts === null ? DEFAULT_SETTINGS.price : read(texts);
      const goods = catalogue.till.products.filter(good => (good.groupId ?? noGroupId(good.storeId)) === groupId);
      const priceOf = (tillPrice: number, by: PriceRule) =>
        shopPrice({ tillPrice: kopecks(tillPrice), costPrice: null, rule: by, unit: shownUnit(null, 'as_is') });
      return {
        goods: goods.length,
        withOwnPrice: 0,
        samples: goods
          .filter(({ priceKopecks }) => priceKopecks !== null)
          .slice(0, 3)
          .map(({ name, priceKopecks }) => ({
            name,
            till: kopecks(priceKopecks ?? 0),
            before: priceOf(priceKopecks ?? 0, fake.prices.get(groupId) ?? DEFAULT_SETTINGS.price),
            after: priceOf(priceKopecks ?? 0, rule),
          })),
      };
    },
    async savePrice(_userId, storeId, groupId, texts) {
      placeOf(storeId, groupId);
      if (texts === null) fake.prices.delete(groupId);
      else fake.prices.set(groupId, read(texts));
    },
    async saveCategory(_userId, storeId, groupId, categoryId) {
      placeOf(storeId, groupId);
      if (categoryId === null) fake.categories.delete(groupId);
      else fake.categories.set(groupId, categoryId);
    },
  };
  return fake;
}
