import type { ServicesEnv, TestMerchant } from './services-env.js';

/** An item of the sandbox's shop as it really is. */
export interface SandboxItem {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly priceKopecks: number;
  readonly sku: string;
  readonly stock?: number;
  readonly state: 'visible' | 'hidden' | 'deleted';
  readonly albumIds: readonly number[];
  readonly origin: 'api' | 'hand';
}

export interface SandboxGood {
  readonly id: string;
  readonly name: string;
  readonly price?: number;
}

/** The merchant's shop in VK, deleted items too. */
export async function shopOf(
  env: ServicesEnv,
  merchant: TestMerchant,
): Promise<{ readonly items: readonly SandboxItem[]; readonly albums: readonly { id: number; title: string }[] }> {
  return env.control('GET', `/merchants/${merchant.id}/shop`);
}

/** The goods of the merchant's till, all stores. */
export async function tillOf(env: ServicesEnv, merchant: TestMerchant): Promise<readonly SandboxGood[]> {
  const { products } = await env.control<{ products: SandboxGood[] }>('GET', `/merchants/${merchant.id}/products`);
  return products;
}

export async function editGood(env: ServicesEnv, merchant: TestMerchant, id: string, changes: object): Promise<void> {
  await env.control('PATCH', `/merchants/${merchant.id}/products/${id}`, changes);
}

/** Skus that stand twice in the shop; there must never be one. */
export async function twins(env: ServicesEnv, merchant: TestMerchant): Promise<readonly string[]> {
  const { items } = await shopOf(env, merchant);
  const skus = items.filter(({ state, sku }) => state !== 'deleted' && sku !== '').map(({ sku }) => sku);
  return skus.filter((sku, index) => skus.indexOf(sku) !== index);
}

/** Lets the sandbox do something wrong until it is called off. */
export async function fault(env: ServicesEnv, rule: object): Promise<void> {
  await env.control('POST', '/faults', rule);
}

export async function noFaults(env: ServicesEnv): Promise<void> {
  await env.control('DELETE', '/faults');
}
