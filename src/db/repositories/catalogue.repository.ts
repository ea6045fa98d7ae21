import type { ListingKey, UserId } from '../../domain/brand.js';
import { kopecks, type Kopecks } from '../../domain/money.js';
import type { PlacedGood } from '../../domain/selection/rule-effect.js';
import type { EntityType } from '../../domain/selection/types.js';
import type { GoodFacts } from '../../domain/sync/explain-good.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';

const FROM = `FROM cached_products p
  LEFT JOIN cached_groups g ON g.user_id = p.user_id AND g.store_evotor_id = p.store_evotor_id
    AND g.evotor_id = p.group_evotor_id AND g.missing_since IS NULL
  LEFT JOIN listing_members m ON m.user_id = p.user_id AND m.store_evotor_id = p.store_evotor_id
    AND m.product_evotor_id = p.evotor_id
  LEFT JOIN listings s ON s.user_id = p.user_id AND s.listing_key = m.listing_key
  LEFT JOIN vk_connections c ON c.user_id = p.user_id
  LEFT JOIN item_links l ON l.user_id = p.user_id AND l.vk_group_id = c.group_id AND l.listing_key = m.listing_key`;

/** A till product with its listing, its link and the last operation that was to show it. */
export type ProductState = Pick<GoodFacts, 'isOnTill' | 'listing' | 'link' | 'lastOperation'> & {
  readonly name: string;
  /** `null` = it has no listing. */
  readonly key: ListingKey | null;
};

/**
 * What is known of a product: of several stores' rows the one that counts; `null` = not this merchant's. `asked` prefers
 * the row of that listing.
 */
export async function productState(
  queries: Queries,
  userId: UserId,
  productId: string,
  asked: string | null = null,
): Promise<ProductState | null> {
  const row = await queries.first<{
    name: string;
    isOnTill: number;
    key: ListingKey | null;
    isListed: number | null;
    reasonCode: string | null;
    reasonParams: unknown;
    holdCode: string | null;
    link: GoodFacts['link'] | null;
    groupId: number | null;
  }>(
    `SELECT p.name, p.missing_since IS NULL AS isOnTill, COALESCE(m.listing_key, gone.listing_key) AS \`key\`,
       COALESCE(s.is_listed, gone.is_listed) AS isListed, COALESCE(s.reason_code, gone.reason_code) AS reasonCode,
       COALESCE(s.reason_params, gone.reason_params) AS reasonParams, s.hold_code AS holdCode,
       COALESCE(l.state, gl.state) AS link, c.group_id AS groupId
     ${FROM}
     LEFT JOIN listings gone ON m.listing_key IS NULL AND gone.user_id = p.user_id
       AND gone.listing_key = COALESCE(:asked, p.evotor_id)
     LEFT JOIN item_links gl ON m.listing_key IS NULL AND gl.user_id = p.user_id AND gl.vk_group_id = c.group_id
       AND gl.listing_key = COALESCE(:asked, p.evotor_id)
     WHERE p.user_id = :userId AND p.evotor_id = :productId
     ORDER BY COALESCE(m.listing_key = :asked, FALSE) DESC, p.missing_since IS NULL DESC, m.is_selected DESC, p.id LIMIT 1`,
    { userId, productId, asked },
  );
  if (!row) return null;
  const isComputed = row.isListed !== null;
  return {
    name: row.name,
    key: row.key,
    isOnTill: Boolean(row.isOnTill),
    listing: isComputed
      ? {
          isListed: Boolean(row.isListed),
          reasonCode: row.reasonCode,
          reasonParams: jsonColumnOrNull<Record<string, string>>(row.reasonParams) ?? {},
          holdCode: row.holdCode,
        }
      : null,
    link: row.link ?? 'none',
    lastOperation:
      row.key === null || row.groupId === null ? null : await lastShowing(queries, userId, row.key, row.groupId),
  };
}

async function lastShowing(
  queries: Queries,
  userId: UserId,
  key: ListingKey,
  groupId: number,
): Promise<GoodFacts['lastOperation']> {
  const row = await queries.first<{
    state: NonNullable<GoodFacts['lastOperation']>['state'];
    errorCode: string | null;
    isHeld: number;
    brakeCode: string | null;
  }>(
    `SELECT o.state, o.error_code AS errorCode, o.brake_code AS brakeCode,
       o.state = 'planned' AND o.is_risky AND j.status = 'awaiting_approval' AS isHeld
     FROM sync_operations o JOIN sync_jobs j ON j.id = o.job_id
     WHERE o.user_id = :userId AND o.listing_key = :key AND o.vk_group_id = :groupId
       AND o.kind IN ('create','unhide','restore') AND j.kind <> 'preview' ORDER BY o.id DESC LIMIT 1`,
    { userId, key, groupId },
  );
  return row && { ...row, isHeld: Boolean(row.isHeld) };
}

/** An entity of the merchant's own till, with the store of a group or the group of a product. */
export interface NamedEntity {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
}

/** Names of entities a rule may be written for: the merchant's own ones only, each once; strangers are absent. */
export async function entityNames(
  queries: Queries,
  userId: UserId,
  entityType: EntityType,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NamedEntity>> {
  if (ids.length === 0) return new Map();
  const sql = {
    store: 'SELECT evotor_id AS id, name, NULL AS parentId FROM cached_stores',
    group: 'SELECT evotor_id AS id, name, store_evotor_id AS parentId FROM cached_groups',
    product: 'SELECT evotor_id AS id, name, group_evotor_id AS parentId FROM cached_products',
  }[entityType];
  const rows = await queries.rows<NamedEntity>(`${sql} WHERE user_id = :userId AND evotor_id IN (:ids) ORDER BY id`, {
    userId,
    ids: [...ids],
  });
  return new Map(rows.reverse().map(row => [row.id, row]));
}

/** Every good of the till by its place, light. */
export async function placedGoods(queries: Queries, userId: UserId): Promise<readonly PlacedGood[]> {
  return queries.rows<PlacedGood>(
    `SELECT store_evotor_id AS storeId, group_evotor_id AS groupId, evotor_id AS productId FROM cached_products
     WHERE user_id = :userId AND missing_since IS NULL`,
    { userId },
  );
}

/** How many goods of the till say their quantity. */
export async function quantityKnowledge(
  queries: Queries,
  userId: UserId,
): Promise<{ readonly known: number; readonly all: number }> {
  const row = await queries.first<{ known: number; n: number }>(
    `SELECT COUNT(quantity_milli) AS known, COUNT(*) AS n FROM cached_products
     WHERE user_id = :userId AND missing_since IS NULL`,
    { userId },
  );
  return { known: row?.known ?? 0, all: row?.n ?? 0 };
}

/** The dearest good of the till, kopecks; 0 = nothing has a price. */
export async function highestTillPrice(queries: Queries, userId: UserId): Promise<Kopecks> {
  const row = await queries.first<{ highest: Kopecks | null }>(
    `SELECT MAX(price_kopecks) AS highest FROM cached_products WHERE user_id = :userId AND missing_since IS NULL`,
    { userId },
  );
  return row?.highest ?? kopecks(0);
}
