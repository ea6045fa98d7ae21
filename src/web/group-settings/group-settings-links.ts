import type { GroupId, StoreId } from '../../domain/brand.js';

/** Paths of the settings of one group. */
export const groupSettingsLinks = {
  view: (store: StoreId, group: GroupId): string =>
    `/catalog/stores/${encodeURIComponent(store)}/groups/${encodeURIComponent(group)}/settings`,
  price: (store: StoreId, group: GroupId): string => `${groupSettingsLinks.view(store, group)}/price`,
  category: (store: StoreId, group: GroupId): string => `${groupSettingsLinks.view(store, group)}/category`,
};
