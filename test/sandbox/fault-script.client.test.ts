import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { optionsFromEnv } from '../../sandbox/options.js';
import { startSandbox, type RunningSandbox } from '../../sandbox/start-sandbox.js';
import { addItem, control, groupId, itemParams, startWithMerchant, vk, vkErrorCode } from './vendor-calls.js';

const FLOOD = { kind: 'apiError', code: 9 };

describe('sandbox: fault scripts', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await startWithMerchant(7);
  });
  afterEach(() => running.close());
  const order = (rules: unknown): Promise<{ ids: number[] }> => control(running, 'POST', '/faults', rules);
  const calls = async (count: number, method = 'users.get'): Promise<number[]> => {
    const codes: number[] = [];
    for (let at = 0; at < count; at += 1) codes.push(await vkErrorCode(running, method));
    return codes;
  };
  const hits = async (count: number, method = 'users.get'): Promise<number[]> =>
    (await calls(count, method)).flatMap((code, at) => (code === 0 ? [] : [at + 1]));
  const scriptLines = (): string[] =>
    running.sandbox.journal.list({ vendor: 'script' }).map(entry => `${entry.method} ${entry.outcome}`);

  it('joins its conditions: from, up to, every, at most', async () => {
    await order({ vendor: 'vk', after: 3, until: 8, every: 2, times: 2, effect: FLOOD });
    expect(await hits(10)).to.deep.equal([4, 6]);
  });

  it('looks at parameters, at several methods and at the inside of execute', async () => {
    await order([
      { vendor: 'vk', method: ['users.get', 'account.getAppPermissions'], inside: false, nth: 2, effect: FLOOD },
      { vendor: 'vk', params: { user_ids: 200001 }, effect: { kind: 'apiError', code: 10 } },
      { vendor: 'vk', method: 'users.get', inside: true, nth: 1, effect: { kind: 'apiError', code: 36 } },
    ]);
    expect(await vkErrorCode(running, 'users.get')).to.equal(0);
    expect(await vkErrorCode(running, 'users.get', { user_ids: 200_001 })).to.equal(9);
    expect(await vkErrorCode(running, 'users.get', { user_ids: 200_001 })).to.equal(10);
    const reply = await vk(running, 'execute', { code: 'return [[1,API.users.get({})],[2,API.users.get({})]];' });
    expect(reply.execute_errors?.map(error => error.error_code)).to.deep.equal([36]);
  });

  it('sleeps and wakes by the clock of the sandbox, and counts only while awake', async () => {
    await order({ vendor: 'vk', afterMs: 60_000, forMs: 60_000, every: 2, effect: FLOOD });
    expect(await hits(3)).to.deep.equal([]);
    await control(running, 'POST', '/clock', { advanceMs: 60_000 });
    expect(await hits(4)).to.deep.equal([2, 4]);
    await control(running, 'POST', '/clock', { advanceMs: 60_000 });
    expect(await hits(3)).to.deep.equal([]);
  });

  it('draws from seed, name and number of the call alone', async () => {
    const rule = { name: 'a', seed: 5, vendor: 'vk', method: 'users.get', probability: 0.3, effect: FLOOD };
    await order(rule);
    const first = await hits(200);
    expect(first.length).to.be.within(35, 90);
    await control(running, 'DELETE', '/faults');

    // Other calls between, another rule before it, another sandbox: the same hits.
    const other = await startWithMerchant(1);
    await control(other, 'POST', '/faults', {
      seed: 5,
      rules: [
        { name: 'b', vendor: 'vk', method: 'account.getAppPermissions', probability: 0.5, effect: FLOOD },
        { ...rule, seed: undefined },
      ],
    });
    const again: number[] = [];
    for (let at = 1; at <= 200; at += 1) {
      if (at % 3 === 0) await vk(other, 'account.getAppPermissions');
      if ((await vkErrorCode(other, 'users.get')) !== 0) again.push(at);
    }
    await other.close();
    expect(again).to.deep.equal(first);

    await order({ ...rule, seed: 6 });
    expect(await hits(200)).not.to.deep.equal(first);
  });

  it('takes the token away on the nth call and gives it back', async () => {
    await order([
      { vendor: 'vk', nth: 3, then: { do: 'token', token: 'all', revoked: true } },
      { vendor: 'evotor', path: '/stores', nth: 1, then: { do: 'token', revoked: false } },
    ]);
    expect(await calls(4)).to.deep.equal([0, 0, 5, 5]);
    await fetch(`${running.evotorUrl}/stores`, { headers: { authorization: 'Bearer evotor-shop-token' } });
    expect(await calls(1)).to.deep.equal([0]);
    expect(scriptLines()).to.deep.equal(['token ok', 'token ok']);
  });

  it('changes the call rate after the nth call', async () => {
    await order({ vendor: 'vk', nth: 2, thenWhen: 'after', then: { do: 'token', callsPerSecond: 1 } });
    expect((await calls(3)).slice(0, 2)).to.deep.equal([0, 0]);
    expect(await calls(1)).to.deep.equal([6]);
  });

  it('edits, deletes and plants by hand beside the run', async () => {
    await order([
      {
        name: 'hands',
        vendor: 'vk',
        method: 'market.add',
        thenWhen: 'after',
        nth: 2,
        then: [
          { do: 'deleteItem', item: 'used' },
          { do: 'editItem', item: 'sku:one', changes: { priceKopecks: 500, title: 'Чужое имя' } },
          { do: 'plantItem', twinOf: 'sku:one' },
          { do: 'addAlbum', title: 'Моя полка' },
          { do: 'editAlbum', album: 'title:Моя полка', changes: { title: 'Полка' } },
          { do: 'editItem', item: 'title:Нет такого', changes: { hidden: true } },
          { do: 'deleteAlbum', album: 99 },
        ],
      },
    ]);
    const one = await addItem(running, { sku: 'one' });
    const two = await addItem(running, { sku: 'two' });
    const shop = running.sandbox.world.shops.get(groupId(running));
    expect(shop?.items.get(two)?.deletedAt).to.be.a('number');
    expect(shop?.items.get(one)).to.include({ priceKopecks: 500, title: 'Чужое имя' });
    expect([...(shop?.items.values() ?? [])].at(-1)).to.include({ sku: 'one', origin: 'hand', priceKopecks: 500 });
    expect([...(shop?.albums.values() ?? [])].map(album => album.title)).to.deep.equal(['Полка']);
    expect(scriptLines().filter(line => line.includes('missed'))).to.deep.equal([
      'editItem missed: no item title:Нет такого',
      'deleteAlbum missed: no album 99',
    ]);
  });

  it('changes the till, the switches, the clock and the faults themselves', async () => {
    const now = running.sandbox.clock.now();
    await order({
      vendor: 'vk',
      nth: 1,
      then: [
        { do: 'editProduct', product: 'first', changes: { price: 77 } },
        { do: 'deleteProduct', product: 'last' },
        { do: 'addProduct', fields: { name: 'Новинка', price: 5 } },
        { do: 'editProduct', product: 'name:Новинка', changes: { quantity: 4 } },
        { do: 'merchant', changes: { till: { rights: { stock: false } }, shop: { limits: { items: 3 } } } },
        { do: 'clock', advanceMs: 3_600_000 },
        { do: 'faults', add: [{ name: 'later', vendor: 'vk', method: 'users.get', effect: FLOOD }] },
      ],
    });
    expect(await calls(3)).to.deep.equal([0, 9, 9]);
    await order({ vendor: 'evotor', nth: 1, then: { do: 'clearFaults', name: 'later' } });
    await fetch(`${running.evotorUrl}/stores`, { headers: { authorization: 'Bearer evotor-shop-token' } });
    expect(await calls(1)).to.deep.equal([0]);
    expect((await control<{ faults: object[] }>(running, 'GET', '/faults')).faults).to.have.length(2);
    const merchant = running.sandbox.merchant('shop');
    const goods = [...(merchant?.till.stores.values() ?? [])].flatMap(store => [...store.products.values()]);
    expect([goods[0]?.price, goods.length, goods.at(-1)?.quantity]).to.deep.equal([77, 7, 4]);
    expect(merchant?.till.rights.stock).to.equal(false);
    expect(running.sandbox.clock.now() - now).to.be.at.least(3_600_000);
  });

  it('says in the journal which rules hit and what they touched', async () => {
    await order({ name: 'gone', vendor: 'vk', method: 'market.add', times: 1, effect: { kind: 'lostAnswer' } });
    const params = await itemParams(running, { sku: 'seen' });
    await vk(running, 'market.add', params).catch(() => undefined);
    const id = await addItem(running, { sku: 'seen' });
    const entries = running.sandbox.journal.list({ method: 'market.add' });
    expect(entries.map(({ outcome, faults, addsOfSku }) => ({ outcome, faults, addsOfSku }))).to.deep.equal([
      { outcome: 'lost:ok', faults: ['gone'], addsOfSku: 1 },
      { outcome: 'ok', faults: undefined, addsOfSku: 2 },
    ]);
    const found = await control<{ entries: { seq: number }[] }>(running, 'GET', `/journal?item=${id}`);
    expect(found.entries.map(entry => entry.seq)).to.deep.equal([entries[1]?.seq]);
  });

  it('loses answers in five ways, the work being done each time', async () => {
    for (const how of ['destroy', 'html', 'truncate', 'empty']) {
      await order({ vendor: 'vk', method: 'market.add', times: 1, effect: { kind: 'lostAnswer', how } });
      const broken = await vk(running, 'market.add', await itemParams(running, { sku: how })).then(
        () => false,
        () => true,
      );
      expect(broken, how).to.equal(true);
    }
    await order({ vendor: 'vk', method: 'market.add', effect: { kind: 'delay', ms: 300, after: true } });
    const slow = vk(running, 'market.add', await itemParams(running, { sku: 'slow' }));
    await new Promise(resolve => setTimeout(resolve, 150));
    const keys = [...(running.sandbox.world.shops.get(groupId(running))?.items.values() ?? [])].map(item => item.sku);
    expect(keys).to.deep.equal(['destroy', 'html', 'truncate', 'empty', 'slow']);
    expect((await slow).error).to.equal(undefined);
  });

  it('refuses a script that is wrong anywhere, and arms none of it', async () => {
    const good = { vendor: 'vk', effect: FLOOD };
    for (const wrong of [
      { vendor: 'vk' },
      { vendor: 'vk', after: 0, effect: FLOOD },
      { vendor: 'vk', sometimes: 1, effect: FLOOD },
      { vendor: 'vk', then: { do: 'dance' } },
      { vendor: 'vk', then: { do: 'editItem', item: 1, changes: { colour: 'red' } } },
      { vendor: 'vk', then: { do: 'faults', add: [{ vendor: 'vk' }] } },
      { vendor: 'vk', effect: { kind: 'lostAnswer', how: 'softly' } },
    ]) {
      const answer = await fetch(`${running.url}/_control/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([good, wrong]),
      });
      expect(answer.status, JSON.stringify(wrong)).to.equal(400);
    }
    expect(running.sandbox.faults.list()).to.have.length(0);
  });
});

describe('sandbox: a fault script at the start', () => {
  const script = { seed: 3, rules: [{ vendor: 'vk', effect: { kind: 'apiError', code: 10 } }] };

  it('comes as JSON or as a file of it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'faults-'));
    const file = path.join(folder, 'script.json');
    await writeFile(file, JSON.stringify(script));
    for (const SANDBOX_FAULTS of [file, JSON.stringify(script)]) {
      const running = await startSandbox({ ...optionsFromEnv({ SANDBOX_SCENARIO: 'tea', SANDBOX_FAULTS }) });
      const form = new URLSearchParams({ v: '5.199', access_token: 'vk-tea-token' });
      const answer = await fetch(`${running.vkUrl}/method/users.get`, { method: 'POST', body: form });
      expect(await answer.text()).to.contain('"error_code":10');
      await running.close();
    }
    await rm(folder, { recursive: true });
    expect(() => optionsFromEnv({ SANDBOX_FAULTS: '[{' })).to.throw('SANDBOX_FAULTS');
  });

  it('is refused when it is wrong', async () => {
    const failure = await startSandbox({ scenarios: [], faults: { rules: [{ vendor: 'moon' }] } }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(String(failure)).to.contain('vendor');
  });
});
