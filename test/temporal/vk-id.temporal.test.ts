import { expect } from 'chai';
import { historyOf, textOf } from '../support/histories.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { PipelineMerchant } from '../support/pipeline-merchant.js';

const SESSION = 'session-of-the-merchant';

describe('signing in with VK ID through the workers', () => {
  let env: PipelineEnv;
  let merchant: PipelineMerchant;

  before(async () => {
    env = await startPipelineEnv({ environment: { VK_CLIENT_ID: '5200000' } });
    merchant = await env.addMerchant({ generate: { goods: 1, groups: 1 } });
  });
  after(() => env.close());

  it('trades the code on the queue of VK, leaves no secret in the history, and wants a captcha no more', async () => {
    const { userId } = merchant;
    const { vkId } = env.services;
    const address = new URL(await vkId.begin({ userId, sessionId: SESSION }));
    const body = new URLSearchParams(address.searchParams);
    body.set('decision', 'allow');
    // The only merchant there is is the only one to sign in as.
    const page = await (await fetch(address)).text();
    body.set('user_id', /name="user_id" value="(\d+)"/u.exec(page)?.[1] ?? '');
    const back = await fetch(`${address.origin}${address.pathname}`, { method: 'POST', redirect: 'manual', body });
    const query = new URL(back.headers.get('location') ?? '').searchParams;
    const [state = '', code = '', deviceId = ''] = ['state', 'code', 'device_id'].map(name => query.get(name) ?? '');
    await vkId.answer({ userId, sessionId: SESSION, answer: { state, code, deviceId, error: '' } });
    const choice = (await vkId.choice(userId))!;
    const { id: requestId } = (await env.db.first<{ id: number }>(
      'SELECT MAX(id) AS id FROM vk_id_requests WHERE user_id = :userId',
      { userId },
    ))!;
    const exchange = await historyOf(env.temporal, `vk-id/${userId}/${requestId}`);
    const queues = (exchange.events ?? []).flatMap(
      ({ activityTaskScheduledEventAttributes: asked }) => asked?.taskQueue?.name ?? [],
    );
    expect(queues).to.deep.equal(['vk']);

    const groupId = choice.communities?.[0]?.id ?? 0;
    const chosen = await vkId.choose({ userId, attemptId: choice.attemptId, groupId, isSure: false });
    expect(chosen).to.include({ kind: 'connected' });
    const connect = await historyOf(env.temporal, `connect/vk/${userId}/${choice.attemptId}/${groupId}`);
    expect(await vkId.probeCaptcha(userId)).to.deep.equal({ page: null });
    const probe = await historyOf(env.temporal, `captcha/${userId}`);

    const { vkTokens } = await env.control<{ vkTokens: { token: string }[] }>('GET', `/merchants/${merchant.id}`);
    const secrets = [...vkTokens.map(({ token }) => token), state, code, deviceId];
    expect(secrets.length).to.be.at.least(5);
    for (const text of [exchange, connect, probe].map(textOf)) {
      expect(text.length).to.be.greaterThan(300);
      for (const secret of secrets) expect(text.includes(secret)).to.equal(false);
    }
  });
});
