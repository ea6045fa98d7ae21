import { expect } from 'chai';
import type { TillProduct } from '../../sandbox/world/till.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { PipelineMerchant } from '../support/pipeline-merchant.js';
import { sideBySide } from '../support/side-by-side.js';

const HTML = '<html><body>502 Bad Gateway</body></html>';

/** A merchant of two stores with six goods each, all in VK. */
interface Scene {
  readonly merchant: PipelineMerchant;
  /** The store whose reads go wrong, and the one beside it. */
  readonly broken: string;
  readonly sound: string;
}

describe('a till that is read in part', () => {
  let env: PipelineEnv;

  before(async () => {
    env = await startPipelineEnv();
  });

  async function setScene(): Promise<Scene> {
    const merchant = await env.addMerchant({ generate: { goods: 6, groups: 2, stores: 2 } });
    await merchant.switch({ till: { pageSize: 4 } });
    expect(await merchant.run()).to.include({ status: 'success' });
    const [broken, sound] = [...new Set((await merchant.products()).map(product => product.store_id))];
    return { merchant, broken: broken!, sound: sound! };
  }

  const goodsOf = async (merchant: PipelineMerchant, store: string): Promise<readonly TillProduct[]> =>
    (await merchant.products()).filter(product => product.store_id === store);
  const faultIn = ({ merchant, broken }: Scene, rule: object) =>
    env.faults({ vendor: 'evotor', merchant: merchant.id, path: `${broken}/products`, ...rule });

  /** Changes a price in the sound store, runs, and expects that change in VK and nothing hidden. */
  async function expectOnlyTheChange({ merchant, sound }: Scene, status: string): Promise<void> {
    const [good] = await goodsOf(merchant, sound);
    await merchant.edit(good!.id, { price: 101 });
    const job = await merchant.run();
    expect(job).to.include({ status });
    expect(job.counters).to.include({ hidden: 0, deleted: 0, failed: 0, updated: 1 });
    expect((await merchant.item(good!.id)).priceKopecks).to.equal(10_100);
    expect((await merchant.shop()).items.filter(({ state }) => state === 'visible')).to.have.length(12);
  }

  async function storeState({ merchant }: Scene, store: string): Promise<string | undefined> {
    const { rows } = await env.services.catalogue.stores(merchant.userId);
    return rows.find(({ id }) => (id as string) === store)?.readState;
  }

  sideBySide({
    'because its second page fails: nothing is hidden, other stores go on, the job is partial': async () => {
      const scene = await setScene();
      await faultIn(scene, { page: 2, effect: { kind: 'httpStatus', status: 500 } });
      await expectOnlyTheChange(scene, 'partial');
      expect(await storeState(scene, scene.broken)).to.equal('incomplete');
      expect(await storeState(scene, scene.sound)).to.equal('complete');
    },

    'because a page of HTML comes with status 200: the same': async () => {
      const scene = await setScene();
      await faultIn(scene, { effect: { kind: 'httpStatus', status: 200, body: HTML } });
      await expectOnlyTheChange(scene, 'partial');
    },

    'because its cursor runs in a circle: the same': async () => {
      const scene = await setScene();
      await faultIn(scene, { effect: { kind: 'cursorLoop' } });
      await expectOnlyTheChange(scene, 'partial');
    },

    'because a list leaves out a good that is there by its id: the good stays in the shop': async () => {
      const scene = await setScene();
      const [good] = await goodsOf(scene.merchant, scene.broken);
      await faultIn(scene, { effect: { kind: 'missingItem', id: good!.id } });
      await expectOnlyTheChange(scene, 'partial');
    },

    'because a store answers with an empty list while its goods are there: nothing is hidden': async () => {
      const scene = await setScene();
      await scene.merchant.switch({ stores: { [scene.broken]: { answersEmpty: true } } });
      await expectOnlyTheChange(scene, 'partial');
    },

    'because a store is not paid for: its goods stay as they are and the job is a success': async () => {
      const scene = await setScene();
      await scene.merchant.switch({ stores: { [scene.broken]: { paymentRequired: true } } });
      await expectOnlyTheChange(scene, 'success');
      expect(await storeState(scene, scene.broken)).to.equal('not_paid');
    },

    'hides a good that is really gone only with the next complete read': async () => {
      const scene = await setScene();
      const { merchant, broken } = scene;
      const [good] = await goodsOf(merchant, broken);
      await merchant.removeFromTill(good!.id);
      const repair = await faultIn(scene, { page: 2, effect: { kind: 'httpStatus', status: 500 } });
      expect(await merchant.run()).to.include({ status: 'partial' });
      expect(await merchant.item(good!.id)).to.include({ state: 'visible' });
      await repair();
      expect((await merchant.run()).counters).to.include({ hidden: 1 });
      expect(await merchant.item(good!.id)).to.include({ state: 'hidden', stock: 0 });
      expect(await merchant.run()).to.include({ status: 'unchanged' });
    },
  });

  after(() => env.close());
});
