import type { WebhookSender, WebhookService } from '../../src/services/webhooks/webhook-service.js';

/** Notes who sent what; a test may make it fail. */
export interface FakeWebhooks extends WebhookService {
  readonly seen: WebhookSender[];
  failure: Error | null;
}

export function createFakeWebhooks(): FakeWebhooks {
  const fake: FakeWebhooks = {
    seen: [],
    failure: null,
    async productsChanged(sender) {
      await Promise.resolve();
      if (fake.failure !== null) throw fake.failure;
      fake.seen.push(sender);
    },
  };
  return fake;
}
