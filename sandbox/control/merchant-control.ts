import type { Router } from 'express';
import { generateMerchant } from '../catalogues/generated.js';
import { sendAccountEvent } from '../evotor/account-events.js';
import { pushProducts } from '../evotor/webhook-sender.js';
import type { Sandbox } from '../sandbox.js';
import type { Merchant } from '../world/world.js';
import { ControlRefusal, merchantOf, overlay, readJson, storeOf } from './control-request.js';
import { merchantSwitches, newMerchant, webhookOrder } from './schemas.js';

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
    const { till, webhook, stores, shop, role, vkTokens } = readJson(req, merchantSwitches);
    for (const id of Object.keys(stores ?? {})) storeOf(merchant, id);
    const tokens = Object.entries(vkTokens ?? {}).map(([name, changes]) => ({
      token: tokenOf(sandbox, merchant, name),
      changes,
    }));
    if (till !== undefined) overlay(merchant.till, till);
    if (webhook !== undefined) overlay(merchant.till, { webhook });
    for (const [id, changes] of Object.entries(stores ?? {})) overlay(storeOf(merchant, id), changes);
    if (shop !== undefined) overlay(sandbox.shopOf(merchant), shop);
    if (role !== undefined) sandbox.shopOf(merchant).roles.set(merchant.vkUserId, role);
    for (const { token, changes } of tokens) overlay(token, changes);
    sandbox.changed();
    res.json(details(sandbox, merchant));
  });
  router.post('/merchants/:id/webhooks', async (req, res) => {
    const merchant = merchantOf(sandbox, req);
    const { event, body, store_id, product_ids } = readJson(req, webhookOrder);
    if (merchant.till.webhook === undefined) throw new ControlRefusal(409, 'no webhook target is configured');
    if (event !== 'products') return void res.json(await sendAccountEvent(sandbox, merchant, event, body ?? {}));
    const store = storeOf(merchant, store_id);
    const products = (product_ids ?? []).flatMap(id => store.products.get(id) ?? []);
    res.json(await pushProducts(sandbox, merchant, store.id, products));
  });
}

function tokenOf(sandbox: Sandbox, merchant: Merchant, name: string): object {
  const token = sandbox.world.vkTokens.get(name === 'main' ? `vk-${merchant.id}-token` : name);
  if (token?.merchantId !== merchant.id) throw new ControlRefusal(404, `no token ${name}`);
  return token;
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
