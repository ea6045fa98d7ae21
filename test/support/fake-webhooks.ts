/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { WebhookAccess, WebhookSender, WebhookService } from '../../src/services/webhooks/webhook-service.js';

/** Notes who sent what; a test may make it fail. */
export interface FakeWebhooks extends WebhookService {
  readonly seen: WebhookSender[];
  /** Messages that were understood, with the use case each went to. */
  readonly messages: { readonly use: string; readonly message: unknown; readonly access?: WebhookAccess }[];
  access: WebhookAccess;
  /** Thrown by the first use case that is asked. */
  failure: Error | null;
  /** Thrown when the sender is let in. */
  refusal: Error | null;
}

export const GIVEN_TOKEN = 'a-token-of-ours-for-this-till';

export function createFakeWebhooks(): FakeWebhooks {
  const note = (use: string, message: unknown, access?: WebhookAccess): void => {
    if (fake.failure !== null) throw fake.failure;
    fake.messages.push({ use, message, ...(access === undefined ? {} : { access }) });
  };
  const fake: FakeWebhooks = {
    seen: [],
    messages: [],
    access: { as: 'evotor' },
    failure: null,
    refusal: null,
    async admit(sender) {
      if (fake.refusal !== null) throw fake.refusal;
      fake.seen.push(sender);
      return fake.access;
    },
    async productsChanged(sender) {
      if (fake.failure !== null) throw fake.failure;
      fake.seen.push(sender);
      return { userId: null };
    },
    async tillRegistered(message) {
      note('tillRegistered', message);
      return { token: GIVEN_TOKEN };
    },
    async tillLoggedIn(message) {
      note('tillLoggedIn', message);
      return { token: GIVEN_TOKEN };
    },
    async tokenGiven(message) {
      note('tokenGiven', message);
    },
    async installationChanged(access, event) {
      note('installationChanged', event, access);
    },
    async subscriptionChanged(access, event) {
      note('subscriptionChanged', event, access);
    },
  };
  return fake;
}
