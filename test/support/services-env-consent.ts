import type { VkIdAnswer } from '../../src/services/connections/vk-id/vk-id-contracts.js';
import type { ServicesEnv, TestMerchant } from './services-env.js';

/** The merchant's person in the sandbox. */
export const personOf = (env: ServicesEnv, merchant: TestMerchant): number =>
  env.sandbox.sandbox.world.merchants.get(merchant.id)!.vkUserId;

/** What a person does on VK's consent page: the address VK sends them back to. */
export async function consentPage(
  env: ServicesEnv,
  merchant: TestMerchant,
  address: string,
  decision: 'allow' | 'deny' = 'allow',
): Promise<URL> {
  const asked = new URL(address);
  const body = new URLSearchParams(asked.searchParams);
  body.set('decision', decision);
  body.set('user_id', String(personOf(env, merchant)));
  const answer = await fetch(`${asked.origin}${asked.pathname}`, { method: 'POST', redirect: 'manual', body });
  return new URL(answer.headers.get('location') ?? '');
}

export const answerOf = ({ searchParams: query }: URL): VkIdAnswer => ({
  state: query.get('state') ?? '',
  code: query.get('code') ?? '',
  deviceId: query.get('device_id') ?? '',
  error: query.get('error') ?? '',
});

export const SESSION = 'session-of-the-merchant';

/** Signs in with VK ID to the point where a community is to be chosen; answers the number of the waiting key. */
export async function signIn(env: ServicesEnv, merchant: TestMerchant, sessionId = SESSION): Promise<number> {
  const { userId } = merchant;
  const { vkId } = env.services;
  const address = await vkId.begin({ userId, sessionId });
  await vkId.answer({ userId, sessionId, answer: answerOf(await consentPage(env, merchant, address)) });
  const choice = await vkId.choice(userId);
  if (choice === null) throw new Error('no key waits for its community');
  return choice.attemptId;
}
