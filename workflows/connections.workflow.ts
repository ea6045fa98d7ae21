import { patched, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import {
  QUEUES,
  type CheckMessage,
  type ConnectInput,
  type ExchangeInput,
  type ExchangeMessage,
  type ProbeInput,
  type ProbeMessage,
  type TestInput,
} from '../temporal/contracts.js';
import type { UserId } from '../src/domain/brand.js';
import { compute, maintenance, till } from './activity-proxies.js';

/** A person waits for these: one quick repeat at most, then the answer is that the vendor does not answer. */
const QUICK = {
  startToCloseTimeout: '60 seconds',
  scheduleToCloseTimeout: '90 seconds',
  retry: { initialInterval: '1 second', maximumAttempts: 2 },
} as const;

/** Renewing tokens became a Schedule of its own. */
const TOKENS_APART = 'tokens-apart';

const evotor = proxyActivities<Activities>({ ...QUICK, taskQueue: QUEUES.evotor });
const vk = proxyActivities<Activities>({ ...QUICK, taskQueue: QUEUES.vk });

/** Checks an entered token with its vendor and keeps it only if it is accepted. The token itself never comes here. */
export async function connectVendor(input: ConnectInput): Promise<CheckMessage> {
  return (input.service === 'evotor' ? evotor : vk).acceptConnection(input);
}

/** Checks a stored connection. */
export async function testConnection(input: TestInput): Promise<CheckMessage> {
  return (input.service === 'evotor' ? evotor : vk).testConnection(input);
}

/** Trades the code of a sign-in with VK ID where VK is called from: the tokens are bound to that address. */
export async function exchangeVkCode(input: ExchangeInput): Promise<ExchangeMessage> {
  return vk.exchangeVkCode(input);
}

/** Asks VK whether it still wants a captcha. */
export async function probeCaptcha(input: ProbeInput): Promise<ProbeMessage> {
  return vk.probeCaptcha(input);
}

/** Reads the store names of a till nobody has claimed yet. */
export async function peekTill(connectionId: number): Promise<void> {
  await evotor.peekTill(connectionId);
}

/** Reads the till into the cache, without a job and without VK. */
export async function refreshCatalogue(userId: UserId): Promise<void> {
  await till.readTillOnly(userId);
  await compute.computeListingsOnly(userId);
}

/** Started by the Schedule `health`: jobs that stand still, and connections nobody has called for an interval. */
export async function checkConnections(): Promise<void> {
  await maintenance.endStuckJobs();
  const due = await maintenance.connectionsToCheck();
  for (const input of due) {
    try {
      await (input.service === 'evotor' ? evotor : vk).pingConnection(input);
    } catch {
      // One merchant's broken connection is written down by the activity and never keeps the others waiting.
    }
  }
  // Runs that began on a release without the Schedule `tokens` go on as they began.
  if (!patched(TOKENS_APART)) await renewTokens();
}

/** Started by the Schedule `tokens`: VK tokens that would die of idleness. */
export async function renewTokens(): Promise<void> {
  for (const userId of await maintenance.tokensToRenew()) {
    try {
      await vk.renewIdleToken(userId);
    } catch {
      // One merchant's refusal is none of the others' concern, and the next sweep tries again.
    }
  }
}

/** Started by the Schedule `prune` every night. */
export async function prune(): Promise<void> {
  await maintenance.pruneOldRows();
}
