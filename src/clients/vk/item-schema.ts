import { z } from 'zod';
import type { VkAlbumId, VkItemId, VkPhotoId } from '../../domain/brand.js';
import { kopecks } from '../../domain/money.js';
import type { Kopecks } from '../../domain/money.js';
import type { VkAlbum, VkItem } from './types.js';

/** Replies give prices as a text of hundredths; requests take roubles. */
const hundredths = z
  .string()
  .regex(/^-?\d{1,15}$/)
  .transform(text => kopecks(Number(text)));

const isOn = z
  .union([z.boolean(), z.number()])
  .optional()
  .transform(value => value === true || value === 1);

const photo = z.looseObject({ id: z.number().int() });

const item = z.looseObject({
  id: z.number().int().positive(),
  title: z.string().catch(''),
  description: z.string().catch(''),
  price: z
    .looseObject({ amount: hundredths, old_amount: hundredths.optional().catch(undefined) })
    .optional()
    .catch(undefined),
  sku: z.union([z.string(), z.number().transform(String), z.null()]).optional(),
  stock_amount: z.number().int().nullish(),
  availability: z.number().int().default(0),
  category: z.looseObject({ id: z.number().int() }).optional().catch(undefined),
  category_v2: z.looseObject({ id: z.number().int() }).optional().catch(undefined),
  albums_ids: z.array(z.number().int()).catch([]),
  photos: z.array(photo).catch([]),
  thumb_photo: z.string().optional().catch(undefined),
  date: z.number().int().positive().optional().catch(undefined),
});

const album = z.looseObject({
  id: z.number().int().positive(),
  title: z.string().catch(''),
  count: z.number().int().catch(0),
  is_hidden: isOn,
  is_main: isOn,
  photo: photo.optional().catch(undefined),
});

const AVAILABILITY = ['available', 'removed', 'unavailable'] as const;

/** 0 is also what VK sends for a struck-out price that is not there. */
const realPrice = (amount: Kopecks | undefined) => (amount === undefined || amount === 0 ? null : amount);

const readItem = item.transform((raw): VkItem => ({
  id: raw.id as VkItemId,
  title: raw.title,
  description: raw.description,
  priceKopecks: raw.price?.amount ?? null,
  oldPriceKopecks: realPrice(raw.price?.old_amount),
  sku: raw.sku || null,
  stock: raw.stock_amount ?? null,
  availability: AVAILABILITY[raw.availability] ?? 'unavailable',
  categoryId: raw.category?.id ?? raw.category_v2?.id ?? null,
  albumIds: raw.albums_ids as VkAlbumId[],
  photoIds: raw.photos.map(({ id }) => id as VkPhotoId),
  thumbUrl: raw.thumb_photo ?? null,
  createdAt: raw.date === undefined ? null : new Date(raw.date * 1000),
}));

const readAlbum = album.transform((raw): VkAlbum => ({
  id: raw.id as VkAlbumId,
  title: raw.title,
  count: raw.count,
  isHidden: raw.is_hidden,
  isMain: raw.is_main,
  photoId: raw.photo === undefined ? null : (raw.photo.id as VkPhotoId),
}));

/** One page of a list. `sent` counts every entry VK put into it, readable or not. */
export interface VkPage<Row> {
  readonly count: number;
  readonly rows: readonly Row[];
  readonly sent: number;
}

const hasId = z.looseObject({ id: z.number().int().positive() });

/** VK was seen to put `false` where an object should be: what has no id is dropped, not a fault. */
function pageOf<Row>(row: z.ZodType<Row>): z.ZodType<VkPage<Row>> {
  const rows = z.array(row);
  return z
    .looseObject({ count: z.number().int().nonnegative(), items: z.array(z.unknown()) })
    .transform(({ count, items }, context): VkPage<Row> => {
      const read = rows.safeParse(items.filter(entry => hasId.safeParse(entry).success));
      if (read.success) return { count, rows: read.data, sent: items.length };
      context.addIssue({ code: 'custom', message: 'unreadable object' });
      return z.NEVER;
    });
}

/** Pages of items and of albums. A value we decide on (sku, stock) that cannot be read makes the page unreadable. */
export const itemPageSchema = pageOf(readItem);
export const albumPageSchema = pageOf(readAlbum);
