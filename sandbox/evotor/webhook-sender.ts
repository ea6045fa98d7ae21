import { webhookAnswerFault } from '../contracts/contract-schemas.js';
import type { Sandbox } from '../sandbox.js';
import { strikeCall } from '../script/strike-call.js';
import type { FaultEffect } from '../world/fault-rules.js';
import type { TillProduct } from '../world/till.js';
import type { Merchant } from '../world/world.js';
import { pushedProduct } from './present-till.js';

/** Evotor waits this long for an answer. */
const ANSWER_WITHIN_MS = 10_000;

export interface WebhookResult {
  /** HTTP status, or undefined when nothing answered. */
  status?: number;
  body: string;
  /** What the contract finds wrong with the answer. */
  fault?: string;
}

interface Delivery {
  path: string;
  /** Which of the target's tokens goes into `Authorization: Bearer`. */
  auth: 'user' | 'service';
  body: unknown;
}

/** Sends one webhook to the merchant's target; undefined when none is configured. Never throws. */
export async function sendWebhook(
  sandbox: Sandbox,
  merchant: Merchant,
  delivery: Delivery,
): Promise<WebhookResult | undefined> {
  if (merchant.till.webhook === undefined) return undefined;
  const struck = strikeCall(sandbox, {
    vendor: 'webhook',
    method: `POST ${delivery.path}`,
    path: delivery.path,
    merchant: merchant.id,
  });
  const go = (): Promise<WebhookResult> => deliver(sandbox, merchant, delivery, struck.names);
  const result = await onTheWay(sandbox, merchant.id, struck.effect, go);
  struck.afterwards();
  return result;
}

/** Sends, or does what the fault says; a webhook that does not go out now answers with the reason in `body`. */
async function onTheWay(
  sandbox: Sandbox,
  merchantId: string,
  effect: FaultEffect | undefined,
  go: () => Promise<WebhookResult>,
): Promise<WebhookResult> {
  if (effect?.kind === 'dropSend') return { body: 'dropped' };
  if (effect?.kind === 'delay') {
    setTimeout(() => void go(), effect.ms).unref();
    return { body: 'delayed' };
  }
  const held = sandbox.heldWebhooks.get(merchantId) ?? [];
  if (effect?.kind === 'holdSend') {
    sandbox.heldWebhooks.set(merchantId, [...held, () => void go()]);
    return { body: 'held' };
  }
  sandbox.heldWebhooks.delete(merchantId);
  const copies = effect?.kind === 'doubleSend' ? (effect.copies ?? 2) : 1;
  const [result = { body: '' }] = await Promise.all(Array.from({ length: copies }, go));
  for (const late of held) late();
  return result;
}

async function deliver(
  sandbox: Sandbox,
  merchant: Merchant,
  delivery: Delivery,
  faults: (string | number)[],
): Promise<WebhookResult> {
  const target = merchant.till.webhook;
  if (target === undefined) return { body: 'no target any more' };
  const token = delivery.auth === 'user' ? target.userToken : target.serviceSecret;
  const at = sandbox.clock.now();
  let result: WebhookResult;
  try {
    const answer = await fetch(`${target.baseUrl.replace(/\/$/, '')}${delivery.path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json;charset=UTF-8',
        accept: 'application/json;charset=UTF-8',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(delivery.body),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const body = (await answer.text()).slice(0, 2000);
    const fault = webhookAnswerFault(delivery.path, answer.status, body);
    result = { status: answer.status, body, ...(fault === undefined ? {} : { fault }) };
  } catch (error) {
    result = { body: error instanceof Error ? error.message : 'no answer' };
  }
  sandbox.record({
    at,
    vendor: 'webhook',
    merchant: merchant.id,
    method: `POST ${delivery.path}`,
    params: {},
    ms: sandbox.clock.now() - at,
    outcome: result.status === undefined ? 'no answer' : `http:${result.status}`,
    ...(faults.length === 0 ? {} : { faults }),
  });
  return result;
}

/** The product push: a bare array in v1 shape; after a delete an empty one, so that the app hears that something happened. */
export function pushProducts(
  sandbox: Sandbox,
  merchant: Merchant,
  storeId: string,
  products: readonly TillProduct[],
): Promise<WebhookResult | undefined> {
  return sendWebhook(sandbox, merchant, {
    path: `/inventories/stores/${storeId}/products`,
    auth: 'user',
    body: products.map(pushedProduct),
  });
}
