import { expect } from 'chai';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { FinishedJob, PipelineMerchant } from '../support/pipeline-merchant.js';
import { sideBySide } from '../support/side-by-side.js';
import { until } from '../support/until.js';

const LOST = { kind: 'lostAnswer' } as const;
/** Cut off before VK saw the call. */
const NEVER_ARRIVED = { kind: 'reset' } as const;

describe('an answer of VK that is lost', () => {
  let env: PipelineEnv;

  before(async () => {
    env = await startPipelineEnv();
  });
  const onVk = (merchant: PipelineMerchant, method: string, rule: object) =>
    env.faults({ vendor: 'vk', method, merchant: merchant.id, ...rule });

  /** Every good of the till once in the shop, each with a photo of its own. */
  async function expectComplete(merchant: PipelineMerchant, goods: number): Promise<void> {
    const { items } = await merchant.shop();
    const living = items.filter(({ state }) => state !== 'deleted');
    expect(living.map(({ sku }) => sku).sort()).to.deep.equal((await merchant.products()).map(({ id }) => id).sort());
    expect(living).to.have.length(goods);
    expect(new Set(living.map(({ mainPhotoId }) => mainPhotoId)).size).to.equal(goods);
  }

  function expectAllDone(job: FinishedJob): void {
    expect(job).to.include({ status: 'success' });
    expect(new Set(job.operations.map(({ state }) => state))).to.deep.equal(new Set(['done']));
  }

  sideBySide({
    'of every fifth market.add: the items are found by their key, none is made twice': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 20 } });
      await onVk(merchant, 'market.add', { every: 5, effect: LOST });
      const job = await merchant.run();
      expectAllDone(job);
      expect(job.counters.created).to.equal(20);
      await expectComplete(merchant, 20);
      expect((await merchant.stats()).vkCallsByMethod['market.add']).to.equal(20);
      expect((await merchant.shop()).photos).to.have.length(20);
    },

    'of a market.add that never arrived: it is sent again with the same photo': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 10 } });
      await onVk(merchant, 'market.add', { every: 5, times: 2, effect: NEVER_ARRIVED });
      expectAllDone(await merchant.run());
      await expectComplete(merchant, 10);
      expect((await merchant.stats()).vkCallsByMethod['market.add']).to.equal(12);
      expect((await merchant.shop()).photos).to.have.length(10);
    },

    'while lists show new items late: later looks find it, none is made twice': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 3 } });
      await merchant.switch({ shop: { lag: { searchMs: 1200 } } });
      await onVk(merchant, 'market.add', { nth: 2, effect: LOST });
      expectAllDone(await merchant.run());
      await expectComplete(merchant, 3);
      expect((await merchant.stats()).vkCallsByMethod['market.add']).to.equal(3);
    },

    'while lists show new items later than the last look: the repeat is refused for its photo, and the first is found':
      async () => {
        const merchant = await env.addMerchant({ generate: { goods: 2 } });
        await merchant.switch({ shop: { lag: { searchMs: 600_000 } } });
        await onVk(merchant, 'market.add', { nth: 1, effect: LOST });
        const { jobId } = await env.services.sync.runNow(merchant.userId);
        await until('the refusal of the repeat', async () => (await merchant.stats()).errorsByCode['100'] === 1);
        await merchant.switch({ shop: { lag: { searchMs: 0 } } });
        expectAllDone(await merchant.finished(jobId));
        await expectComplete(merchant, 2);
      },

    'of saving a photo: another is uploaded, the item is made once': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 6 } });
      await onVk(merchant, 'market.saveProductPhoto', { nth: 3, effect: LOST });
      expectAllDone(await merchant.run());
      await expectComplete(merchant, 6);
      expect((await merchant.shop()).photos).to.have.length(7);
    },

    'of the upload host: the photo is uploaded anew': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 4 } });
      await env.faults({ vendor: 'upload', merchant: merchant.id, nth: 2, times: 1, effect: LOST });
      expectAllDone(await merchant.run());
      await expectComplete(merchant, 4);
    },

    'of making an album: the album is found by its title, not made twice': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 4, groups: 2 } });
      await onVk(merchant, 'market.addAlbum', { nth: 1, effect: LOST });
      expectAllDone(await merchant.run());
      await expectComplete(merchant, 4);
      const { albums } = await merchant.shop();
      expect(albums.map(({ title }) => title).sort()).to.deep.equal(['Группа 1', 'Группа 2']);
      expect(albums.map(({ count }) => count)).to.deep.equal([2, 2]);
    },

    'of an edit or an album move: it is repeated and done': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 5, groups: 2 } });
      await merchant.run();
      const [first, second] = await merchant.products();
      const other = (await merchant.groups()).find(({ id }) => id !== second!.parent_id)!;
      await merchant.edit(first!.id, { price: 555 });
      await merchant.edit(second!.id, { parent_id: other.id });
      await onVk(merchant, 'execute', { every: 2, times: 3, effect: LOST });
      expectAllDone(await merchant.run());
      expect((await merchant.item(first!.id)).priceKopecks).to.equal(55_500);
      const { albums } = await merchant.shop();
      const moved = await merchant.item(second!.id);
      expect(moved.albumIds).to.deep.equal([albums.find(({ title }) => title === other.name)!.id]);
    },

    'behind a gateway that answers 502 now and then: the shop ends complete': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 8 } });
      await env.faults({
        vendor: 'vk',
        merchant: merchant.id,
        every: 9,
        times: 4,
        effect: { kind: 'httpStatus', status: 502 },
      });
      expectAllDone(await merchant.run());
      await expectComplete(merchant, 8);
    },

    'is no refusal: after "too many per second" the calls go on and nothing is lost': async () => {
      const merchant = await env.addMerchant({ generate: { goods: 5 } });
      await env.faults({
        vendor: 'vk',
        merchant: merchant.id,
        every: 8,
        times: 2,
        effect: { kind: 'apiError', code: 6 },
      });
      expectAllDone(await merchant.run());
      await expectComplete(merchant, 5);
      expect((await merchant.stats()).tooManyPerSecond).to.equal(2);
    },
  });

  after(() => env.close());
});
