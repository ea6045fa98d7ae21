import { listFilters } from '../db/repositories/filters.repository.js';
import { getSyncConfig } from '../db/repositories/sync-config.repository.js';
import { findUserById } from '../db/repositories/users.repository.js';
import { explainProduct } from '../services/catalogue/explain-product.js';
import { shownSettings } from '../services/sync/settings-table.js';
import { problemCard } from '../web/texts/problem.js';
import { EXIT, userOf, type Command } from './context.js';

/** Commands that only look. */
export const readCommands: readonly Command[] = [
  {
    name: 'explain',
    usage: 'explain --user E --product ID',
    about: 'why a product is or is not in VK',
    async run(context) {
      const productId = context.args.need('product');
      const user = await userOf(context);
      const { name, published, code, params } = await explainProduct(await context.db(), user.id, productId);
      const card = code === null ? null : problemCard(code, params);
      const reason = card && `${card.what}. ${card.why}`;
      const json = { product: { id: productId, name }, published, code, reason, fix: card?.fix ?? null };
      const text = [`${name}: ${published ? 'in VK' : 'not in VK'}`, reason ?? '', card?.fix ?? ''];
      return { json, text: text.filter(line => line !== ''), exit: EXIT.done };
    },
  },
  {
    name: 'config:read',
    usage: 'config:read --user E',
    about: "a merchant's rules and settings",
    async run(context) {
      const { id, email } = await userOf(context);
      const db = await context.db();
      const user = await findUserById(db, id);
      const config = await getSyncConfig(db, id);
      const rules = await listFilters(db, id);
      const of = (type: string, mode: string) =>
        rules
          .filter(rule => rule.entityType === type && rule.mode === mode)
          .map(rule => ({ id: rule.entityId, name: rule.entityName }));
      const both = (type: string) => ({ include: of(type, 'include'), exclude: of(type, 'exclude') });
      const json = {
        user: email,
        enabled: config.isEnabled,
        confirmed: config.confirmedAt !== null,
        active:
          config.isEnabled && config.confirmedAt !== null && config.pausedAt === null && user?.status === 'active',
        stores: both('store'),
        groups: both('group'),
        products: both('product'),
        settings: shownSettings(config.settings),
      };
      return { json, text: [JSON.stringify(json, null, 2)], exit: EXIT.done };
    },
  },
];
