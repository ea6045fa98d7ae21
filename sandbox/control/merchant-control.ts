import type { Router } from 'express';
import { generateMerchant } from '../catalogues/generated.js';
import { fireWebhooks } from '../evotor/fire-webhooks.js';
import type { Sandbox } from '../sandbox.js';
import type { Merchant } from '../world/world.js';
import { ControlRefusal, merchantOf, readJson, storeOf } from './control-request.js';
import { merchantSwitches, newMerchant, webhookOrder } from './schemas.js';
import { switchMerchant } from './switch-merchant.js';

/** Merchants: list, make, look, switch, fire webhooks. */
export function merchantControl(router: Router, sandbox: Sandbox): void {
  router.get(
    '/merchants',
    (_req, res) =>
      void res.json({ merchants: [...sandbox.world.merchants.values()].map(merchant => card(sandbox, merchant)) }),
  );
  router.post('/merchants', (req, res) => {
    const { id, generate } = readJson(req, newMerchant);
    if (sandbox.merchant(id) !== undefined) throw new ControlRefusal(409, `merchant ${id} is there already`);
    const { goods = 0, groups, stores, seed } = generate ?? {};
    const size = {
      goods,
      ...(groups === undefined ? {} : { groups }),
      ...(stores === undefined ? {} : { stores }),
      ...(seed === undefined ? {} : { seed }),
    };
    const merchant = generateMerchant(sandbox, id, size);
    sandbox.changed();
    res.status(201).json(card(sandbox, merchant));
  });
  router.get('/merchants/:id', (req, res) => void res.json(details(sandbox, merchantOf(sandbox, req))));
  router.patch('/merchants/:id', (req, res) => {
    const merchant = merchantOf(sandbox, req);
    switchMerchant(sandbox, merchant, readJson(req, merchantSwitches));
    res.json(details(sandbox, merchant));
  });
  router.post('/merchants/:id/webhooks', async (req, res) => {
    const merchant = merchantOf(sandbox, req);
    const order = readJson(req, webhookOrder);
    if (merchant.till.webhook === undefined) throw new ControlRefusal(409, 'no webhook target is configured');
    if (order.event === 'products') storeOf(merchant, order.store_id);
    const results = await fireWebhooks(sandbox, merchant, order);
    res.json(order.count === undefined ? results[0] : { results });
  });
}

/** What the demo prints: who, with which tokens, selling where. */
function card(sandbox: Sandbox, merchant: Merchant): object {
  const vkTokens = [...sandbox.world.vkTokens.values()].filter(token => token.merchantId === merchant.id);
  return {
    id: merchant.id,
    title: merchant.title,
    evotorUserId: merchant.till.userId,
    evotorToken: merchant.till.token,
    vkUserId: merchant.vkUserId,
    vkToken: `vk-${merchant.id}-token`,
    vkTokens: vkTokens.map(({ token, kind, scopes }) => ({ token, kind, scopes })),
    vkGroupId: merchant.groupId,
    stores: [...merchant.till.stores.values()].map(store => ({
      id: store.id,
      name: store.name,
      groups: store.groups.size,
      products: store.products.size,
    })),
    tillPage: `${sandbox.baseUrl}/till/${merchant.id}`,
    shopPage: `${sandbox.baseUrl}/shop/${merchant.id}`,
  };
}

function details(sandbox: Sandbox, merchant: Merchant): object {
  const { stores, webhook, ...till } = merchant.till;
  const { mode, roles, switches, limits, lag, restoreWindowMs } = sandbox.shopOf(merchant);
  return {
    ...card(sandbox, merchant),
    till,
    webhook: webhook ?? null,
    storeSwitches: [...stores.values()].map(({ id, paymentRequired, answersEmpty }) => ({
      id,
      paymentRequired,
      answersEmpty,
    })),
    shop: { mode, role: roles.get(merchant.vkUserId) ?? 0, switches, limits, lag, restoreWindowMs },
  };
}
