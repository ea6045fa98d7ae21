import type { Database } from '../../db/database.js';
import { acceptShown, forgetField, listDrifts } from '../../db/repositories/drifts.repository.js';
import { setFieldLock } from '../../db/repositories/field-locks.repository.js';

import { raiseInputVersion } from '../../db/repositories/sync-config.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { LOCKABLE, type LockableField } from '../../domain/sync/compact.js';
import { auditListing } from '../audit/audit-listing.js';
import type { ShopService } from '../engine-services.js';
import { shopOfMerchant } from './shop-of-merchant.js';

/**
 * The merchant's answer to a change made in VK: `overwrite` lets the next run send ours, `keep` leaves VK's and locks the
 * field. A category has no lock: it is kept until another one is wished for.
 */
export async function answerDrift(
  db: Database,
  userId: UserId,
  { key, field, choice }: Parameters<ShopService['answerDrift']>[1],
): Promise<void> {
  await db.transaction(async queries => {
    const shop = await shopOfMerchant(queries, userId);
    const [good] = shop ? (await listDrifts(queries, shop, { offset: 0, limit: 1, key })).rows : [];
    if (!shop || !good?.fields.includes(field)) throw new AppError('not_found', 'DRIFT.NOT_FOUND');
    if (choice === 'overwrite') await forgetField(queries, shop, key, field);
    else if (isLockable(field)) await setFieldLock(queries, userId, key, field, true);
    else await acceptShown(queries, shop, key, field);
    await auditListing(queries, userId, key, 'listing.drift', null, { field, choice });
    await raiseInputVersion(queries, userId);
  });
}

const isLockable = (field: string): field is LockableField => (LOCKABLE as readonly string[]).includes(field);
