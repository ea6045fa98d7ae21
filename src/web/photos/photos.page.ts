import type { PhotoFilter, PhotoPage, PhotoRow } from '../../services/photos/photo-contracts.js';
import { PHOTO_FILTERS } from '../../services/photos/photo-contracts.js';
import { MAX_PHOTOS_AT_ONCE } from '../middleware/upload-places.js';
import type { Crumb } from '../render/crumbs.js';
import { CATALOGUE_CRUMB } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import { count, goods } from '../texts/numbers.js';
import type { PhotoForm } from './photo-form.js';
import { photoSourceText, productPhotoForm } from './photo-form.js';
import { photoLinks } from './photo-links.js';

export interface PhotoLine {
  readonly rowId: string;
  readonly name: string;
  readonly group: string;
  readonly article: string;
  readonly source: string;
  readonly preview: string;
  readonly form: PhotoForm;
}

export interface PhotosModel {
  readonly crumbs: readonly Crumb[];
  readonly total: string;
  readonly search: string;
  readonly filter: string;
  readonly filters: readonly { readonly label: string; readonly href: string; readonly isCurrent: boolean }[];
  readonly rows: readonly PhotoLine[];
  readonly pager: Pager | null;
  readonly isNarrowed: boolean;
  /** Said when nothing is missing any more. */
  readonly isDone: boolean;
  readonly allHref: string;
  readonly most: string;
  readonly merchant: PhotoForm;
}

const FILTERS: Readonly<Record<PhotoFilter, string>> = {
  missing: 'Без своего фото',
  group: 'Фото группы',
  merchant: 'Общее фото',
  name_card: 'Карточка с названием',
  own: 'Со своим фото',
};

interface Query {
  readonly filter: PhotoFilter;
  readonly search: string;
  readonly page: number;
}

/** The goods of the choice by the picture VK shows of them, each with a form for its own. */
export function photosPage(found: PhotoPage, query: Query): Page & { model: PhotosModel } {
  const { rows, total, pageSize, counts, merchantVersion } = found;
  const back = photoLinks.list(query);
  const isNarrowed = query.search !== '' || query.filter !== 'missing';
  return {
    view: 'photos/photos',
    title: 'Фото товаров',
    section: 'catalogue',
    model: {
      crumbs: [CATALOGUE_CRUMB, { label: 'Фото', href: null }],
      total: goods(total),
      search: query.search,
      filter: query.filter === 'missing' ? '' : query.filter,
      filters: PHOTO_FILTERS.map(filter => ({
        label: `${FILTERS[filter]} ${count(counts[filter])}`,
        href: photoLinks.list({ filter, search: query.search }),
        isCurrent: filter === query.filter,
      })),
      rows: rows.map(row => photoLine(row, back)),
      pager: pagerOf({ page: query.page, pageSize, total }, page => photoLinks.list({ ...query, page })),
      isNarrowed,
      isDone: !isNarrowed && counts.own > 0,
      allHref: photoLinks.list(),
      most: count(MAX_PHOTOS_AT_ONCE),
      merchant: merchantForm(merchantVersion, back),
    },
  };
}

const photoLine = (row: PhotoRow, back: string): PhotoLine => ({
  rowId: `product-${row.productId}`,
  name: row.name,
  group: row.groupName === '' ? 'Без группы' : row.groupName,
  article: row.articleNumber ?? '',
  source: photoSourceText(row.source),
  preview: photoLinks.preview(row.key, row.version),
  form: productPhotoForm(row, `${back}#${encodeURIComponent(`product-${row.productId}`)}`, { isFolded: true }),
});

const merchantForm = (version: string | null, back: string): PhotoForm => ({
  id: 'photo-own',
  name: 'Общее фото',
  preview: version === null ? null : photoLinks.merchantPreview(version, 'large'),
  source: version === null ? 'Не задано' : 'Загружено вами',
  hasOwn: version !== null,
  action: photoLinks.merchant,
  removeHref: version === null ? null : photoLinks.remove(photoLinks.merchant, back),
  back,
  isFolded: false,
});
