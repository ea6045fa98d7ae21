import type { GroupId, JobId, StoreId } from '../domain/brand.js';
import type { ProductRow, VendorService } from '../services/web-services.js';

export type ProductState = 'all' | ProductRow['vkState'];

interface ProductsQuery {
  readonly groupId?: GroupId | null;
  readonly search?: string;
  readonly state?: ProductState;
  readonly page?: number;
}

function withQuery(path: string, values: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
  return query === '' ? path : `${path}?${query}`;
}

const storePath = (id: StoreId): string => `/catalog/stores/${encodeURIComponent(id)}`;

/** Every path the pages print. Ids are encoded here and nowhere else. */
export const links = {
  login: (next = ''): string => withQuery('/login', { next }),
  disconnect: (service: VendorService): string => withQuery('/connections/disconnect', { type: service }),
  remove: (service: VendorService): string => withQuery('/connections/delete', { type: service }),
  connection: (service: VendorService): string => `/${service}`,
  connect: (service: VendorService): string => `/connections/${service}`,
  testConnection: (service: VendorService): string => `/connections/${service}/test`,
  stores: (state: ProductState = 'all'): string =>
    withQuery('/catalog/stores', { state: state === 'all' ? '' : state }),
  groups: (store: StoreId): string => `${storePath(store)}/groups`,
  toggleStore: (store: StoreId): string => `${storePath(store)}/toggle`,
  toggleGroup: (store: StoreId, group: GroupId): string =>
    `${storePath(store)}/groups/${encodeURIComponent(group)}/toggle`,
  products: (store: StoreId, query: ProductsQuery = {}): string =>
    withQuery(`${storePath(store)}/products`, {
      group_id: query.groupId ?? '',
      q: query.search ?? '',
      state: query.state === undefined || query.state === 'all' ? '' : query.state,
      page: query.page === undefined || query.page <= 1 ? '' : String(query.page),
    }),
  runs: (page = 1): string => withQuery('/sync/runs', { page: page <= 1 ? '' : String(page) }),
  run: (job: JobId, page = 1): string => withQuery(`/sync/runs/${job}`, { page: page <= 1 ? '' : String(page) }),
} as const;
