import type { Sandbox } from '../sandbox.js';
import type { Shop } from '../world/shop.js';
import type { Till } from '../world/till.js';
import type { Merchant } from '../world/world.js';

/** Who a merchant is; numbers give the fixed, readable ids. */
export interface MerchantCard {
  id: string;
  title: string;
  /** 1, 2, 3 …: VK group 100000 + n, VK user 200000 + n, Evotor user 01-…n. */
  number: number;
  owner: { firstName: string; lastName: string };
  screenName: string;
  status: string;
}

/** Puts a merchant with an empty till and an empty shop into the world, with the tokens `evotor-<id>-token` and `vk-<id>-token`. */
export function newMerchant(sandbox: Sandbox, card: MerchantCard): Merchant {
  const groupId = 100_000 + card.number;
  const vkUserId = 200_000 + card.number;
  const merchant: Merchant = { id: card.id, title: card.title, till: newTill(card), vkUserId, groupId };
  const { world } = sandbox;
  world.merchants.set(card.id, merchant);
  world.users.set(vkUserId, { id: vkUserId, ...card.owner });
  world.shops.set(groupId, newShop(card, groupId, vkUserId, 'advanced', sandbox.clock.now()));
  const base = { merchantId: card.id, userId: vkUserId, revoked: false, callsPerSecond: 3 };
  for (const token of [
    { ...base, token: `vk-${card.id}-token`, kind: 'user' as const, scopes: ['market', 'groups', 'photos'] },
    { ...base, token: `vk-${card.id}-noscope-token`, kind: 'user' as const, scopes: ['groups'] },
    {
      ...base,
      token: `vk-${card.id}-stranger-token`,
      kind: 'user' as const,
      userId: 299_999,
      scopes: ['market', 'groups', 'photos'],
    },
    {
      ...base,
      token: `vk-${card.id}-community-token`,
      kind: 'group' as const,
      groupId,
      scopes: ['market', 'photos'],
      callsPerSecond: 20,
    },
  ]) {
    world.vkTokens.set(token.token, token);
  }
  world.users.set(299_999, { id: 299_999, firstName: 'Пётр', lastName: 'Посторонний' });
  return merchant;
}

function newTill(card: MerchantCard): Till {
  return {
    userId: `01-${String(card.number).padStart(15, '0')}`,
    token: `evotor-${card.id}-token`,
    revoked: false,
    authForms: { bearer: true, xAuthorization: true },
    rights: { catalogue: true, stock: true },
    pageSize: 1000,
    rate: { limit: 600, periodSeconds: 60 },
    stores: new Map(),
  };
}

/** An empty community; limits are the often quoted ones, see ShopLimits. */
export function newShop(
  card: Pick<MerchantCard, 'id' | 'title' | 'screenName' | 'status'>,
  groupId: number,
  ownerId: number,
  mode: Shop['mode'],
  now: number,
): Shop {
  return {
    groupId,
    merchantId: card.id,
    title: card.title,
    screenName: card.screenName,
    status: card.status,
    mode,
    roles: new Map([[ownerId, 3]]),
    items: new Map(),
    albums: new Map(),
    photos: new Map(),
    nextAlbumId: 1,
    switches: {
      nothingToChangeIsError: true,
      editWithoutDeletedUnhides: true,
      normaliseText: true,
      addInsideExecute: false,
    },
    limits: { items: 15_000, albums: 100, itemsPerAlbum: 1000, addsPerDayCode: 29 },
    lag: { getMs: 0, searchMs: 1500 },
    restoreWindowMs: 24 * 3_600_000,
    addsToday: { day: '', count: 0 },
    changedAt: now,
  };
}
