import { adminLinks } from './admin/admin-links.js';
import type { GroupId, JobId, StoreId } from '../domain/brand.js';
import type { MergeBy } from '../domain/settings.js';
import type { AlbumPlace, ShopItemFilter } from '../services/vk-shop/vk-catalogue-contracts.js';
import type { GoodsChoice, GoodsState, VendorService } from '../services/web-services.js';

export type ProductState = GoodsState;

interface ProductsQuery {
  readonly groupId?: GroupId | null;
  readonly search?: string;
  readonly state?: ProductState;
  /** Only goods with this reason. */
  readonly reason?: string;
  /** Column, with `-` before it when descending; empty = as they come. */
  readonly sort?: string;
  readonly page?: number;
}

/** How a list of stores or groups is searched, sorted and turned. */
interface PlacesQuery {
  readonly search?: string;
  readonly sort?: string;
  readonly page?: number;
}

/** Which operations of a run to show; empty texts let everything through. */
export interface RunQuery {
  readonly page?: number;
  readonly state?: string;
  readonly kind?: string;
  readonly search?: string;
  /** `all` ticks every line of the risky set, `none` no line. */
  readonly pick?: string;
}

/** Which runs to show; empty texts let everything through. */
export interface RunsQuery {
  readonly status?: string;
  readonly trigger?: string;
  readonly kind?: string;
}

/** Which part of a preview to show, which lines to tick, and whose buyer's card. */
interface PreviewQuery {
  readonly page?: number;
  readonly kind?: string;
  readonly pick?: string;
  /** A listing key. */
  readonly show?: string;
}

/** Which goods of the shop to show. */
interface ShopQuery {
  readonly search?: string;
  readonly filter?: ShopItemFilter;
  readonly page?: number;
}

function withQuery(path: string, values: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
  return query === '' ? path : `${path}?${query}`;
}

const pageText = (page: number): string => (page <= 1 ? '' : String(page));

const productPath = (id: string): string => `/catalog/products/${encodeURIComponent(id)}`;

const goodsQuery = ({
  groupId,
  search,
  state,
  reason,
  sort,
  page,
}: ProductsQuery): Readonly<Record<string, string>> => ({
  group_id: groupId ?? '',
  q: search ?? '',
  state: state === undefined || state === 'all' ? '' : state,
  reason: reason ?? '',
  sort: sort ?? '',
  page: pageText(page ?? 1),
});

const placesQuery = ({ search = '', sort = '', page = 1 }: PlacesQuery): Readonly<Record<string, string>> => ({
  q: search,
  sort,
  page: pageText(page),
});

const storePath = (id: StoreId): string => `/catalog/stores/${encodeURIComponent(id)}`;

/** Every path the pages print. Ids are encoded here and nowhere else. */
export const links = {
  admin: adminLinks,
  login: (next = ''): string => withQuery('/login', { next }),
  overview: '/overview',
  register: '/register',
  resendConfirm: '/resend-confirm',
  forgotPassword: '/forgot-password',
  profile: '/profile',
  editProfile: '/profile/edit',
  cancelEmail: '/profile/cancel-email',
  changePassword: '/profile/change-password',
  deleteAccount: '/profile/delete',
  restoreAccount: '/profile/restore',
  exportAccount: '/profile/export',
  /** The form somebody sent after the session had ended. */
  unsent: '/unsent',
  dropUnsent: '/unsent/drop',
  disconnect: (service: VendorService, goods: GoodsChoice | '' = ''): string =>
    withQuery('/connections/disconnect', { type: service, goods }),
  remove: (service: VendorService): string => withQuery('/connections/delete', { type: service }),
  connection: (service: VendorService): string => `/${service}`,
  connect: (service: VendorService): string => `/connections/${service}`,
  connections: '/connections',
  claim: '/connections/evotor/claim',
  vkConnect: '/vk/connect',
  community: '/vk/community',
  communityChange: (attempt: number): string => withQuery('/vk/change', { attempt: String(attempt) }),
  captcha: '/vk/captcha',
  testConnection: (service: VendorService): string => `/connections/${service}/test`,
  stores: (query: PlacesQuery = {}): string => withQuery('/catalog/stores', placesQuery(query)),
  groups: (store: StoreId, query: PlacesQuery = {}): string =>
    withQuery(`${storePath(store)}/groups`, placesQuery(query)),
  vanishedRules: '/catalog/vanished',
  refresh: '/catalog/refresh',
  bulk: '/catalog/bulk',
  filter: '/catalog/filter',
  toggleStore: (store: StoreId): string => `${storePath(store)}/toggle`,
  toggleGroup: (store: StoreId, group: GroupId): string =>
    `${storePath(store)}/groups/${encodeURIComponent(group)}/toggle`,
  products: (store: StoreId, query: ProductsQuery = {}): string =>
    withQuery(`${storePath(store)}/products`, goodsQuery(query)),
  /** Goods of all stores. */
  allProducts: (query: ProductsQuery = {}): string => withQuery('/catalog/products', goodsQuery(query)),
  /** `key` chooses between the listings of a till id that has several; `page` is that of the time line. */
  product: (id: string, { key = '', page = 1 }: { key?: string; page?: number } = {}): string =>
    withQuery(productPath(id), { key, page: pageText(page) }),
  /** Forms of a product's page. */
  productForm: (id: string, form: 'own' | 'locks' | 'pin' | 'allow'): string => `${productPath(id)}/${form}`,
  runs: (page = 1, { status = '', trigger = '', kind = '' }: RunsQuery = {}): string =>
    withQuery('/sync/runs', { status, trigger, kind, page: pageText(page) }),
  run: (job: JobId, { page = 1, state = '', kind = '', search = '', pick = '' }: RunQuery = {}): string =>
    withQuery(`/sync/runs/${job}`, { page: pageText(page), state, kind, q: search, pick }),
  exportRun: (job: JobId, { state = '', kind = '', search = '' }: RunQuery = {}, format = ''): string =>
    withQuery(`/sync/runs/${job}/export`, { state, kind, q: search, format }),
  retryFailed: (job: JobId): string => `/sync/runs/${job}/retry-failed`,
  approve: (job: JobId): string => `/sync/runs/${job}/approve`,
  decline: (job: JobId): string => `/sync/runs/${job}/decline`,
  cancel: (job: JobId): string => `/sync/runs/${job}/cancel`,
  undo: (job: JobId, page = 1): string => withQuery(`/sync/runs/${job}/undo`, { page: pageText(page) }),
  drift: (page = 1): string => withQuery('/sync/drift', { page: pageText(page) }),
  notices: (page = 1): string => withQuery('/notices', { page: pageText(page) }),
  unsubscribe: (token: string): string => withQuery('/notices/unsubscribe', { token }),
  snoozeNotice: (notice: number): string => `/notices/${notice}/snooze`,
  dismissNotice: (notice: number): string => `/notices/${notice}/dismiss`,
  offers: (page = 1): string => withQuery('/sync/offers', { page: pageText(page) }),
  /** `then`: what its page does when the run is over: shows the preview, follows in place, or is loaded anew. */
  progress: (then: 'preview' | 'sync' | 'page'): string => withQuery('/sync/progress', { then }),
  preview: ({ page = 1, kind = '', pick = '', show = '' }: PreviewQuery = {}): string =>
    withQuery('/sync/preview', { page: pageText(page), kind, pick, show }),
  merge: (by: MergeBy | '' = ''): string => withQuery('/sync/merge', { merge_by: by }),
  albums: ({ search = '', page = 1 } = {}): string =>
    withQuery('/vk-catalog/albums', { q: search, page: pageText(page) }),
  shopItems: (place: AlbumPlace, { search = '', filter = 'all', page = 1 }: ShopQuery = {}): string =>
    withQuery(`/vk-catalog/albums/${place}/products`, {
      q: search,
      state: filter === 'all' ? '' : filter,
      page: pageText(page),
    }),
  vkItem: (groupId: number | null, itemId: number): string | null =>
    groupId === null ? null : `https://vk.com/market-${groupId}?w=product-${groupId}_${itemId}`,
} as const;
