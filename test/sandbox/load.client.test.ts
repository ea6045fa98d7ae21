import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { startSandbox, type RunningSandbox } from '../../sandbox/start-sandbox.js';
import { plantItem } from '../../sandbox/world/hand-edit.js';
import { control, groupId, sendFile, vkErrorCode, vkOk, type VkList } from './vendor-calls.js';

const GOODS = 14_000;

describe('sandbox: a shop of 14,000 goods', () => {
  let running: RunningSandbox;
  let stateDir: string;
  let owner_id: number;
  before(async () => {
    stateDir = await mkdtemp(path.join(tmpdir(), 'sandbox-load-'));
    running = await startSandbox({ scenarios: [], previews: false, decodeFirst: 3, stateDir });
    await control(running, 'POST', '/merchants', { id: 'shop', generate: { goods: 1 } });
    await control(running, 'PATCH', '/merchants/shop', {
      vkTokens: { main: { callsPerSecond: 100_000 } },
      shop: { lag: { searchMs: 0 } },
    });
    owner_id = -groupId(running);
    const shop = running.sandbox.world.shops.get(-owner_id);
    if (shop === undefined) throw new Error('no shop');
    for (let at = 0; at < GOODS; at += 1)
      plantItem(running.sandbox, shop, { title: `Товар ${at}`, sku: `s-${at}`, priceKopecks: at });
  });
  after(async () => {
    await running.close();
    await rm(stateDir, { recursive: true });
  });

  /** Milliseconds of processor time of this process, sandbox and caller together. */
  async function cpuMs(work: () => Promise<void>): Promise<number> {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  }

  it('takes an add no dearer than an empty shop does', async () => {
    const bytes = await sharp({ create: { width: 400, height: 400, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    let key = 0;
    const addOnce = async (to: RunningSandbox): Promise<void> => {
      const { upload_url } = await vkOk<{ upload_url: string }>(to, 'market.getProductPhotoUploadServer', {
        group_id: groupId(to),
      });
      const upload_response = await sendFile(upload_url, bytes);
      const { photo_id } = await vkOk<{ photo_id: number }>(to, 'market.saveProductPhoto', { upload_response });
      key += 1;
      await vkOk(to, 'market.add', {
        ...{ owner_id: -groupId(to), name: `Новый ${key}`, description: 'Описание товара', category_id: 1, price: 5 },
        main_photo_id: photo_id,
        sku: `n-${key}`,
      });
    };
    const many = async (to: RunningSandbox, count: number): Promise<number> =>
      (await cpuMs(async () => {
        for (let at = 0; at < count; at += 1) await addOnce(to);
      })) / count;
    const empty = await startSandbox({ scenarios: [], previews: false });
    await control(empty, 'POST', '/merchants', { id: 'shop', generate: { goods: 1 } });
    await control(empty, 'PATCH', '/merchants/shop', { vkTokens: { main: { callsPerSecond: 100_000 } } });
    await many(empty, 50);
    const [few, full] = [await many(empty, 150), await many(running, 150)];
    await empty.close();
    console.log(`      ${few.toFixed(1)} ms an add in an empty shop, ${full.toFixed(1)} ms in this one`);
    // The state file, which only the full shop keeps, is in its figure.
    expect(full).to.be.lessThan(few * 2.5 + 1);
  });

  it('answers a full read, a search and the whole state fast', async () => {
    let pages = 0;
    let count = 1;
    const read = await cpuMs(async () => {
      for (let offset = 0; offset < count; offset += 200, pages += 1) {
        const list = await vkOk<VkList>(running, 'market.get', {
          ...{ owner_id, offset, count: 200, extended: 1, with_disabled: 1 },
        });
        count = list.count;
      }
    });
    const search = await cpuMs(async () => {
      for (let at = 0; at < 20; at += 1)
        await vkOk(running, 'market.search', { ...{ owner_id, q: 'товар 77', sort: 1, count: 200 }, status: '0,2' });
    });
    const state = await cpuMs(async () => {
      const { summary } = await control<{ summary: { twins: object[] } }>(running, 'GET', '/merchants/shop/shop');
      expect(summary.twins).to.deep.equal([]);
    });
    console.log(
      `      page ${(read / pages).toFixed(1)} ms, search ${(search / 20).toFixed(1)} ms, state ${state.toFixed(0)} ms`,
    );
    expect(pages).to.equal(Math.ceil(count / 200));
    expect(read / pages).to.be.lessThan(60);
    expect(search / 20).to.be.lessThan(100);
    expect(state).to.be.lessThan(3000);
  });

  it('puts goods into a collection without counting them all', async () => {
    const { market_album_id } = await vkOk<{ market_album_id: number }>(running, 'market.addAlbum', {
      owner_id,
      title: 'Полка',
    });
    const { items } = await vkOk<VkList>(running, 'market.get', { owner_id, count: 200 });
    const ms = await cpuMs(async () => {
      for (const item of items)
        expect(
          await vkErrorCode(running, 'market.addToAlbum', { owner_id, item_ids: item.id, album_ids: market_album_id }),
        ).to.equal(0);
    });
    console.log(`      ${(ms / 200).toFixed(2)} ms a membership`);
    expect(ms / 200).to.be.lessThan(5);
  });

  it('judges by the header alone once enough pictures were decoded', async () => {
    const broken = async (): Promise<string> => {
      const { upload_url } = await vkOk<{ upload_url: string }>(running, 'market.getProductPhotoUploadServer', {
        group_id: -owner_id,
      });
      const bytes = await sharp({ create: { width: 500, height: 400, channels: 3, background: 'red' } })
        .jpeg()
        .toBuffer();
      return sendFile(upload_url, bytes.subarray(0, bytes.length - 200));
    };
    expect(await broken()).to.contain('ERR_UPLOAD_FILE_NOT_SUPPORTED');
    for (const background of ['lime', 'navy']) {
      const { upload_url } = await vkOk<{ upload_url: string }>(running, 'market.getProductPhotoUploadServer', {
        group_id: -owner_id,
      });
      const bytes = await sharp({ create: { width: 400, height: 400, channels: 3, background } })
        .png()
        .toBuffer();
      expect(await sendFile(upload_url, bytes)).to.contain('sha');
    }
    expect(await broken()).to.contain('"sha"');
  });
});
