import type { BrakeFact } from '../../../src/domain/sync/brakes.js';

/** A change no brake looks at. */
export const NOTHING: BrakeFact = {
  id: 0,
  kind: 'update',
  reason: 'CHANGED',
  priceBefore: null,
  priceAfter: null,
  stockBefore: null,
  stockAfter: null,
  tillPriceBefore: null,
  tillPriceNow: null,
  tillQuantityBefore: null,
  tillQuantityNow: null,
  isStoreEmptied: false,
};
