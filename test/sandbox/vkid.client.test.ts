import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { contractValidator } from '../../sandbox/contracts/contract-schemas.js';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { control, startWithMerchant, vkErrorCode } from './vendor-calls.js';

const VERIFIER = 'v'.repeat(50);
const REDIRECT = 'http://localhost:8080/vk/callback';

interface Tokens {
  access_token: string;
  refresh_token: string;
  scope: string;
  error?: string;
}

describe('sandbox: VK ID', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await startWithMerchant();
  });
  after(() => running.close());

  async function agree(decision = 'allow'): Promise<URLSearchParams> {
    const asked = {
      response_type: 'code',
      client_id: '777',
      redirect_uri: REDIRECT,
      state: 's'.repeat(32),
      scope: 'market groups secret_right',
      code_challenge_method: 's256',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    };
    const page = await fetch(`${running.vkIdUrl}/authorize?${new URLSearchParams(asked).toString()}`);
    expect(await page.text()).to.contain('Разрешить');
    const answer = await fetch(`${running.vkIdUrl}/authorize`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ ...asked, decision, user_id: String(running.sandbox.merchant('shop')?.vkUserId) }),
    });
    return new URL(answer.headers.get('location') ?? '').searchParams;
  }

  async function exchange(form: Record<string, string>): Promise<Tokens> {
    const answer = await fetch(`${running.vkIdUrl}/oauth2/auth`, { method: 'POST', body: new URLSearchParams(form) });
    const reply = await answer.json();
    expect(contractValidator('vk', 'vkid.token.reply')(reply)).to.equal(true);
    return reply as Tokens;
  }

  it('gives a code for consent, tokens for the code once, and drops rights silently', async () => {
    const back = await agree();
    expect(contractValidator('vk', 'vkid.redirect.query')(Object.fromEntries(back))).to.equal(true);
    const form = {
      grant_type: 'authorization_code',
      code: back.get('code') ?? '',
      code_verifier: VERIFIER,
      client_id: '777',
      device_id: back.get('device_id') ?? '',
      redirect_uri: REDIRECT,
      state: back.get('state') ?? '',
    };
    expect((await exchange({ ...form, code_verifier: 'w'.repeat(50) })).error).to.equal('invalid_grant');
    const tokens = await exchange(form);
    expect(tokens.scope).to.equal('market groups');
    expect(await vkErrorCode(running, 'users.get', { access_token: tokens.access_token })).to.equal(0);
    expect((await exchange(form)).error).to.equal('invalid_grant');
    await control(running, 'POST', '/clock', { advanceMs: 3_601_000 });
    expect(await vkErrorCode(running, 'users.get', { access_token: tokens.access_token })).to.equal(5);

    const refresh = {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
      client_id: '777',
      device_id: form.device_id,
    };
    const renewed = await exchange(refresh);
    expect(await vkErrorCode(running, 'users.get', { access_token: renewed.access_token })).to.equal(0);
    expect((await exchange(refresh)).error).to.equal('invalid_grant');
  });

  it('spends the refresh token even when its answer is lost on the way', async () => {
    const back = await agree();
    const device = { client_id: '777', device_id: back.get('device_id') ?? '' };
    const first = await exchange({
      ...{ grant_type: 'authorization_code', code: back.get('code') ?? '', code_verifier: VERIFIER, ...device },
      ...{ redirect_uri: REDIRECT, state: back.get('state') ?? '' },
    });
    const refresh = (refresh_token: string): Promise<Tokens> =>
      exchange({ grant_type: 'refresh_token', refresh_token, ...device });
    await control(running, 'PATCH', '/vkid', { callsPerSecond: 50 });
    const second = await refresh(first.refresh_token);
    expect(running.sandbox.world.vkTokens.get(second.access_token)?.callsPerSecond).to.equal(50);
    // A rule of another merchant does not look at it.
    for (const merchant of ['nobody', 'shop']) {
      await control(running, 'POST', '/faults', {
        ...{ vendor: 'vkid', method: 'refresh_token', merchant, times: 1 },
        effect: { kind: 'lostAnswer' },
      });
    }
    const lost = await refresh(second.refresh_token).then(
      () => false,
      () => true,
    );
    expect(lost).to.equal(true);
    await control(running, 'DELETE', '/faults');
    expect((await refresh(second.refresh_token)).error).to.equal('invalid_grant');
    expect(await vkErrorCode(running, 'users.get', { access_token: second.access_token })).to.equal(0);
  });

  it('returns a refusal to the app and demands PKCE', async () => {
    expect((await agree('deny')).get('error')).to.equal('access_denied');
    const bare = await fetch(
      `${running.vkIdUrl}/authorize?response_type=code&client_id=1&redirect_uri=${encodeURIComponent(REDIRECT)}&state=short`,
    );
    expect(bare.status).to.equal(400);
  });
});
