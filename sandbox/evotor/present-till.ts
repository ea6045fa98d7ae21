import type { Till, TillProduct, TillStore } from '../world/till.js';

/** A store as REST v2 answers it, without the sandbox's own switches. */
export function presentStore(store: TillStore, till: Till): object {
  const { id, name, address, created_at, updated_at } = store;
  return { id, name, ...(address === undefined ? {} : { address }), user_id: till.userId, created_at, updated_at };
}

/** A product as REST v2 answers it; without the stock right `quantity` is left out, never sent as 0. */
export function presentProduct(product: TillProduct, till: Till): Omit<TillProduct, 'quantity'> {
  if (till.rights.stock) return product;
  const { quantity: _hidden, ...rest } = product;
  return rest;
}

/** A product in the camelCase shape of the push webhook. */
export function pushedProduct(product: TillProduct): object {
  return {
    uuid: product.id,
    name: product.name,
    group: false,
    type: product.type,
    code: product.code ?? '',
    barCodes: product.barcodes ?? [],
    price: product.price ?? 0,
    costPrice: product.cost_price ?? 0,
    measureName: product.measure_name,
    tax: product.tax,
    allowToSell: product.allow_to_sell,
    description: product.description ?? '',
    articleNumber: product.article_number ?? '',
    ...(product.quantity === undefined ? {} : { quantity: product.quantity }),
    ...(product.parent_id === undefined ? {} : { parentUuid: product.parent_id }),
  };
}
