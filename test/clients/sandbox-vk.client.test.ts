import { expect } from 'chai';
import type { VkClient } from '../../src/clients/vk/client.js';
import type { BatchCall, VkItem } from '../../src/clients/vk/types.js';
import type { VkItemId, VkPhotoId } from '../../src/domain/brand.js';
import { kopecks } from '../../src/domain/money.js';
import { startSandbox } from '../../sandbox/start-sandbox.js';
import { controlOf, jpeg, laneOf, newMerchant, ok, vkOn } from './sandbox-setup.js';

interface Stats {
  readonly vkCalls: number;
  readonly tooManyPerSecond: number;
  readonly maxCallsInOneSecond: number;
}
interface Shop {
  readonly items: readonly {
    readonly id: number;
    readonly sku: string;
    readonly state: string;
    readonly stock: number;
  }[];
}

describe('VK client against the sandbox', function () {
  this.timeout(20_000);
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let control: ReturnType<typeof controlOf>;

  before(async () => {
    sandbox = await startSandbox({ scenarios: ['tea', 'grocery'] });
    control = controlOf(sandbox.url);
  });
  after(async () => {
    await sandbox.close();
  });
  afterEach(async () => {
    await control('DELETE', '/faults');
  });

  async function publish(vk: VkClient, count: number): Promise<VkItemId[]> {
    const addresses = ok(await vk.uploadAddresses(count));
    const ids: VkItemId[] = [];
    for (const [nth, address] of addresses.entries()) {
      const uploaded = ok(await vk.uploadPhoto(address, await jpeg(400, nth * 10)));
      const mainPhotoId = ok(await vk.saveProductPhoto(uploaded));
      const added = await vk.addItem({
        name: `Чай №${nth} "чёрный" & <зелёный>`,
        description: 'Крупнолистовой чай, пачка 100 г.',
        categoryId: 40932,
        price: kopecks(14_990 + nth),
        mainPhotoId,
        sku: `key-${nth}`,
        stock: nth,
      });
      ids.push(ok(added));
    }
    return ids;
  }

  const bySku = (items: readonly VkItem[]) => new Map(items.map(item => [item.sku, item]));

  it('publishes, reads back, edits, hides, deletes and restores', async () => {
    const { id, vk } = await newMerchant(sandbox, 1);
    const ids = await publish(vk, 5);
    const items: VkItem[] = [];
    expect(ok(await vk.readAllItems(page => void items.push(...page)))).to.include({ complete: true, rows: 5 });
    const third = bySku(items).get('key-3');
    expect(third).to.include({
      id: ids[3],
      priceKopecks: 14_993,
      stock: 3,
      availability: 'available',
      categoryId: 40932,
    });
    expect(third?.photoIds).to.have.length(1);
    await control('POST', '/clock', { advanceMs: 2000 });
    expect(
      ok(await vk.newestItems(10))
        .map(item => item.id)
        .sort(),
    ).to.deep.equal([...ids].sort());

    const edits = ids.map((itemId, nth): BatchCall => {
      if (nth === 0) return { id: nth, op: 'delete', itemId };
      return { id: nth, op: 'edit', itemId, fields: { hidden: nth === 1, price: kopecks(20_050), stock: 7 } };
    });
    const gone: BatchCall = { id: 9, op: 'edit', itemId: 999_999 as VkItemId, fields: { hidden: false, stock: 1 } };
    const outcomes = await vk.batch([...edits, gone]);
    expect(outcomes.slice(0, 5).map(({ outcome }) => outcome.outcome)).to.deep.equal(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(outcomes[5]?.outcome).to.include({ code: 'VK.ITEM_NOT_FOUND', policy: 'heal' });
    const states = new Map(
      (await control<Shop>('GET', `/merchants/${id}/shop`)).items.map(item => [item.id, item.state]),
    );
    expect(ids.map(item => states.get(item))).to.deep.equal(['deleted', 'hidden', 'visible', 'visible', 'visible']);
    expect(ok(await vk.itemsById(ids.slice(1))).every(item => item.priceKopecks === 20_050)).to.equal(true);

    const same = await vk.editItem(ids[2] ?? (0 as VkItemId), { hidden: false, price: kopecks(20_050), stock: 7 });
    expect(same).to.include({ code: 'VK.NOTHING_TO_CHANGE', policy: 'treat_as_success' });
    ok(await vk.restoreItem(ids[0] ?? (0 as VkItemId)));
    expect((await vk.restoreItem(ids[0] ?? (0 as VkItemId))).outcome).not.to.equal('unknown');
  });

  it('reads a shop of several pages by script, and by fewer pages where VK limits the reply', async () => {
    const { id, vk } = await newMerchant(sandbox, 1);
    for (let nth = 0; nth < 850; nth += 1) {
      const item = {
        title: `Чужой товар ${nth}`,
        description: 'Описание товара',
        priceKopecks: 100 + nth,
        sku: `s${nth}`,
      };
      await control('POST', `/merchants/${id}/shop/items`, item);
    }
    const read = async () => {
      const skus = new Set<string | null>();
      const { complete, pass } = ok(await vk.readAllItems(page => page.forEach(({ sku }) => skus.add(sku))));
      return { complete, pass, skus: skus.size };
    };
    const calls = async () => (await control<Stats>('GET', '/stats')).vkCalls;
    const before = await calls();
    expect(await read()).to.deep.equal({ complete: true, pass: 1, skus: 850 });
    expect((await calls()) - before).to.equal(2);
    await control('PATCH', `/merchants/${id}`, { shop: { limits: { executeReplyBytes: 200_000 } } });
    expect(await read()).to.deep.equal({ complete: true, pass: 1, skus: 850 });
    expect((await calls()) - before).to.be.within(4, 9);
  });

  it('gives new photos, and tells a photo that is taken or missing', async () => {
    const { vk } = await newMerchant(sandbox, 1);
    const [item] = await publish(vk, 1);
    const taken = ok(await vk.itemsById([item ?? (0 as VkItemId)]))[0]?.photoIds[0];
    const again = {
      name: 'Другой чай',
      description: 'Другое описание',
      categoryId: 1,
      price: kopecks(100),
      sku: 'other',
    };
    expect(await vk.addItem({ ...again, mainPhotoId: taken ?? (0 as VkPhotoId) })).to.include({
      code: 'VK.PHOTO_TAKEN',
    });
    const [address] = ok(await vk.uploadAddresses(1));
    const small = await vk.uploadPhoto(address ?? '', await jpeg(300, 1));
    expect(small).to.include({ code: 'VK.PHOTO_TOO_SMALL', policy: 'skip_item' });
    const [fresh] = ok(await vk.uploadAddresses(1));
    const photo = ok(await vk.saveProductPhoto(ok(await vk.uploadPhoto(fresh ?? '', await jpeg(500, 2)))));
    ok(await vk.editItem(item ?? (0 as VkItemId), { hidden: false, mainPhotoId: photo }));
    expect(ok(await vk.itemsById([item ?? (0 as VkItemId)]))[0]?.photoIds).to.deep.equal([photo]);
  });

  it('makes, renames and fills albums; an empty one is seen by id only', async () => {
    const { vk } = await newMerchant(sandbox, 1);
    const ids = await publish(vk, 2);
    const album = ok(await vk.addAlbum({ title: 'Чай' }));
    expect(ok(await vk.readAllAlbums()).albums).to.deep.equal([]);
    expect(ok(await vk.albumsById([album]))[0]).to.include({ id: album, title: 'Чай', count: 0 });
    ok(await vk.addToAlbum(ids, [album]));
    expect(await vk.addToAlbum([ids[0] ?? (0 as VkItemId)], [album])).to.include({ policy: 'treat_as_success' });
    ok(await vk.editAlbum({ id: album, title: 'Чай и кофе' }));
    expect(ok(await vk.readAllAlbums())).to.deep.include({ complete: true });
    expect(ok(await vk.readAllAlbums()).albums[0]).to.include({ title: 'Чай и кофе', count: 2 });
    ok(await vk.removeFromAlbum(ids[0] ?? (0 as VkItemId), [album]));
    expect(
      ok(await vk.itemsById(ids))
        .map(({ albumIds }) => albumIds.length)
        .sort(),
    ).to.deep.equal([0, 1]);
  });

  it('sends a create once when its answer is lost, and the item can be found by its key', async () => {
    const { id, vk } = await newMerchant(sandbox, 1);
    const address = ok(await vk.uploadAddresses(1))[0] ?? '';
    const mainPhotoId = ok(await vk.saveProductPhoto(ok(await vk.uploadPhoto(address, await jpeg(400, 9)))));
    const lost = { vendor: 'vk', merchant: id, method: 'market.add', effect: { kind: 'lostAnswer', how: 'destroy' } };
    await control('POST', '/faults', lost);
    const item = {
      name: 'Потерянный',
      description: 'Описание чая',
      categoryId: 1,
      price: kopecks(100),
      mainPhotoId,
      sku: 'lost',
    };
    expect(await vk.addItem(item)).to.have.property('outcome', 'unknown');
    await control('DELETE', '/faults');
    await control('POST', '/clock', { advanceMs: 10_000 });
    expect(ok(await vk.newestItems(200)).filter(({ sku }) => sku === 'lost')).to.have.length(1);
    expect(await vk.addItem(item)).to.include({ code: 'VK.PHOTO_TAKEN' });
  });

  it('brings a batch home over a lost answer, and stops it at a flood', async () => {
    const { id, vk } = await newMerchant(sandbox, 1);
    const ids = await publish(vk, 4);
    const edit = (stock: number) =>
      ids.map((itemId, nth): BatchCall => ({
        id: nth,
        op: 'edit',
        itemId,
        fields: { hidden: false, stock: stock + nth },
      }));
    await control('POST', '/faults', {
      vendor: 'vk',
      merchant: id,
      method: 'execute',
      times: 1,
      effect: { kind: 'lostAnswer', how: 'destroy' },
    });
    const outcomes = await vk.batch(edit(50));
    const fine = outcomes.every(
      ({ outcome }) =>
        outcome.outcome === 'ok' || (outcome.outcome === 'api_error' && outcome.policy === 'treat_as_success'),
    );
    expect(fine).to.equal(true);
    const { items } = await control<Shop>('GET', `/merchants/${id}/shop`);
    expect(items.map(({ stock }) => stock).sort()).to.deep.equal([50, 51, 52, 53]);
    await control('POST', '/faults', {
      vendor: 'vk',
      merchant: id,
      method: 'market.edit',
      effect: { kind: 'apiError', code: 9 },
    });
    const flooded = await vk.batch([...edit(60), ...edit(70).map(call => ({ ...call, id: call.id + 100 }))]);
    expect(flooded.some(({ outcome }) => outcome.outcome === 'api_error' && outcome.code === 'VK.FLOOD')).to.equal(
      true,
    );
    expect(flooded.every(({ outcome }) => outcome.outcome !== 'unknown')).to.equal(true);
  });

  it('tells who may not', async () => {
    const cases: [string, number, string][] = [
      ['vk-tea-stranger-token', 100001, 'VK.ACCESS_DENIED'],
      ['vk-tea-noscope-token', 100001, 'VK.SCOPE_MISSING'],
      ['vk-tea-community-token', 100001, 'VK.GROUP_TOKEN'],
      ['vk-no-such-token', 100001, 'VK.TOKEN_REVOKED'],
      ['vk-tea-token', 100011, 'VK.MARKET_OFF'],
    ];
    const codes: string[] = [];
    for (const [token, group] of cases) {
      const { vk, log } = vkOn(sandbox.vkUrl, token, group);
      const outcome = await vk.addAlbum({ title: 'Чужой' });
      codes.push(outcome.outcome === 'api_error' ? outcome.code : outcome.outcome);
      expect(JSON.stringify(log)).not.to.contain(token);
    }
    expect(codes).to.deep.equal(cases.map(([, , code]) => code));
  });

  it('keeps to three calls a second and uses them', async () => {
    const { vk } = vkOn(sandbox.vkUrl, 'vk-grocery-token', 100002, laneOf(3));
    await control('POST', '/stats/reset');
    const startedAt = Date.now();
    await Promise.all(Array.from({ length: 13 }, async () => vk.me()));
    const seconds = (Date.now() - startedAt) / 1000;
    const stats = await control<Stats>('GET', '/stats');
    expect(stats).to.include({ vkCalls: 13, tooManyPerSecond: 0 });
    expect(stats.maxCallsInOneSecond).to.be.at.most(3);
    expect(12 / seconds / 3).to.be.at.least(0.9);
  });
});
