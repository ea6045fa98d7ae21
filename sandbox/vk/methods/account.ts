import type { Shop } from '../../world/shop.js';
import type { VkToken } from '../../world/world.js';
import { shopByGroup } from '../access.js';
import type { VkCall } from '../vk-call.js';
import { badParam, VkFailure } from '../vk-failure.js';
import { ROUBLE } from './present-item.js';

/** Bits of VK's rights mask. */
const SCOPE_BITS: Record<string, number> = { photos: 1 << 2, groups: 1 << 18, market: 1 << 27 };
const ROLE_OF_FILTER: Record<string, number> = { moder: 1, editor: 2, admin: 3 };

/** `users.get`: without ids the token's owner. */
export function getUsers({ sandbox, token, params }: VkCall): object[] {
  const ids = params.list('user_ids')?.map(String) ?? (token.kind === 'user' ? [String(token.userId)] : []);
  return ids.flatMap(id => {
    const user = sandbox.world.users.get(Number(id.replace(/^id/, '')));
    return user === undefined
      ? []
      : [
          {
            id: user.id,
            first_name: user.firstName,
            last_name: user.lastName,
            is_closed: false,
            can_access_closed: true,
          },
        ];
  });
}

export function getGroupsById({ sandbox, token, params }: VkCall): object {
  const wanted = params.list('group_ids') ?? (params.has('group_id') ? [params.text('group_id') ?? ''] : []);
  const ids = wanted.length === 0 && token.groupId !== undefined ? [token.groupId] : wanted;
  if (ids.length === 0) throw badParam('group_ids is undefined');
  const groups = ids.map(id => {
    const shop = [...sandbox.world.shops.values()].find(
      known => String(known.groupId) === String(id) || known.screenName === id,
    );
    if (shop === undefined) throw badParam('group_ids is invalid');
    return presentGroup(shop, token, fieldsOf(params.list('fields')));
  });
  return { groups, profiles: [] };
}

/** `groups.get`: the communities of the token's owner; `filter` keeps those where the role is at least the one named. */
export function getOwnGroups({ sandbox, token, params }: VkCall): object {
  const userId = params.int('user_id') ?? token.userId;
  if (userId !== token.userId) throw new VkFailure(15);
  const least = Math.min(...(params.list('filter') ?? []).map(name => ROLE_OF_FILTER[String(name)] ?? 0), 4);
  const own = [...sandbox.world.shops.values()].filter(
    shop => (shop.roles.get(userId) ?? 0) >= (least === 4 ? 1 : least),
  );
  const offset = params.int('offset') ?? 0;
  const page = own.slice(offset, offset + (params.int('count') ?? 1000));
  const fields = fieldsOf(params.list('fields'));
  return {
    count: own.length,
    items:
      params.flag('extended') === true
        ? page.map(shop => presentGroup(shop, token, fields))
        : page.map(shop => shop.groupId),
  };
}

/** `groups.toggleMarket`: only an administrator may. */
export function toggleMarket({ sandbox, token, params }: VkCall): number {
  const shop = shopByGroup(sandbox, params.needInt('group_id'));
  if (shop.roles.get(token.userId) !== 3) throw new VkFailure(15);
  const state = params.text('state') as Shop['mode'];
  if (state === shop.mode) throw new VkFailure(state === 'none' ? 1432 : 1431);
  shop.mode = state;
  sandbox.changed(shop);
  return 1;
}

export function getAppPermissions({ token }: VkCall): number {
  return token.scopes.reduce((mask, scope) => mask | (SCOPE_BITS[scope] ?? 0), 0);
}

export function getTokenPermissions({ token }: VkCall): object {
  const permissions = token.scopes.map(name => ({ name, setting: SCOPE_BITS[name] ?? 0 }));
  return { mask: permissions.reduce((mask, one) => mask | one.setting, 0), permissions };
}

function fieldsOf(list: (string | number)[] | undefined): string[] {
  return (list ?? []).map(String);
}

function presentGroup(shop: Shop, token: VkToken, fields: string[]): object {
  const role = token.kind === 'user' ? (shop.roles.get(token.userId) ?? 0) : 0;
  return {
    id: shop.groupId,
    name: shop.title,
    screen_name: shop.screenName,
    is_closed: 0,
    type: 'group',
    is_admin: role > 0 ? 1 : 0,
    ...(role > 0 ? { admin_level: role } : {}),
    is_member: role > 0 ? 1 : 0,
    ...(fields.includes('market') ? { market: presentMarket(shop) } : {}),
  };
}

function presentMarket(shop: Shop): object {
  if (shop.mode === 'none') return { enabled: 0 };
  return {
    enabled: 1,
    type: shop.mode,
    currency: ROUBLE,
    currency_text: 'руб.',
    contact_id: [...shop.roles.keys()][0] ?? 0,
    price_min: '0',
    price_max: '0',
  };
}
