import {
  findImport,
  importLines,
  ownValuesOfProducts,
  saveImport,
  type StoredImport,
  type StoredLine,
} from '../../db/repositories/override-imports.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { RuleDeps } from '../catalogue/change-rules.js';
import { applyOverrides } from './apply-overrides.js';
import { checkOverrides } from './check-overrides.js';
import type {
  ImportChange,
  ImportCounts,
  ImportFault,
  LineFaultCode,
  OverrideImportService,
  OverrideWish,
} from './file-contracts.js';
import { readPages } from './read-pages.js';

/** A compared file waits so long for its yes. */
const LIFE_MS = 24 * 60 * 60 * 1000;
const CHANGES_SHOWN = 50;
const FAULTS_SHOWN = 100;

/** Own values of many goods by a file: compared first, applied after a look. */
export function createOverrideImportService(deps: RuleDeps & { readonly now: () => number }): OverrideImportService {
  const { db } = deps;
  const now = (): Date => new Date(deps.now());

  async function ownImport(userId: UserId, id: number): Promise<StoredImport> {
    const stored = await findImport(db, userId, id, { now: now() });
    if (stored === null) throw new AppError('not_found', 'IMPORT.NOT_FOUND');
    return stored;
  }

  return {
    async check(userId, { name, fields, rows }) {
      const ids = [...new Set(rows.map(({ productId }) => productId))].filter(id => id !== '');
      const { counts, lines } = checkOverrides(rows, await ownValuesOfProducts(db, userId, ids), fields);
      const file = { name, counts, now: now(), expiresAt: new Date(deps.now() + LIFE_MS) };
      return db.transaction(queries => saveImport(queries, userId, file, lines));
    },
    async view(userId, id) {
      const stored = await ownImport(userId, id);
      const first = (isFaulty: boolean, limit: number) => importLines(db, id, { isFaulty, after: 0, limit });
      return {
        ...stored,
        counts: stored.counts as ImportCounts,
        changes: (await first(false, CHANGES_SHOWN)).map(changeOf),
        faults: (await first(true, FAULTS_SHOWN)).map(faultOf),
      };
    },
    async faults(userId, id) {
      await ownImport(userId, id);
      return (async function* () {
        for await (const page of readPages<StoredLine>((last, limit) =>
          importLines(db, id, { isFaulty: true, after: last?.line ?? 0, limit }),
        ))
          yield page.map(faultOf);
      })();
    },
    apply: (userId, id, origin) => applyOverrides(deps, userId, id, { origin, now: now() }),
  };
}

function changeOf({ line, productId, name, details }: StoredLine): ImportChange {
  const { before, after } = details as { before: OverrideWish; after: OverrideWish };
  return { line, productId, name, before, after };
}

const faultOf = ({ line, productId, faultCode, details }: StoredLine): ImportFault => ({
  line,
  productId,
  code: faultCode as LineFaultCode,
  value: (details as { value: string }).value,
});
