import type { ListingKey } from '../../src/domain/brand.js';
import { linksByKeys, type ItemLink } from '../../src/db/repositories/links.repository.js';
import type { ServicesEnv, TestMerchant } from './services-env.js';
import { shopOf, type SandboxItem } from './services-env-shop.js';

/** The item of a good in the sandbox's shop; with several the newest living one. */
export async function itemOf(env: ServicesEnv, merchant: TestMerchant, key: string): Promise<SandboxItem> {
  const items = (await shopOf(env, merchant)).items.filter(({ sku }) => sku === key);
  const item = items.filter(({ state }) => state !== 'deleted').at(-1) ?? items.at(-1);
  if (!item) throw new Error(`no item ${key}`);
  return item;
}

/** What the merchant does to an item on VK's own pages. */
export async function editByHand(env: ServicesEnv, merchant: TestMerchant, id: number, changes: object): Promise<void> {
  await env.control('PATCH', `/merchants/${merchant.id}/shop/items/${id}`, changes);
}

export async function deleteByHand(env: ServicesEnv, merchant: TestMerchant, id: number): Promise<void> {
  await env.control('DELETE', `/merchants/${merchant.id}/shop/items/${id}`);
}

/** Puts an item of the merchant's own making into the shop. */
export async function plant(env: ServicesEnv, merchant: TestMerchant, item: object): Promise<SandboxItem> {
  return env.control('POST', `/merchants/${merchant.id}/shop/items`, item);
}

export async function linkOf(env: ServicesEnv, merchant: TestMerchant, key: string): Promise<ItemLink | undefined> {
  const shop = { userId: merchant.userId, groupId: merchant.groupId as never };
  return (await linksByKeys(env.db, shop, [key as ListingKey])).get(key as ListingKey);
}

/** Lets time pass, in the product and at both vendors. */
export async function wait(env: ServicesEnv, ms: number): Promise<void> {
  await env.control('POST', '/clock', { advanceMs: ms });
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
