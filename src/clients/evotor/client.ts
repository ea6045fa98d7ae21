import type { StoreId } from '../../domain/brand.js';
import type { EvotorClient, EvotorClientOptions } from './api.js';
import { createEvotorCall } from './call.js';
import { readList } from './read-list.js';
import { READ_ROW } from './schemas.js';

export type * from './api.js';

/** A client for one merchant's token. Holds no state but the header form that works and used-up quotas. */
export function createEvotorClient(options: EvotorClientOptions): EvotorClient {
  const call = createEvotorCall(options);
  const inStore = (storeId: StoreId, rest: string) => `/stores/${encodeURIComponent(storeId)}/${rest}`;

  return {
    stores: onPage => readList(call, '/stores', READ_ROW.store, onPage),
    groups: (storeId, onPage) => readList(call, inStore(storeId, 'product-groups'), READ_ROW.group(storeId), onPage),
    products: (storeId, onPage) => readList(call, inStore(storeId, 'products'), READ_ROW.product(storeId), onPage),
    async product(storeId, id) {
      const reply = await call(inStore(storeId, `products/${encodeURIComponent(id)}`));
      if (reply.outcome === 'api_error' && reply.code === 'EVOTOR.NOT_FOUND') return { outcome: 'ok', value: null };
      if (reply.outcome !== 'ok') return reply;
      const row = READ_ROW.product(storeId)(reply.value);
      // An answer about something else proves neither that the product is there nor that it is gone.
      return row?.id === id ? { outcome: 'ok', value: row } : { outcome: 'unknown', cause: 'unexpected_reply' };
    },
  };
}
