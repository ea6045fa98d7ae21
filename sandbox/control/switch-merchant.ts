import type { z } from 'zod';
import type { Sandbox } from '../sandbox.js';
import type { Merchant, VkToken } from '../world/world.js';
import { ControlRefusal, overlay, storeOf } from './control-request.js';
import type { merchantSwitches } from './schemas.js';

/** Turns a merchant's switches; all of them or, when a store or token is unknown, none. */
export function switchMerchant(
  sandbox: Sandbox,
  merchant: Merchant,
  { till, webhook, stores, shop, role, vkTokens }: z.infer<typeof merchantSwitches>,
): void {
  for (const id of Object.keys(stores ?? {})) storeOf(merchant, id);
  const tokens = Object.entries(vkTokens ?? {}).flatMap(([name, changes]) =>
    tokensNamed(sandbox, merchant, name).map(token => ({ token, changes })),
  );
  if (till !== undefined) overlay(merchant.till, till);
  if (webhook !== undefined) overlay(merchant.till, { webhook });
  for (const [id, changes] of Object.entries(stores ?? {})) overlay(storeOf(merchant, id), changes);
  if (shop !== undefined) overlay(sandbox.shopOf(merchant), shop);
  if (role !== undefined) sandbox.shopOf(merchant).roles.set(merchant.vkUserId, role);
  for (const { token, changes } of tokens) overlay(token, changes);
  sandbox.changed();
}

/** One token by its text, `main` for the one the merchant started with, `all` for each user token of the owner. */
export function tokensNamed(sandbox: Sandbox, merchant: Merchant, name: string): VkToken[] {
  if (name === 'all') {
    return [...sandbox.world.vkTokens.values()].filter(
      token => token.merchantId === merchant.id && token.kind === 'user' && token.userId === merchant.vkUserId,
    );
  }
  const token = sandbox.world.vkTokens.get(name === 'main' ? `vk-${merchant.id}-token` : name);
  if (token?.merchantId !== merchant.id) throw new ControlRefusal(404, `no token ${name}`);
  return [token];
}
