import type { Sandbox } from '../sandbox.js';
import type { Merchant } from '../world/world.js';
import { sendWebhook, type WebhookResult } from './webhook-sender.js';

/** Id of the app in the marketplace, as webhooks name it. */
export const APP_ID = '59fea9cb-0817-4431-9fb7-594f81584110';

export const ACCOUNT_EVENTS = ['user.create', 'user.verify', 'user.token', 'installation', 'subscription'] as const;
export type AccountEvent = (typeof ACCOUNT_EVENTS)[number];

/** Fires one of the account webhooks; `extra` fields are laid over the body (type of the event, e-mail, password …). */
export async function sendAccountEvent(
  sandbox: Sandbox,
  merchant: Merchant,
  event: AccountEvent,
  extra: Record<string, unknown>,
): Promise<WebhookResult | undefined> {
  const result = await sendWebhook(sandbox, merchant, {
    auth: 'service',
    ...delivery(sandbox, event, merchant, extra),
  });
  if (event === 'user.create' || event === 'user.verify') rememberUserToken(sandbox, merchant, result);
  return result;
}

function delivery(
  sandbox: Sandbox,
  event: AccountEvent,
  merchant: Merchant,
  extra: Record<string, unknown>,
): { path: string; body: unknown } {
  const { userId, token } = merchant.till;
  const now = sandbox.clock.now();
  switch (event) {
    case 'user.create':
      return { path: '/user/create', body: { userId, ...extra } };
    case 'user.verify':
      return { path: '/user/verify', body: { userId, username: '', password: '', ...extra } };
    case 'user.token':
      return { path: '/user/token', body: { userId, token, ...extra } };
    case 'installation':
      return {
        path: '/installation/event',
        body: {
          id: sandbox.random.uuid(),
          timestamp: now,
          version: 2,
          type: 'ApplicationInstalled',
          data: { productId: APP_ID, userId },
          ...extra,
        },
      };
    case 'subscription':
      return { path: '/subscription/event', body: subscriptionEvent(sandbox, merchant, extra) };
  }
}

/** Fields of each kind beyond those all share; `deviceNumber` and the like are not asked for. */
const SUBSCRIPTION_FIELDS: Readonly<Record<string, (inAMonth: string) => Record<string, unknown>>> = {
  SubscriptionCreated: () => ({ planId: 'base' }),
  SubscriptionActivated: nextBillingDate => ({ nextBillingDate }),
  SubscriptionRenewed: nextBillingDate => ({ nextBillingDate }),
  AddonsUpdated: () => ({ addons: [] }),
};

/** The next event of the account's subscription; a new one begins with `SubscriptionCreated`, and counts from 1. */
function subscriptionEvent(sandbox: Sandbox, { till }: Merchant, extra: Record<string, unknown>): object {
  const type = typeof extra['type'] === 'string' ? extra['type'] : 'SubscriptionCreated';
  const now = sandbox.clock.now();
  if (till.subscription === undefined || type === 'SubscriptionCreated')
    till.subscription = { id: sandbox.random.uuid(), sequence: 0 };
  till.subscription.sequence += 1;
  sandbox.changed();
  return {
    subscriptionId: till.subscription.id,
    productId: APP_ID,
    userId: till.userId,
    timestamp: new Date(now).toISOString(),
    sequenceNumber: till.subscription.sequence,
    type,
    ...SUBSCRIPTION_FIELDS[type]?.(new Date(now + 30 * 24 * 3_600_000).toISOString()),
    ...extra,
  };
}

/** The app's answer to create and verify carries the token that later pushes bring. */
function rememberUserToken(sandbox: Sandbox, merchant: Merchant, result: WebhookResult | undefined): void {
  if (result?.status !== 200 || merchant.till.webhook === undefined) return;
  try {
    const { token } = JSON.parse(result.body) as { token?: unknown };
    if (typeof token === 'string') merchant.till.webhook.userToken = token;
    sandbox.changed();
  } catch {
    // An answer that is not JSON gives no token; the journal shows the status.
  }
}
