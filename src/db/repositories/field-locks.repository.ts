import type { ListingKey, UserId } from '../../domain/brand.js';
import type { LockableField } from '../../domain/sync/compact.js';
import type { Queries } from '../database.js';
import { markGoods } from './goods-marks.repository.js';

/** Gives a field of a good into the merchant's hands («вести вручную в VK»), or takes it back; answers whether that was new. */
export async function setFieldLock(
  queries: Queries,
  userId: UserId,
  key: ListingKey,
  field: LockableField,
  isLocked: boolean,
): Promise<boolean> {
  const values = { userId, key, field, now: new Date() };
  const rows = await queries.change(
    isLocked
      ? 'INSERT IGNORE INTO field_locks (user_id, listing_key, field, created_at) VALUES (:userId, :key, :field, :now)'
      : 'DELETE FROM field_locks WHERE user_id = :userId AND listing_key = :key AND field = :field',
    values,
  );
  if (rows > 0) await markGoods(queries, userId, [key]);
  return rows > 0;
}
