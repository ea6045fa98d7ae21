import type { Sandbox } from '../sandbox.js';
import { evotorTimestamp } from './clock.js';
import type { Till, TillGroup, TillProduct, TillStore } from './till.js';

/** Fields of a good that a person at the till may set; `null` takes a field away. */
export type ProductChanges = {
  [K in keyof Omit<TillProduct, 'id' | 'store_id' | 'user_id' | 'created_at' | 'updated_at'>]?: TillProduct[K] | null;
};

/** The good and its store, wherever in the merchant's stores it stands. */
export function findProduct(till: Till, id: string): { store: TillStore; product: TillProduct } | undefined {
  for (const store of till.stores.values()) {
    const product = store.products.get(id);
    if (product !== undefined) return { store, product };
  }
  return undefined;
}

export function editProduct(sandbox: Sandbox, product: TillProduct, changes: ProductChanges): void {
  apply(product, changes);
  product.updated_at = evotorTimestamp(sandbox.clock.now());
  sandbox.changed();
}

export function addProduct(
  sandbox: Sandbox,
  till: Till,
  store: TillStore,
  changes: ProductChanges & { name: string; id?: string },
): TillProduct {
  const now = evotorTimestamp(sandbox.clock.now());
  const product: TillProduct = {
    id: changes.id ?? sandbox.random.uuid(),
    name: changes.name,
    type: 'NORMAL',
    measure_name: 'шт',
    tax: 'NO_VAT',
    allow_to_sell: true,
    store_id: store.id,
    user_id: till.userId,
    created_at: now,
    updated_at: now,
  };
  apply(product, changes);
  store.products.set(product.id, product);
  sandbox.changed();
  return product;
}

export function addGroup(sandbox: Sandbox, till: Till, store: TillStore, name: string, parentId?: string): TillGroup {
  const now = evotorTimestamp(sandbox.clock.now());
  const group: TillGroup = {
    id: sandbox.random.uuid(),
    name,
    store_id: store.id,
    user_id: till.userId,
    created_at: now,
    updated_at: now,
    ...(parentId === undefined ? {} : { parent_id: parentId }),
  };
  store.groups.set(group.id, group);
  sandbox.changed();
  return group;
}

function apply(product: TillProduct, changes: ProductChanges): void {
  for (const [name, value] of Object.entries(changes) as [string, unknown][]) {
    if (value === null) delete (product as unknown as Record<string, unknown>)[name];
    else if (value !== undefined) (product as unknown as Record<string, unknown>)[name] = value;
  }
}
