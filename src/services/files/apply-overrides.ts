import type { Queries } from '../../db/database.js';
import {
  findImport,
  importLines,
  markImportApplied,
  ownValuesOfProducts,
  saveOwnValues,
} from '../../db/repositories/override-imports.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { writeAudit } from '../audit/write-audit.js';
import type { RuleDeps } from '../catalogue/change-rules.js';
import { changeWish } from '../listings/change-wish.js';
import type { OverrideWish } from './file-contracts.js';
import { ownTexts } from './judge-overrides.js';
import { ROWS_PER_PAGE } from './read-pages.js';

/** All lines of an import in one transaction, then the listings once. Throws `IMPORT.NOT_FOUND`, `IMPORT.APPLIED`. */
export async function applyOverrides(
  deps: RuleDeps,
  userId: UserId,
  importId: number,
  { origin, now }: { readonly origin: string; readonly now: Date },
): Promise<{ readonly changed: number; readonly gone: number }> {
  const outcome = { changed: 0, gone: 0 };
  await changeWish(deps, userId, async queries => {
    // A transaction that lost a deadlock is tried again from its beginning.
    Object.assign(outcome, { changed: 0, gone: 0 });
    const stored = await findImport(queries, userId, importId, { now, locked: true });
    if (stored === null) throw new AppError('not_found', 'IMPORT.NOT_FOUND');
    if (stored.appliedAt !== null) throw new AppError('conflict', 'IMPORT.APPLIED');
    for (let after = 0; ;) {
      const lines = await importLines(queries, importId, { isFaulty: false, after, limit: ROWS_PER_PAGE });
      const changed = await applyPage(queries, userId, lines as readonly Line[]);
      outcome.changed += changed;
      outcome.gone += lines.length - changed;
      if (lines.length < ROWS_PER_PAGE) break;
      after = lines.at(-1)?.line ?? after;
    }
    await markImportApplied(queries, importId, now);
    await writeAudit(queries, {
      actor: userId,
      subject: userId,
      action: 'listing.import_overrides',
      entity: `override_import:${importId}`,
      before: null,
      after: { fileName: stored.fileName, ...outcome },
      origin,
    });
    return outcome.changed > 0;
  });
  return outcome;
}

interface Line {
  readonly productId: string;
  readonly details: { readonly after: OverrideWish };
}

/** Answers how many of the goods are still there. Looked up anew: a good may have moved under another key meanwhile. */
async function applyPage(queries: Queries, userId: UserId, lines: readonly Line[]): Promise<number> {
  const ids = lines.map(({ productId }) => productId);
  const goods = await ownValuesOfProducts(queries, userId, ids, { locked: true });
  const changes = lines.flatMap(({ productId, details }) => {
    const good = goods.get(productId);
    if (good === undefined) return [];
    const { price, name, description } = { ...ownTexts(good), ...details.after };
    return [{ key: good.key, name, description, priceKopecks: price === null ? null : Number(price) }];
  });
  await saveOwnValues(queries, userId, changes);
  return changes.length;
}
