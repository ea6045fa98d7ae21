import type { OwnValuesRow, StoredLine } from '../../db/repositories/override-imports.repository.js';
import type { ListingKey } from '../../domain/brand.js';
import type { ImportCounts, LineFaultCode, OverrideField, OverrideRow } from './file-contracts.js';
import { judgeOverride } from './judge-overrides.js';

/** Characters of a refused cell that are kept to be shown. */
const MAX_SHOWN = 200;

/** Every line of a file beside the goods of the merchant: what would change, and what is wrong. */
export function checkOverrides(
  rows: readonly OverrideRow[],
  goods: ReadonlyMap<string, OwnValuesRow>,
  fields: readonly OverrideField[],
): { readonly counts: ImportCounts; readonly lines: readonly StoredLine[] } {
  const lines: StoredLine[] = [];
  const lineOf = new Map<ListingKey, number>();
  const counts = { changed: 0, cleared: 0, unchanged: 0, faulty: 0 };

  const fault = (row: OverrideRow, code: LineFaultCode, value: string, name = ''): void => {
    counts.faulty += 1;
    const { line, productId } = row;
    lines.push({ line, faultCode: code, productId, name, details: { value: [...value].slice(0, MAX_SHOWN).join('') } });
  };

  for (const row of rows) {
    const good = goods.get(row.productId);
    const known = good === undefined ? undefined : lineOf.get(good.key);
    if (row.fault !== undefined) fault(row, row.fault, '');
    else if (row.productId === '') fault(row, 'id_missing', '');
    else if (good === undefined) fault(row, 'unknown_product', row.productId);
    else if (known !== undefined) fault(row, 'repeated', String(known), good.name);
    else {
      lineOf.set(good.key, row.line);
      const judged = judgeOverride(row, good);
      if (judged.kind === 'fault') fault(row, judged.code, judged.value, good.name);
      else if (judged.kind === 'unchanged') counts.unchanged += 1;
      else {
        const { before, after } = judged;
        counts.changed += 1;
        if (Object.values(after).includes(null)) counts.cleared += 1;
        const { line, productId } = row;
        lines.push({ line, faultCode: null, productId, name: good.name, details: { before, after } });
      }
    }
  }
  return { counts: { ...counts, rows: rows.length, fields }, lines };
}
