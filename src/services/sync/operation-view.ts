import type { Queries } from '../../db/database.js';
import { productsOfKeys } from '../../db/repositories/listing-products.repository.js';
import type { Operation } from '../../db/repositories/operations.repository.js';
import type { UserId } from '../../domain/brand.js';
import type { OperationView } from '../web-services.js';

/** Operations with the names of their goods, looked up for the whole page at once. */
export async function operationViews(
  queries: Queries,
  userId: UserId,
  operations: readonly Operation[],
): Promise<readonly OperationView[]> {
  const keys = [...new Set(operations.map(operation => operation.key).filter(key => (key as string) !== ''))];
  const rows =
    keys.length === 0
      ? []
      : await queries.rows<{ listing_key: string; name: string }>(
          'SELECT listing_key, name FROM listings WHERE user_id = :userId AND listing_key IN (:keys)',
          { userId, keys },
        );
  const names = new Map(rows.map(row => [row.listing_key, row.name]));
  const products = await productsOfKeys(queries, userId, keys);
  return operations.map(operation => ({
    id: operation.id,
    kind: operation.kind,
    listingKey: (operation.key as string) === '' ? null : operation.key,
    productId: products.get(operation.key) ?? null,
    name: nameOf(operation, names),
    fields: operation.fields,
    before: operation.before,
    after: operation.after,
    state: operation.state,
    reasonCode: operation.reasonCode,
    errorCode: operation.errorCode,
    vkItemId: operation.itemId,
    isRisky: operation.isRisky,
    brakeCode: operation.brakeCode,
    decision: operation.decision,
  }));
}

/** The name the good had when it was sent; a listing that is gone since is known by its last one. */
function nameOf(operation: Operation, names: ReadonlyMap<string, string>): string {
  const sent = operation.after?.['name'] ?? operation.before?.['name'];
  if (typeof sent === 'string') return sent;
  return names.get(operation.key) ?? operation.albumTitle;
}
