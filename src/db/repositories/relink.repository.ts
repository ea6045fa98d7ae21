import type { ListingKey, UserId, VkGroupId } from '../../domain/brand.js';
import type { KeyedLink, LinkMove } from '../../domain/listing/moved-links.js';
import type { Queries, SqlValue } from '../database.js';

/** Rows of a statement that gives each of them a value of its own. */
const MOVES_PER_STATEMENT = 200;

/** All links of a merchant by community, light. */
export async function keyedLinks(
  queries: Queries,
  userId: UserId,
): Promise<ReadonlyMap<VkGroupId, readonly KeyedLink[]>> {
  const rows = await queries.rows<KeyedLink & { groupId: VkGroupId }>(
    'SELECT vk_group_id AS groupId, listing_key AS `key`, vk_item_id AS itemId, state FROM item_links WHERE user_id = :userId',
    { userId },
  );
  const byGroup = new Map<VkGroupId, KeyedLink[]>();
  for (const { groupId, ...link } of rows) {
    const known = byGroup.get(groupId);
    if (known === undefined) byGroup.set(groupId, [link]);
    else known.push(link);
  }
  return byGroup;
}

/** `CASE column WHEN … END` over pairs, and the values of its names. */
function caseOf(
  column: string,
  pairs: readonly (readonly [SqlValue, string])[],
): { sql: string; values: Record<string, SqlValue> } {
  const values: Record<string, SqlValue> = {};
  const whens = pairs.map(([from, to], index) => {
    values[`from${index}`] = from;
    values[`to${index}`] = to;
    return `WHEN :from${index} THEN :to${index}`;
  });
  return { sql: `CASE ${column} ${whens.join(' ')} END`, values };
}

/**
 * Gives links of one community their new keys. VK carries the old one until `rekey` wrote the new: it is kept in `sku`.
 * Links change places by way of a key nobody has.
 */
export async function moveLinks(
  queries: Queries,
  shop: { readonly userId: UserId; readonly groupId: VkGroupId },
  moves: readonly LinkMove[],
): Promise<void> {
  const targets = new Set(moves.map(({ to }) => to));
  const inTheWay = moves.filter(({ from }) => targets.has(from));
  const move = async (sku: string, some: readonly LinkMove[], toOf: (move: LinkMove) => string): Promise<void> => {
    for (let start = 0; start < some.length; start += MOVES_PER_STATEMENT) {
      const page = some.slice(start, start + MOVES_PER_STATEMENT);
      const { sql, values } = caseOf(
        'vk_item_id',
        page.map(one => [one.itemId, toOf(one)]),
      );
      await queries.change(
        `UPDATE item_links SET sku = ${sku.replace(':newKey', sql)}, listing_key = ${sql}, updated_at = :now
         WHERE user_id = :userId AND vk_group_id = :groupId AND vk_item_id IN (:items)`,
        { ...shop, ...values, now: new Date(), items: page.map(({ itemId }) => itemId) },
      );
    }
  };
  const keepSku = 'NULLIF(COALESCE(sku, listing_key), :newKey)';
  await move('COALESCE(sku, listing_key)', inTheWay, ({ itemId }) => `~moving ${itemId}`);
  await move(
    keepSku,
    moves.filter(one => !inTheWay.includes(one)),
    ({ to }) => to,
  );
  await move(keepSku, inTheWay, ({ to }) => to);
}

/** What belongs to a listing by its key, besides its link. */
const BELONGINGS = {
  overrides: { table: 'product_overrides', column: 'listing_key', only: '' },
  locks: { table: 'field_locks', column: 'listing_key', only: '' },
  photos: { table: 'photos', column: 'target_id', only: "AND purpose = 'product'" },
  offers: { table: 'adoption_offers', column: 'listing_key', only: '' },
} as const;

/** Moves what the merchant said of goods to their new keys; what stands there already stays as it is. */
export async function moveBelongings(
  queries: Queries,
  userId: UserId,
  what: keyof typeof BELONGINGS,
  moves: readonly (readonly [from: ListingKey, to: ListingKey])[],
): Promise<void> {
  const { table, column, only } = BELONGINGS[what];
  const rows = await queries.rows<{ key: ListingKey }>(
    `SELECT DISTINCT ${column} AS \`key\` FROM ${table} WHERE user_id = :userId ${only}`,
    { userId },
  );
  const present = new Set(rows.map(({ key }) => key));
  const wanted = moves.filter(([from]) => present.has(from));
  for (let start = 0; start < wanted.length; start += MOVES_PER_STATEMENT) {
    const page = wanted.slice(start, start + MOVES_PER_STATEMENT);
    const { sql, values } = caseOf(column, page);
    await queries.change(
      `UPDATE IGNORE ${table} SET ${column} = ${sql} WHERE user_id = :userId ${only} AND ${column} IN (:keys)`,
      { ...values, userId, keys: page.map(([from]) => from) },
    );
  }
}
