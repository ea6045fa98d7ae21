import { evotorTimestamp } from '../world/clock.js';
import type { Random } from '../world/random.js';
import type { GroupAttribute, Till, TillGroup, TillProduct, TillStore } from '../world/till.js';

/** Catalogues begin here, so that dates do not depend on when the sandbox starts. */
const FIRST_DAY_MS = Date.UTC(2026, 2, 14, 9, 0, 0);

/** What a catalogue says of a good; the rest is filled in. */
export type GoodCard = { name: string; price?: number } & Partial<
  Omit<TillProduct, 'id' | 'store_id' | 'user_id' | 'created_at' | 'updated_at'>
>;

/** Fills one store with groups and goods in a repeatable way. */
export class Shelf {
  readonly store: TillStore;
  readonly #till: Till;
  readonly #random: Random;
  #row = 0;

  constructor(till: Till, random: Random, name: string, address: string) {
    this.#till = till;
    this.#random = random;
    const at = evotorTimestamp(FIRST_DAY_MS);
    this.store = {
      id: random.storeUuid(),
      name,
      address,
      created_at: at,
      updated_at: at,
      paymentRequired: false,
      answersEmpty: false,
      groups: new Map(),
      products: new Map(),
    };
    till.stores.set(this.store.id, this.store);
  }

  group(name: string, parent?: TillGroup, attributes?: GroupAttribute[]): TillGroup {
    const group: TillGroup = {
      id: this.#random.uuid(),
      name,
      ...this.#origin(),
      ...(parent === undefined ? {} : { parent_id: parent.id }),
      ...(attributes === undefined ? {} : { attributes }),
    };
    this.store.groups.set(group.id, group);
    return group;
  }

  attribute(name: string, choices: readonly string[]): GroupAttribute {
    return {
      id: this.#random.uuid(),
      name,
      choices: choices.map(choice => ({ id: this.#random.uuid(), name: choice })),
    };
  }

  good(card: GoodCard, group?: { id: string }): TillProduct {
    const product: TillProduct = {
      id: this.#random.uuid(),
      type: 'NORMAL',
      measure_name: 'шт',
      tax: 'NO_VAT',
      allow_to_sell: true,
      code: String(this.#row + 1),
      ...(group === undefined ? {} : { parent_id: group.id }),
      ...card,
      ...this.#origin(),
    };
    // A service has neither stock nor cost in the cloud.
    if (product.type === 'SERVICE') {
      delete product.quantity;
      delete product.cost_price;
    }
    this.store.products.set(product.id, product);
    return product;
  }

  #origin(): Pick<TillProduct, 'store_id' | 'user_id' | 'created_at' | 'updated_at'> {
    this.#row += 1;
    const at = evotorTimestamp(FIRST_DAY_MS + this.#row * 61_392);
    return { store_id: this.store.id, user_id: this.#till.userId, created_at: at, updated_at: at };
  }
}
