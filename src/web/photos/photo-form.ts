import type { PhotoRow, PhotoSource } from '../../services/photos/photo-contracts.js';
import { photoLinks } from './photo-links.js';

/** What `partials/photo-form` prints: the picture there is, and how to put another in its place. */
export interface PhotoForm {
  /** Start of the ids of its fields: unique on the page. */
  readonly id: string;
  /** What the picture is of, for those who do not see it. */
  readonly name: string;
  /** Address of the present picture; `null` = there is none. */
  readonly preview: string | null;
  /** Where the present picture comes from. */
  readonly source: string;
  readonly hasOwn: boolean;
  readonly action: string;
  /** Asks before the own picture is taken away; `null` = there is none. */
  readonly removeHref: string | null;
  /** The page to come back to. */
  readonly back: string;
  /** Folded until somebody opens it. */
  readonly isFolded: boolean;
}

const SOURCES: Readonly<Record<NonNullable<PhotoSource>, string>> = {
  product: 'Своё фото',
  group: 'Фото группы',
  merchant: 'Общее фото',
  name_card: 'Карточка с названием',
  default: 'Запасная картинка',
};

export const photoSourceText = (source: PhotoSource): string =>
  source === null ? 'Пока не публикуется' : SOURCES[source];

/** The form of a good's own picture. `back`: where to return after the upload. */
export function productPhotoForm(row: PhotoRow, back: string, options: Partial<PhotoForm> = {}): PhotoForm {
  const action = photoLinks.product(row.productId);
  return {
    id: `photo-${row.productId}`,
    name: row.name,
    preview: photoLinks.preview(row.key, row.version, options.isFolded === true ? 'small' : 'large'),
    source: photoSourceText(row.source),
    hasOwn: row.hasOwn,
    action,
    removeHref: row.hasOwn ? photoLinks.remove(action, back) : null,
    back,
    isFolded: false,
    ...options,
  };
}
