import type { z } from 'zod';
import type { webhookOrder } from '../control/schemas.js';
import type { Sandbox } from '../sandbox.js';
import type { Merchant } from '../world/world.js';
import { sendAccountEvent } from './account-events.js';
import { pushProducts, type WebhookResult } from './webhook-sender.js';

/** Sends the ordered webhook `count` times at once, as a till that flushes its queue would. */
export function fireWebhooks(
  sandbox: Sandbox,
  merchant: Merchant,
  { event, body, store_id, product_ids, count = 1 }: z.infer<typeof webhookOrder>,
): Promise<(WebhookResult | undefined)[]> {
  const send = (): Promise<WebhookResult | undefined> => {
    if (event !== 'products') return sendAccountEvent(sandbox, merchant, event, body ?? {});
    const { stores } = merchant.till;
    const store = store_id === undefined ? [...stores.values()][0] : stores.get(store_id);
    if (store === undefined) return Promise.resolve(undefined);
    const products = (product_ids ?? []).flatMap(id => store.products.get(id) ?? []);
    return pushProducts(sandbox, merchant, store.id, products);
  };
  return Promise.all(Array.from({ length: count }, send));
}
