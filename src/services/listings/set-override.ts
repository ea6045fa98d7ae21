import { lockOwnListing, saveOverride, type StoredOverride } from '../../db/repositories/overrides.repository.js';
import type { ListingKey, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { overrideFault } from '../../domain/listing/override-fault.js';
import { REASONS } from '../../domain/listing/reasons.js';
import { kopecks } from '../../domain/money.js';
import { auditListing } from '../audit/audit-listing.js';
import type { RuleDeps } from '../catalogue/change-rules.js';
import type { OverrideChange } from '../engine-services.js';
import { changeWish } from './change-wish.js';

/** Own values of one good. Throws `LISTING.NOT_FOUND`, `OVERRIDE.INVALID` (details.field), `OVERRIDE.NOT_ALLOWED`. */
export async function setOverride(
  deps: RuleDeps,
  userId: UserId,
  key: ListingKey,
  change: OverrideChange,
  origin: string,
): Promise<void> {
  const fault = overrideFault(change);
  await changeWish(deps, userId, async queries => {
    const listing = await lockOwnListing(queries, userId, key);
    if (!listing) throw new AppError('not_found', 'LISTING.NOT_FOUND', { key });
    if (fault !== null) throw new AppError('invalid', 'OVERRIDE.INVALID', { field: fault });
    const { override: before, reasonCode, reasonParams } = listing;
    const after = changed(before, change);
    if (JSON.stringify(after) === JSON.stringify(before)) return false;
    if (after.allowRestricted && !before.allowRestricted && !isOverridable(reasonCode))
      throw new AppError('conflict', 'OVERRIDE.NOT_ALLOWED', { field: 'allowRestricted', reason: reasonCode });
    await saveOverride(queries, userId, key, after);
    if (after.allowRestricted !== before.allowRestricted)
      await auditListing(
        queries,
        userId,
        key,
        after.allowRestricted ? 'listing.allow_restricted' : 'listing.forbid_restricted',
        { allowRestricted: before.allowRestricted, reasonCode, reasonParams },
        { allowRestricted: after.allowRestricted },
        origin,
      );
    const parts = AUDITED.filter(part => after[part] !== before[part]);
    if (parts.length > 0)
      await auditListing(queries, userId, key, 'listing.own', pick(before, parts), pick(after, parts), origin);
    return true;
  });
}

const AUDITED = ['name', 'description', 'priceKopecks', 'isPinned'] as const;

const pick = (
  override: StoredOverride,
  parts: readonly (typeof AUDITED)[number][],
): Readonly<Record<string, unknown>> => Object.fromEntries(parts.map(part => [part, override[part]]));

/** Values left out of the change stay; `null` takes one away. */
function changed(before: StoredOverride, change: OverrideChange): StoredOverride {
  const { name, description, priceKopecks, allowRestricted, isPinned } = change;
  return {
    name: name === undefined ? before.name : name,
    description: description === undefined ? before.description : description,
    priceKopecks:
      priceKopecks === undefined ? before.priceKopecks : priceKopecks === null ? null : kopecks(priceKopecks),
    allowRestricted: allowRestricted ?? before.allowRestricted,
    isPinned: isPinned ?? before.isPinned,
  };
}

function isOverridable(reasonCode: string | null): boolean {
  return (
    reasonCode !== null && Object.entries(REASONS).some(([code, { overridable }]) => code === reasonCode && overridable)
  );
}
