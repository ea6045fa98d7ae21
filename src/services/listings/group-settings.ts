import { highestTillPrice } from '../../db/repositories/catalogue.repository.js';
import { listGroupCategories, listPriceRules } from '../../db/repositories/listings.repository.js';
import { saveGroupCategory, savePriceRule } from '../../db/repositories/overrides.repository.js';
import type { GroupId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { leavesNoPrice, priceRuleFault } from '../../domain/listing/price-rule.js';
import type { PriceRule } from '../../domain/settings.js';
import { auditExchange } from '../audit/audit-account.js';
import { knownEntity, type RuleDeps } from '../catalogue/change-rules.js';
import { changeWish } from './change-wish.js';

/** Largest id the column holds; VK's categories are far below. */
const MAX_CATEGORY = 4_294_967_295;

/** Names of the parts of a price rule in forms and messages. */
const FIELDS: Readonly<Record<keyof PriceRule, string>> = {
  multiplier: 'price_multiplier',
  addend: 'price_addend',
  rounding: 'price_rounding',
  floorMarginPercent: 'price_floor_margin',
};

/** Throws `CATALOGUE.ENTITY_NOT_FOUND`, `SETTING.INVALID` (details.field), `SETTING.PRICES_GONE`. */
export async function setGroupPrice(
  deps: RuleDeps,
  userId: UserId,
  groupId: GroupId,
  rule: PriceRule | null,
): Promise<void> {
  await changeWish(deps, userId, async queries => {
    await knownEntity(queries, userId, 'group', groupId);
    const fault = rule === null ? null : priceRuleFault(rule);
    if (fault !== null) throw new AppError('invalid', 'SETTING.INVALID', { field: FIELDS[fault] });
    if (rule !== null && leavesNoPrice(rule, await highestTillPrice(queries, userId)))
      throw new AppError('invalid', 'SETTING.PRICES_GONE', { field: FIELDS.addend });
    const before = (await listPriceRules(queries, userId)).get(groupId) ?? null;
    await savePriceRule(queries, userId, groupId, rule);
    await auditExchange(queries, userId, 'group.price', {
      entity: `group:${groupId}`,
      before: before && { ...before },
      after: rule && { ...rule },
    });
    return true;
  });
}

/** Throws `CATALOGUE.ENTITY_NOT_FOUND`, `SETTING.INVALID` (details.field). */
export async function setGroupCategory(
  deps: RuleDeps,
  userId: UserId,
  groupId: GroupId,
  categoryId: number | null,
): Promise<void> {
  await changeWish(deps, userId, async queries => {
    await knownEntity(queries, userId, 'group', groupId);
    const fits = categoryId === null || (Number.isInteger(categoryId) && categoryId > 0 && categoryId <= MAX_CATEGORY);
    if (!fits) throw new AppError('invalid', 'SETTING.INVALID', { field: 'category_id', allowed: `1…${MAX_CATEGORY}` });
    const before = (await listGroupCategories(queries, userId)).get(groupId) ?? null;
    await saveGroupCategory(queries, userId, groupId, categoryId);
    await auditExchange(queries, userId, 'group.category', {
      entity: `group:${groupId}`,
      before: { category: before },
      after: { category: categoryId },
    });
    return true;
  });
}
