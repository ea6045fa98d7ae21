import type { Sandbox } from '../sandbox.js';
import { RateWindow } from '../world/rate-window.js';
import type { Shop } from '../world/shop.js';
import type { VkToken } from '../world/world.js';
import { badParam, VkFailure } from './vk-failure.js';

/** The living token behind a call; anything else is error 5. */
export function findToken(sandbox: Sandbox, token: string | undefined, ip: string): VkToken {
  if (token === undefined || token === '') throw new VkFailure(5, 'no access_token passed.');
  const known = sandbox.world.vkTokens.get(token);
  if (known === undefined) throw new VkFailure(5, 'invalid access_token (4).');
  if (known.revoked) throw new VkFailure(5, 'user revoke access for this token.');
  if (known.expiresAt !== undefined && known.expiresAt <= sandbox.clock.now())
    throw new VkFailure(5, 'access_token has expired.', 1117);
  if (known.boundIp !== undefined && known.boundIp !== ip)
    throw new VkFailure(5, 'access_token was given to another ip address.', 1130);
  return known;
}

/** Counts the call against the token's rate; one too many is error 6. */
export function admit(sandbox: Sandbox, token: VkToken): void {
  let window = sandbox.rateWindows.get(token.token);
  if (window === undefined) sandbox.rateWindows.set(token.token, (window = new RateWindow()));
  const { admitted, arrivedInWindow } = window.arrive(sandbox.clock.now(), token.callsPerSecond);
  sandbox.traffic.noteWindow(token.merchantId, arrivedInWindow);
  if (!admitted) throw new VkFailure(6);
}

/** The community behind a negative owner id; an unknown one is error 100, as it is nobody's. */
export function shopByOwner(sandbox: Sandbox, ownerId: number): Shop {
  return shopByGroup(sandbox, -ownerId, 'owner_id');
}

export function shopByGroup(sandbox: Sandbox, groupId: number, name = 'group_id'): Shop {
  const shop = sandbox.world.shops.get(groupId);
  if (shop === undefined) throw badParam(`${name} is invalid`);
  return shop;
}

/** True when the token's user is an editor or administrator; a moderator is not enough here. */
export function manages(shop: Shop, token: VkToken): boolean {
  return token.kind === 'user' && (shop.roles.get(token.userId) ?? 0) >= 2;
}

/** The community for a write: the caller must manage it (15) and its market must be on (1438). */
export function shopForWrite(shop: Shop, token: VkToken): Shop {
  if (!manages(shop, token)) throw new VkFailure(15, 'you have no rights to manage this community');
  if (shop.mode === 'none') throw new VkFailure(1438);
  return shop;
}
