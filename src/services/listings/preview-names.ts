import type { Database } from '../../db/database.js';
import { firstMembers, productsByIds } from '../../db/repositories/listings.repository.js';
import type { ListingKey, UserId } from '../../domain/brand.js';
import { listingName } from '../../domain/listing/listing-name.js';
import type { RuleDeps } from '../catalogue/change-rules.js';
import type { ListingService } from '../engine-services.js';
import { loadListingWorld } from '../sync/listing-world.js';
import { withSettings } from '../sync/settings-table.js';

/** Goods looked at at a time. */
const PAGE = 500;

type Wish = Parameters<ListingService['previewNames']>[1];

/**
 * Names as the till has them beside those the cleaner would make, for published and waiting goods whose name it would
 * change; goods with a name of their own are left out. Throws `SETTING.INVALID` for a list of abbreviations that is none.
 */
export async function previewNames(
  deps: RuleDeps,
  userId: UserId,
  wish: Wish,
  limit: number,
): ReturnType<ListingService['previewNames']> {
  const { db } = deps;
  const world = await loadListingWorld(db, userId, { categoryId: deps.defaultCategoryId, fixedStock: deps.fixedStock });
  const cleaned = withSettings(world.config.settings, {
    lower_shouting: String(wish.lowerShouting),
    expand_abbreviations: String(wish.expandAbbreviations),
    ...(wish.abbreviations === undefined ? {} : { abbreviations: wish.abbreviations }),
  });
  const plain = { ...cleaned, lowerShouting: false, expandAbbreviations: false };
  const rows: { key: ListingKey; before: string; after: string }[] = [];
  let changed = 0;
  for await (const { key, product } of listedGoods(db, userId)) {
    if (world.contextOf(key, product).overrides.name !== null) continue;
    const member = world.memberOf(product);
    const before = listingName(member, plain, null);
    const after = listingName(member, cleaned, null);
    if (before === null || after === null || before === after) continue;
    changed += 1;
    if (rows.length < limit) rows.push({ key, before, after });
  }
  return { rows, changed };
}

/** The good that gives each listing its name, page by page. */
async function* listedGoods(db: Database, userId: UserId) {
  const members = await firstMembers(db, userId);
  for (let start = 0; start < members.length; start += PAGE) {
    const page = members.slice(start, start + PAGE);
    const products = await productsByIds(
      db,
      userId,
      page.map(({ productId }) => productId),
    );
    const byPlace = new Map(products.map(product => [`${product.storeId} ${product.id}`, product]));
    for (const { key, storeId, productId } of page) {
      const product = byPlace.get(`${storeId} ${productId}`);
      if (product !== undefined) yield { key, product };
    }
  }
}
