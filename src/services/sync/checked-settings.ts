import { highestTillPrice, quantityKnowledge } from '../../db/repositories/catalogue.repository.js';
import type { Queries } from '../../db/database.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { leavesNoPrice } from '../../domain/listing/price-rule.js';
import type { MerchantSettings } from '../../domain/settings.js';
import { withSettings } from './settings-table.js';

/**
 * The settings with some values replaced, checked against the merchant's till too. Throws `SETTING.INVALID`,
 * `SETTING.STOCK_UNKNOWN`, `SETTING.PRICES_GONE`, each with details.field.
 */
export async function checkedSettings(
  queries: Queries,
  userId: UserId,
  before: MerchantSettings,
  values: Readonly<Record<string, string>>,
): Promise<MerchantSettings> {
  const wanted = withSettings(before, values);
  if (wanted.stockMode === 'exact' && before.stockMode !== 'exact') {
    const { known, all } = await quantityKnowledge(queries, userId);
    // Over half unknown means the stock right is missing: exact stock would be a guess.
    if (all > 0 && known * 2 < all)
      throw new AppError('invalid', 'SETTING.STOCK_UNKNOWN', { field: 'stock_mode', known, all });
  }
  const isPriceChanged = ['price_multiplier', 'price_addend'].some(name => Object.hasOwn(values, name));
  if (isPriceChanged && leavesNoPrice(wanted.price, await highestTillPrice(queries, userId)))
    throw new AppError('invalid', 'SETTING.PRICES_GONE', { field: 'price_addend' });
  return wanted;
}
