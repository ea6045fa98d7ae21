import type { Queries } from '../../db/database.js';
import type { UserId } from '../../domain/brand.js';
import type { MerchantSettings } from '../../domain/settings.js';
import { auditExchange } from '../audit/audit-account.js';
import { shownSettings } from './settings-table.js';

/** Longer lists of words say only that they changed. */
const LONGEST = 300;

/** Notes which settings really changed, as they are shown and read; none at all leaves no line. */
export async function auditSettings(
  queries: Queries,
  userId: UserId,
  was: MerchantSettings,
  is: MerchantSettings,
): Promise<void> {
  const [before, after] = [shownSettings(was), shownSettings(is)];
  const names = Object.keys(after).filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  if (names.length === 0) return;
  const pick = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(names.map(name => [name, shortened(values[name])]));
  await auditExchange(queries, userId, 'settings.change', { before: pick(before), after: pick(after) });
}

function shortened(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? value : `${text.slice(0, LONGEST)}… (${text.length})`;
}
