import { expect } from 'chai';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import {
  control,
  evotor,
  groupId,
  itemParams,
  listItems,
  startWithMerchant,
  upload,
  picture,
  vk,
  vkErrorCode,
} from './vendor-calls.js';

async function failure(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'answered';
  } catch {
    return 'broken';
  }
}

describe('sandbox: faults on order', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await startWithMerchant(7);
  });
  afterEach(() => control(running, 'DELETE', '/faults'));
  after(() => running.close());
  const order = (rule: object): Promise<{ ids: number[] }> => control(running, 'POST', '/faults', rule);

  it('fails the nth call, every other call, or a number of times', async () => {
    await order({ vendor: 'vk', method: 'users.get', nth: 2, effect: { kind: 'apiError', code: 10 } });
    expect([
      await vkErrorCode(running, 'users.get'),
      await vkErrorCode(running, 'users.get'),
      await vkErrorCode(running, 'users.get'),
    ]).to.deep.equal([0, 10, 0]);
    await control(running, 'DELETE', '/faults');
    await order({ vendor: 'vk', every: 2, times: 1, effect: { kind: 'apiError', code: 9 } });
    expect([
      await vkErrorCode(running, 'users.get'),
      await vkErrorCode(running, 'users.get'),
      await vkErrorCode(running, 'users.get'),
      await vkErrorCode(running, 'users.get'),
    ]).to.deep.equal([0, 9, 0, 0]);
  });

  it('loses an answer after the work was done', async () => {
    await order({ vendor: 'vk', method: 'market.add', times: 1, effect: { kind: 'lostAnswer' } });
    const params = await itemParams(running, { sku: 'lost-1' });
    expect(await failure(vk(running, 'market.add', params))).to.equal('broken');
    expect((await listItems(running)).items.map(item => item.sku)).to.include('lost-1');
    expect((await vk(running, 'market.add', params)).error?.error_msg).to.contain('already assigned');
  });

  it('resets before the work, or answers HTML', async () => {
    await order({ vendor: 'vk', method: 'market.add', nth: 1, effect: { kind: 'reset' } });
    await order({ vendor: 'vk', method: 'market.add', nth: 1, effect: { kind: 'httpStatus', status: 502 } });
    const params = await itemParams(running, { sku: 'never-1' });
    expect(await failure(vk(running, 'market.add', params))).to.equal('broken');
    expect(await failure(vk(running, 'market.add', params))).to.equal('broken');
    expect((await listItems(running)).items.map(item => item.sku)).not.to.include('never-1');
    expect(await vkErrorCode(running, 'market.add', params)).to.equal(0);
  });

  it('leaves a call hanging until the client gives up', async () => {
    await order({ vendor: 'vk', times: 1, effect: { kind: 'lostAnswer', how: 'hang' } });
    const form = new URLSearchParams({ v: '5.199', access_token: 'vk-shop-token' });
    expect(
      await failure(
        fetch(`${running.vkUrl}/method/users.get`, { method: 'POST', body: form, signal: AbortSignal.timeout(200) }),
      ),
    ).to.equal('broken');
  });

  it('asks for a captcha until a person was there', async () => {
    await order({ vendor: 'vk', effect: { kind: 'apiError', code: 14 } });
    const answer = await fetch(`${running.vkUrl}/method/users.get`, {
      method: 'POST',
      body: new URLSearchParams({ v: '5.199', access_token: 'vk-shop-token' }),
    });
    expect(await answer.text()).to.contain('"remixstlid":9069780796616521905');
    const asked = (await vk(running, 'users.get')).error;
    expect(asked?.error_code).to.equal(14);
    expect(await vkErrorCode(running, 'users.get', { success_token: 'human' })).to.equal(0);
    await fetch(asked?.redirect_uri ?? '', { method: 'POST' });
    expect(await vkErrorCode(running, 'users.get')).to.equal(0);
  });

  it('fails one call inside execute', async () => {
    await order({ vendor: 'vk', method: 'users.get', nth: 2, effect: { kind: 'apiError', code: 9 } });
    const reply = await vk(running, 'execute', {
      code: 'return [[1,API.users.get({})],[2,API.users.get({})],[3,API.users.get({})]];',
    });
    expect((reply.response as unknown[][])[1]).to.deep.equal([2, false]);
    expect(reply.execute_errors?.[0]).to.include({ method: 'users.get', error_code: 9 });
  });

  it('breaks the upload host', async () => {
    await order({
      vendor: 'upload',
      times: 1,
      effect: { kind: 'apiError', code: 0, message: 'ERR_UPLOAD_FILE_NOT_UPLOADED: try again' },
    });
    expect(await upload(running, await picture())).to.contain('try again');
    expect(groupId(running)).to.be.greaterThan(0);
  });

  it('spoils Evotor lists by page', async () => {
    await control(running, 'PATCH', '/merchants/shop', { till: { pageSize: 3 } });
    const store = [...(running.sandbox.merchant('shop')?.till.stores.keys() ?? [])][0];
    const path = `/stores/${store}/products`;
    const clean = await evotor(running, path);
    const second = `${path}?cursor=${clean.body.paging.next_cursor}`;
    const cases: [object, (answer: Awaited<ReturnType<typeof evotor>>) => boolean][] = [
      [{ kind: 'missingItem' }, ({ body }) => body.items.length === 2],
      [{ kind: 'duplicateItem' }, ({ body }) => body.items[0]?.id === clean.body.items[2]?.id],
      [{ kind: 'emptyList' }, ({ body }) => body.items.length === 0 && body.paging.next_cursor === undefined],
      [{ kind: 'cursorLoop' }, ({ body }) => body.paging.next_cursor !== undefined],
      [{ kind: 'apiError', code: 503 }, ({ status }) => status === 503],
    ];
    for (const [effect, holds] of cases) {
      await order({ vendor: 'evotor', path: '/products', page: 2, effect });
      expect((await evotor(running, path)).body.items).to.have.length(3);
      expect(holds(await evotor(running, second)), JSON.stringify(effect)).to.equal(true);
      await control(running, 'DELETE', '/faults');
    }
    await order({ vendor: 'evotor', times: 1, effect: { kind: 'httpStatus', status: 200, body: '<html>' } });
    expect(await failure(evotor(running, path))).to.equal('broken');
  });

  it('refuses a rule it does not know', async () => {
    expect(await failure(order({ vendor: 'vk', sometimes: true, effect: { kind: 'reset' } }))).to.equal('broken');
  });
});
