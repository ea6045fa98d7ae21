import { z } from 'zod';
import type { GroupId, StoreId } from '../../domain/brand.js';
import { EXPORT_TYPES } from './export-links.js';
import { TABLE_FORMATS } from './table-format.js';

const id = z
  .string()
  .max(255)
  .catch('')
  .transform(text => (text === '' ? null : text));

export const placeQuery = z
  .object({ store_id: id, group_id: id, format: z.enum(TABLE_FORMATS).catch('csv') })
  .transform(({ store_id, group_id, format }) => ({
    format,
    // A group is one of a store; without the store it says nothing.
    place: { storeId: store_id as StoreId | null, groupId: (store_id === null ? null : group_id) as GroupId | null },
  }));

export const exportQuery = z.object({ type: z.enum(EXPORT_TYPES) });
