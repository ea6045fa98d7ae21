import type { Database } from '../../src/db/database.js';
import type { ListingKey, UserId } from '../../src/domain/brand.js';

/** A good as our own rules want it in the shop. */
export interface WantedGood {
  readonly key: ListingKey;
  readonly name: string;
  readonly description: string;
  readonly price: number;
  readonly stock: number | null;
  readonly categoryId: number;
  readonly album: string | null;
}

/** What is to stand in the shop, in the order of keys. */
export function wantedGoods(db: Database, userId: UserId): Promise<readonly WantedGood[]> {
  return db.rows<WantedGood>(
    `SELECT listing_key AS \`key\`, name, description, price_kopecks AS price, stock, category_id AS categoryId,
       album_title AS album
     FROM listings WHERE user_id = :userId AND is_listed = TRUE ORDER BY listing_key`,
    { userId },
  );
}
