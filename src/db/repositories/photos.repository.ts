import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** Where an uploaded picture belongs; `target`: a listing key or group id, empty for the merchant's own. */
export interface PhotoTarget {
  readonly purpose: 'product' | 'group' | 'merchant';
  readonly target: string;
}

/**
 * Puts a picture in the place of the one before. A new row each time, for the row's id says whether a published picture
 * is still the wanted one; the very same picture again keeps its row. Answers whether anything changed.
 */
export async function replacePhoto(
  queries: Queries,
  userId: UserId,
  place: PhotoTarget,
  photo: { readonly jpeg: Buffer; readonly sha256: Buffer; readonly width: number; readonly height: number },
): Promise<boolean> {
  const same = await queries.first(
    `SELECT id FROM photos WHERE user_id = :userId AND purpose = :purpose AND target_id = :target AND sha256 = :sha256`,
    { userId, ...place, sha256: photo.sha256 },
  );
  if (same !== null) return false;
  await deletePhoto(queries, userId, place);
  await queries.insert(
    `INSERT INTO photos (user_id, purpose, target_id, sha256, width, height, jpeg, created_at)
     VALUES (:userId, :purpose, :target, :sha256, :width, :height, :jpeg, :now)`,
    { userId, ...place, ...photo, now: new Date() },
  );
  return true;
}

/** Takes a picture away; answers whether there was one. */
export async function deletePhoto(queries: Queries, userId: UserId, place: PhotoTarget): Promise<boolean> {
  const rows = await queries.change(
    'DELETE FROM photos WHERE user_id = :userId AND purpose = :purpose AND target_id = :target',
    { userId, ...place },
  );
  return rows > 0;
}
