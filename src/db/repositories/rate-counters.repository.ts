import type { Queries } from '../database.js';

/** Counts one hit in a window of `seconds`; answers the hits so far and when the window ends. One atomic statement. */
export async function countHit(
  queries: Queries,
  bucket: string,
  seconds: number,
): Promise<{ hits: number; endsAt: Date }> {
  const now = new Date();
  const endsAt = new Date(now.getTime() + seconds * 1000);
  // `hits` is assigned first: MariaDB evaluates the assignments from left to right, and it needs the old end.
  await queries.change(
    `INSERT INTO rate_counters (bucket, hits, window_ends_at) VALUES (:bucket, 1, :endsAt)
     ON DUPLICATE KEY UPDATE hits = IF(window_ends_at <= :now, 1, hits + 1),
       window_ends_at = IF(window_ends_at <= :now, :endsAt, window_ends_at)`,
    { bucket, endsAt, now },
  );
  const row = await queries.first<{ hits: number; window_ends_at: Date }>(
    'SELECT hits, window_ends_at FROM rate_counters WHERE bucket = :bucket',
    { bucket },
  );
  return { hits: row?.hits ?? 1, endsAt: row?.window_ends_at ?? endsAt };
}

/** Forgets the hits, after a success. */
export async function clearHits(queries: Queries, bucket: string): Promise<void> {
  await queries.change('DELETE FROM rate_counters WHERE bucket = :bucket', { bucket });
}
