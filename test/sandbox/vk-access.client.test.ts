import { expect } from 'chai';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { control, groupId, itemParams, startWithMerchant, vk, vkErrorCode, vkOk } from './vendor-calls.js';

describe('sandbox: VK access and call rate', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await startWithMerchant();
  });
  after(() => running.close());

  it('tells tokens apart', async () => {
    const get = { owner_id: -groupId(running) };
    expect(await vkErrorCode(running, 'users.get', { access_token: 'nobody' })).to.equal(5);
    expect(await vkErrorCode(running, 'market.get', { ...get, access_token: 'vk-shop-community-token' })).to.equal(27);
    expect(await vkErrorCode(running, 'market.get', { ...get, access_token: 'vk-shop-noscope-token' })).to.equal(15);
    expect(
      await vkErrorCode(running, 'market.add', await itemParams(running, { access_token: 'vk-shop-stranger-token' })),
    ).to.equal(15);
    await control(running, 'PATCH', '/merchants/shop', { vkTokens: { main: { revoked: true } } });
    expect(await vkErrorCode(running, 'users.get')).to.equal(5);
    await control(running, 'PATCH', '/merchants/shop', { vkTokens: { main: { revoked: false, expiresAt: 1 } } });
    expect((await vk(running, 'users.get')).error?.error_msg).to.contain('expired');
    await control(running, 'PATCH', '/merchants/shop', {
      vkTokens: { main: { expiresAt: null, boundIp: '10.1.2.3' } },
    });
    expect((await vk(running, 'users.get')).error).to.include({ error_code: 5, error_subcode: 1130 });
    await control(running, 'PATCH', '/merchants/shop', { vkTokens: { main: { boundIp: null } } });
  });

  it('takes the token from the header and never shows it in an error', async () => {
    const answer = await fetch(`${running.vkUrl}/method/market.get`, {
      method: 'POST',
      headers: { authorization: 'Bearer vk-shop-token' },
      body: new URLSearchParams({ v: '5.199' }),
    });
    const text = await answer.text();
    expect(text).to.contain('owner_id is undefined');
    const inForm = await vk(running, 'market.get');
    expect(JSON.stringify(inForm)).not.to.contain('vk-shop-token');
    expect(inForm.error?.request_params).to.deep.include({ key: 'method', value: 'market.get' });
  });

  it('wants v, a form body and the exact method name', async () => {
    expect(await vkErrorCode(running, 'users.get', { v: '5.131' })).to.equal(8);
    expect(await vkErrorCode(running, 'Users.get')).to.equal(3);
    expect(await vkErrorCode(running, 'photos.getMarketUploadServer', { group_id: 1 })).to.equal(3);
    const json = await fetch(`${running.vkUrl}/method/users.get`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"v":"5.199"}',
    });
    expect(json.status).to.equal(200);
    expect(await json.json()).to.have.nested.property('error.error_code', 8);
  });

  it('answers who the token is and which communities it may manage', async () => {
    const [me] = await vkOk<{ id: number }[]>(running, 'users.get');
    expect(me?.id).to.equal(running.sandbox.merchant('shop')?.vkUserId);
    const groups = await vkOk<{ items: { id: number; market: { enabled: number; type: string } }[] }>(
      running,
      'groups.get',
      { extended: 1, filter: 'admin,editor', fields: 'market' },
    );
    expect(groups.items[0]).to.deep.include({ id: groupId(running) });
    expect(groups.items[0]?.market).to.include({ enabled: 1, type: 'advanced' });
    expect(((await vkOk<number>(running, 'account.getAppPermissions')) >> 27) & 1).to.equal(1);
    expect(
      await vkOk(running, 'groups.getTokenPermissions', { access_token: 'vk-shop-community-token' }),
    ).to.have.property('mask');
    await control(running, 'PATCH', '/merchants/shop', { role: 1 });
    expect(await vkErrorCode(running, 'market.addAlbum', { owner_id: -groupId(running), title: 'Нельзя' })).to.equal(
      15,
    );
    await control(running, 'PATCH', '/merchants/shop', { role: 3 });
  });

  it('lets three calls through in any second and counts the fourth', async () => {
    await control(running, 'PATCH', '/merchants/shop', { vkTokens: { main: { callsPerSecond: 3 } } });
    await control(running, 'POST', '/clock', { advanceMs: 2000 });
    await control(running, 'POST', '/stats/reset');
    const codes = [];
    for (let call = 0; call < 4; call += 1) codes.push(await vkErrorCode(running, 'users.get'));
    expect(codes).to.deep.equal([0, 0, 0, 6]);
    await control(running, 'POST', '/clock', { advanceMs: 1001 });
    const script = 'return [[1,API.users.get({})],[2,API.users.get({})],[3,API.users.get({})],[4,API.users.get({})]];';
    expect(await vkErrorCode(running, 'execute', { code: script })).to.equal(0);
    const stats = await control(running, 'GET', '/stats');
    expect(stats).to.include({ vkCalls: 5, tooManyPerSecond: 1, maxCallsInOneSecond: 4, writeCalls: 0 });
    expect(stats['executeCallsByMethod']).to.deep.equal({ 'users.get': 4 });
    await control(running, 'PATCH', '/merchants/shop', { vkTokens: { main: { callsPerSecond: 1000 } } });
  });
});
