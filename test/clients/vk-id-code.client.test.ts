import { expect } from 'chai';
import type { ApiLogEntry } from '../../src/clients/http/api-log.js';
import { createFetchHttp } from '../../src/clients/http/fetch-http.js';
import { exchangeCode } from '../../src/clients/vk/vk-id.js';
import { startScriptedServer, type ScriptedServer } from './scripted-server.js';

describe('VK ID: a code for tokens', () => {
  let server: ScriptedServer;
  let log: ApiLogEntry[];

  before(async () => {
    server = await startScriptedServer();
  });
  after(() => server.close());
  beforeEach(() => {
    log = [];
  });
  afterEach(() => {
    expect(log).to.have.length(1);
    expect(JSON.stringify(log)).not.to.contain('SECRET');
  });

  const exchange = () =>
    exchangeCode({
      vkIdUrl: server.url,
      clientId: '54000000',
      code: 'SECRET-code',
      codeVerifier: 'SECRET-verifier',
      deviceId: 'SECRET-device',
      redirectUri: 'https://evosync.example/vk/callback',
      state: 'SECRET-state',
      http: createFetchHttp(),
      log: entry => log.push(entry),
      now: Date.now,
    });

  it('sends once what the contract names, and nothing else', async () => {
    const json = { access_token: 'SECRET-a', refresh_token: 'SECRET-r', expires_in: 3600, user_id: 7 };
    server.play(() => ({ json: { ...json, state: 'SECRET-state' } }));
    expect(await exchange()).to.deep.equal({
      outcome: 'ok',
      value: { accessToken: 'SECRET-a', refreshToken: 'SECRET-r', expiresInSeconds: 3600, scope: null, userId: 7 },
    });
    expect(server.seen.map(({ path }) => path)).to.deep.equal(['/oauth2/auth']);
    expect(Object.fromEntries(server.seen[0]?.form ?? [])).to.deep.equal({
      grant_type: 'authorization_code',
      code: 'SECRET-code',
      code_verifier: 'SECRET-verifier',
      client_id: '54000000',
      device_id: 'SECRET-device',
      redirect_uri: 'https://evosync.example/vk/callback',
      state: 'SECRET-state',
    });
    expect(log[0]).to.include({ service: 'vk_id', requestBody: '{"grant_type":"authorization_code"}' });
  });

  it('tells a spent code from a silent server', async () => {
    server.play(() => ({ status: 400, json: { error: 'invalid_grant', error_description: 'SECRET-code is used' } }));
    expect(await exchange()).to.include({ code: 'VK_ID.GRANT_REJECTED', vendorMessage: '*** is used' });
  });

  it('takes half an answer for none', async () => {
    server.play(() => ({ json: { access_token: 'SECRET-a', expires_in: 3600 } }));
    expect(await exchange()).to.have.property('outcome', 'unknown');
  });
});
