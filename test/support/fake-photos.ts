/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { GroupId, ListingKey, ProductId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import type { PhotoFilter, PhotoOutcome, PhotoRow, PhotoService } from '../../src/services/photos/photo-contracts.js';
import { PHOTO_FILTERS } from '../../src/services/photos/photo-contracts.js';
import { acceptUpload } from '../../src/photos/accept-upload.js';
import { fileNameMark } from '../../src/services/photos/file-name-mark.js';
import type { FakeCatalogue } from './fake-catalogue.js';
import type { FakeListings } from './fake-listings.js';

export interface FakePhotos extends PhotoService {
  /** Keys of goods with a picture of their own, and the other places that have one. */
  own: Set<string>;
  groups: Set<string>;
  merchant: string | null;
  sent: { name: string; bytes: number | null }[];
  pageSize: number;
}

/** A grey square: the smallest picture a browser shows. */
export const DOT = Buffer.from(
  '/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
  'base64',
);

/** Pictures in memory for the goods of the fake till. */
export function createFakePhotos(catalogue: FakeCatalogue, listings: FakeListings): FakePhotos {
  const rowOf = (good: FakeCatalogue['till']['products'][number]): PhotoRow => {
    const { id, name, groupId, articleNumber } = good;
    const key = good.listingKey ?? (id as ListingKey);
    const hasOwn = fake.own.has(key);
    const source = hasOwn ? 'product' : groupId !== null && fake.groups.has(groupId) ? 'group' : 'name_card';
    return {
      key,
      productId: id as ProductId,
      name,
      groupName: catalogue.till.groups.find(group => group.id === groupId)?.name ?? '',
      articleNumber,
      source: source === 'name_card' && fake.merchant !== null ? 'merchant' : source,
      hasOwn,
      version: hasOwn ? 'own1' : 'card1',
    };
  };
  const fits = (row: PhotoRow, filter: PhotoFilter): boolean => {
    if (filter === 'own') return row.hasOwn;
    return !row.hasOwn && (filter === 'missing' || row.source === filter);
  };
  const all = (): PhotoRow[] => catalogue.till.products.map(rowOf);
  const fake: FakePhotos = {
    own: new Set(),
    groups: new Set(),
    merchant: null,
    sent: [],
    pageSize: 25,
    async list(_userId, { filter, search, page }) {
      const found = all()
        .filter(row => fits(row, filter))
        .filter(row => row.name.toLowerCase().includes(search.toLowerCase()));
      const from = (page - 1) * fake.pageSize;
      const counts = PHOTO_FILTERS.map(one => [one, all().filter(row => fits(row, one)).length] as const);
      return {
        rows: found.slice(from, from + fake.pageSize),
        total: found.length,
        pageSize: fake.pageSize,
        counts: Object.fromEntries(counts) as Record<PhotoFilter, number>,
        merchantVersion: fake.merchant,
      };
    },
    async ofProduct(_userId, productId) {
      const row = all().find(one => one.productId === productId);
      if (row === undefined) throw new AppError('not_found', 'PRODUCT.NOT_FOUND');
      return row;
    },
    async picture(_userId, of) {
      if ('key' in of && !all().some(({ key }) => key === of.key)) throw new AppError('not_found', 'LISTING.NOT_FOUND');
      if ('groupId' in of && !fake.groups.has(of.groupId)) throw new AppError('not_found', 'PHOTO.MISSING');
      if ('isMerchants' in of && fake.merchant === null) throw new AppError('not_found', 'PHOTO.MISSING');
      return { jpeg: DOT, version: 'v1' };
    },
    async groupVersion(_userId, groupId: GroupId) {
      return fake.groups.has(groupId) ? 'group1' : null;
    },
    async merchantVersion() {
      return fake.merchant;
    },
    async setByFileName(_userId, files) {
      fake.sent = files.map(({ name, bytes }) => ({ name, bytes: bytes?.length ?? null }));
      return files.map(({ name, bytes }): PhotoOutcome => {
        const good = all().find(
          row => row.productId === fileNameMark(name) || row.articleNumber === fileNameMark(name),
        );
        const code = good === undefined ? 'LISTING.NOT_FOUND' : bytes === null ? 'PHOTO.TOO_LARGE' : null;
        return { fileName: name, goodName: good?.name ?? '', productId: good?.productId ?? null, code };
      });
    },
  };
  // Files are looked at as the real use case looks at them.
  listings.setPhoto = async (_userId, place, bytes) => {
    await acceptUpload(bytes);
    if (place.purpose === 'product') fake.own.add(place.key);
    else if (place.purpose === 'group') fake.groups.add(place.groupId);
    else fake.merchant = 'merchant1';
  };
  listings.removePhoto = async (_userId, place) => {
    if (place.purpose === 'product') fake.own.delete(place.key);
    else if (place.purpose === 'group') fake.groups.delete(place.groupId);
    else fake.merchant = null;
  };
  return fake;
}
