import { expect } from 'chai';
import { refreshToken } from '../../src/clients/vk/vk-id.js';
import type { ApiLogEntry } from '../../src/clients/http/api-log.js';
import { createFetchHttp } from '../../src/clients/http/fetch-http.js';
import { startScriptedServer } from './scripted-server.js';
import type { Answer, ScriptedServer } from './scripted-server.js';
import { contractFaults } from './vk-contract-check.js';
import { callsOf, playCalls } from './vk-script-player.js';
import { setUpVk } from './vk-setup.js';
import type { VkSetup } from './vk-setup.js';

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xd9]);

describe('VK photos', () => {
  let server: ScriptedServer;
  let setup: VkSetup;

  before(async () => {
    server = await startScriptedServer();
  });
  after(() => server.close());
  beforeEach(() => {
    setup = setUpVk(server.url);
  });
  afterEach(() => {
    expect(JSON.stringify(setup.log)).not.to.contain('SECRET');
  });
  const address = () => `${server.url}/gu-s/photo/v2/upload?token=SECRET`;

  it('fetches one address directly and many by script; some are better than none', async () => {
    let nth = 0;
    server.play(seen =>
      playCalls(seen, () => ({ result: { upload_url: `https://pu.vk.com/u?token=SECRET${(nth += 1)}` } })),
    );
    expect(await setup.vk.uploadAddresses(1)).to.deep.equal({
      outcome: 'ok',
      value: ['https://pu.vk.com/u?token=SECRET1'],
    });
    const many = await setup.vk.uploadAddresses(27);
    expect(many.outcome === 'ok' && new Set(many.value).size).to.equal(27);
    expect(server.seen.map(seen => callsOf(seen).length)).to.deep.equal([1, 25, 2]);
    for (const seen of server.seen) expect(contractFaults(seen)).to.deep.equal([]);
    nth = 0;
    server.play(seen =>
      playCalls(seen, () => ((nth += 1) === 2 ? { error: 9 } : { result: { upload_url: 'https://pu.vk.com/u' } })),
    );
    expect(await setup.vk.uploadAddresses(3)).to.deep.equal({ outcome: 'ok', value: ['https://pu.vk.com/u'] });
    server.play(seen => playCalls(seen, () => ({ error: 1438 })));
    expect(await setup.vk.uploadAddresses(3)).to.include({ code: 'VK.MARKET_OFF' });
  });

  it('uploads a JPEG as “file” and hands the reply on unchanged', async () => {
    const text = '{"sha": "abc",  "secret":"x"}';
    server.play(() => ({ text }));
    expect(await setup.vk.uploadPhoto(address(), JPEG)).to.deep.equal({ outcome: 'ok', value: text });
    const seen = server.seen.at(-1);
    expect(seen?.query.get('token')).to.equal('SECRET');
    expect(seen?.body.toString('latin1')).to.contain('name="file"; filename="photo.jpg"');
    expect(setup.log[0]).to.include({
      service: 'vk_upload',
      path: '/gu-s/photo/v2/upload',
      outcome: 'ok',
      requestBytes: 4,
    });
    server.play(() => ({ json: { response: { photo_id: 457239024 } } }));
    expect(await setup.vk.saveProductPhoto(text)).to.deep.equal({ outcome: 'ok', value: 457239024 });
    expect(server.seen.at(-1)?.form.get('upload_response')).to.equal(text);
    expect(setup.log.at(-1)?.requestBody).to.equal('{}');
  });

  const failures: [string, Answer, string, string][] = [
    ['too small', { json: { error: 'ERR_UPLOAD_BAD_IMAGE_SIZE: market photo min size 400x400', _sig: 'SECRET' } }, 'VK.PHOTO_TOO_SMALL', 'skip_item'],
    ['not an image', { json: { error: 'ERR_UPLOAD_FILE_NOT_SUPPORTED' } }, 'VK.PHOTO_REFUSED', 'skip_item'],
    ['not uploaded', { json: { error: 'ERR_UPLOAD_FILE_NOT_UPLOADED' } }, 'VK.UPLOAD_FAILED', 'retry'],
    ['5xx', { status: 504, text: 'SECRET' }, 'VK.UPLOAD_FAILED', 'retry'],
    ['HTML', { text: '<html>' }, 'VK.UPLOAD_FAILED', 'retry'],
    ['an empty object', { json: {} }, 'VK.UPLOAD_FAILED', 'retry'],
    ['a reset', 'reset', 'VK.UPLOAD_FAILED', 'retry'],
  ]; // prettier-ignore
  for (const [name, answer, code, policy] of failures) {
    it(`answers ${code} to ${name}`, async () => {
      server.play(() => answer);
      expect(await setup.vk.uploadPhoto(address(), JPEG)).to.include({
        outcome: 'api_error',
        code,
        policy,
        method: 'upload',
      });
      expect(setup.log).to.have.length(1);
    });
  }
});

describe('VK ID refresh', () => {
  let server: ScriptedServer;
  const log: ApiLogEntry[] = [];
  before(async () => {
    server = await startScriptedServer();
  });
  after(() => server.close());
  const refresh = () =>
    refreshToken({
      vkIdUrl: server.url,
      clientId: '54000000',
      refreshToken: 'SECRET-refresh',
      deviceId: 'SECRET-device',
      http: createFetchHttp(),
      log: entry => log.push(entry),
      now: Date.now,
    });
  afterEach(() => {
    expect(JSON.stringify(log)).not.to.contain('SECRET');
  });

  it('trades the token', async () => {
    const json = {
      access_token: 'SECRET-a',
      refresh_token: 'SECRET-r',
      expires_in: 3600,
      user_id: 1,
      scope: 'market',
      token_type: 'Bearer',
    };
    server.play(() => ({ json }));
    expect(await refresh()).to.deep.equal({
      outcome: 'ok',
      value: { accessToken: 'SECRET-a', refreshToken: 'SECRET-r', expiresInSeconds: 3600, scope: 'market', userId: 1 },
    });
    expect(server.seen[0]?.path).to.equal('/oauth2/auth');
    expect(Object.fromEntries(server.seen[0]?.form ?? [])).to.deep.equal({
      grant_type: 'refresh_token',
      refresh_token: 'SECRET-refresh',
      client_id: '54000000',
      device_id: 'SECRET-device',
    });
    expect(log.at(-1)).to.include({ service: 'vk_id', path: '/oauth2/auth', outcome: 'ok', responseBody: null });
  });

  it('tells a dead grant from other refusals, and both from no answer', async () => {
    for (const status of [200, 400]) {
      server.play(() => ({ status, json: { error: 'invalid_grant', error_description: 'SECRET-refresh is dead' } }));
      expect(await refresh()).to.include({
        code: 'VK_ID.GRANT_REJECTED',
        kind: 'unauthenticated',
        vendorMessage: '*** is dead',
      });
    }
    server.play(() => ({ json: { error: 'invalid_client' } }));
    expect(await refresh()).to.include({ code: 'VK_ID.REFUSED', vendorCode: 'invalid_client' });
    for (const answer of [
      'reset',
      { status: 502, text: '' },
      { json: { access_token: 'SECRET' } },
    ] satisfies Answer[]) {
      server.play(() => answer);
      expect(await refresh()).to.have.property('outcome', 'unknown');
    }
  });
});
