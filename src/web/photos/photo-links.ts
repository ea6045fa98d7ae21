import type { GroupId, ListingKey, StoreId } from '../../domain/brand.js';
import type { PhotoFilter, PictureSize } from '../../services/photos/photo-contracts.js';

interface PhotosQuery {
  readonly filter?: PhotoFilter;
  readonly search?: string;
  readonly page?: number;
}

const withQuery = (path: string, values: Readonly<Record<string, string>>): string => {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
  return query === '' ? path : `${path}?${query}`;
};

const picture = (path: string, version: string, size: PictureSize): string =>
  withQuery(path, { size: size === 'small' ? '' : size, v: version });

/** Paths of pictures and of the forms that change them. `version` lets a browser keep what it has. */
export const photoLinks = {
  list: ({ filter = 'missing', search = '', page = 1 }: PhotosQuery = {}): string =>
    withQuery('/catalog/photos', {
      filter: filter === 'missing' ? '' : filter,
      q: search,
      page: page <= 1 ? '' : String(page),
    }),
  upload: '/catalog/photos/upload',
  report: '/catalog/photos/report',
  merchant: '/catalog/photos/own',
  preview: (key: ListingKey, version: string, size: PictureSize = 'small'): string =>
    picture(`/catalog/photos/preview/${encodeURIComponent(key)}`, version, size),
  merchantPreview: (version: string, size: PictureSize = 'small'): string =>
    picture('/catalog/photos/own', version, size),
  groupPreview: (group: GroupId, version: string, size: PictureSize = 'small'): string =>
    picture(`/catalog/photos/group/${encodeURIComponent(group)}`, version, size),
  product: (productId: string): string => `/catalog/products/${encodeURIComponent(productId)}/photo`,
  group: (store: StoreId, group: GroupId): string =>
    `/catalog/stores/${encodeURIComponent(store)}/groups/${encodeURIComponent(group)}/photo`,
  remove: (place: string, back = ''): string => withQuery(`${place}/remove`, { back }),
} as const;
