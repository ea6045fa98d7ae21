import { listGroupCategories, listPriceRules } from '../../db/repositories/listings.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { listGroups, listStores } from '../../db/repositories/till-cache.repository.js';
import type { GroupId, StoreId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { isNoGroupId, NO_GROUP_NAME, noGroupId } from '../../domain/selection/no-group.js';
import { DEFAULT_SETTINGS, type PriceRule } from '../../domain/settings.js';
import type { TillGroup } from '../../domain/till.js';
import type { RuleDeps } from '../catalogue/change-rules.js';
import { withSettings } from '../sync/settings-table.js';
import type { GroupSettingsService, GroupSettingsView, GroupWord, PriceTexts } from './group-settings-contracts.js';
import { setGroupCategory, setGroupPrice } from './group-settings.js';
import { tryGroupPrice } from './try-group-price.js';

/** Groups above a group that are looked at; a till that nests deeper (or in a circle) is cut here. */
const MAX_DEPTH = 20;

/** Price and category of single groups. */
export function createGroupSettingsService(deps: RuleDeps): GroupSettingsService {
  const { db } = deps;

  async function view(userId: UserId, storeId: StoreId, groupId: GroupId): Promise<GroupSettingsView> {
    const stores = await listStores(db, userId);
    const store = stores.find(({ id }) => id === storeId);
    if (store === undefined) throw new AppError('not_found', 'STORE.NOT_FOUND');
    const groups = await listGroups(db, userId);
    const group = groups.find(({ id, storeId: place }) => id === groupId && place === storeId);
    if (group === undefined && groupId !== noGroupId(storeId)) throw new AppError('not_found', 'GROUP.NOT_FOUND');
    const above = group === undefined ? [] : parentsOf(group, groups);
    const { settings } = await getSyncConfig(db, userId);
    const word = <Value>(said: ReadonlyMap<GroupId, Value>, otherwise: Value): GroupWord<Value> => {
      const from = above.find(({ id }) => said.has(id));
      return {
        own: said.get(groupId) ?? null,
        inherited: (from === undefined ? undefined : said.get(from.id)) ?? otherwise,
        inheritedFrom: from?.name ?? null,
      };
    };
    return {
      store: { id: store.id, name: store.name },
      group: { id: groupId, name: group?.name ?? NO_GROUP_NAME },
      price: word(await listPriceRules(db, userId), settings.price),
      category: word(await listGroupCategories(db, userId), deps.defaultCategoryId),
      stores: isNoGroupId(groupId) ? 1 : groups.filter(({ id }) => id === groupId).length,
    };
  }

  return {
    view,
    async tryPrice(userId, storeId, groupId, texts) {
      const rule = texts === null ? null : readPriceRule(texts);
      const { price } = await view(userId, storeId, groupId);
      return tryGroupPrice(deps, userId, { storeId, groupId }, rule ?? price.inherited);
    },
    async savePrice(userId, storeId, groupId, texts) {
      const rule = texts === null ? null : readPriceRule(texts);
      await view(userId, storeId, groupId);
      await setGroupPrice(deps, userId, groupId, rule);
    },
    async saveCategory(userId, storeId, groupId, categoryId) {
      await view(userId, storeId, groupId);
      await setGroupCategory(deps, userId, groupId, categoryId);
    },
  };
}

/** Read as the merchant's own price settings are. Throws `SETTING.INVALID`. */
const readPriceRule = (texts: PriceTexts): PriceRule => withSettings(DEFAULT_SETTINGS, texts).price;

/** Groups above, the nearest first. */
function parentsOf(group: TillGroup, groups: readonly TillGroup[]): readonly TillGroup[] {
  const path: TillGroup[] = [];
  let at: TillGroup | undefined = group;
  while (at?.parentId != null && path.length < MAX_DEPTH) {
    const { parentId, storeId }: TillGroup = at;
    at = groups.find(({ id, storeId: place }) => id === parentId && place === storeId);
    if (at !== undefined) path.push(at);
  }
  return path;
}
