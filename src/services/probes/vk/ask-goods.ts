import type { VkGroup } from '../../../clients/vk/types.js';
import type { VkItemId, VkPhotoId } from '../../../domain/brand.js';
import { askAddLag, askEditLag } from './ask-lists.js';
import {
  judgeBulk,
  judgeDeletedLeftOut,
  judgeEmoji,
  judgeKopecks,
  judgeOldPrice,
  judgePhotoless,
  judgePhotosKept,
  judgePriceOnly,
  judgeReuse,
  judgeRole,
  judgeSameAgain,
  judgeShortDescription,
  judgeSku,
  judgeStock,
} from './judge-goods.js';
import { asking, edit, goodParams, needed, shown, shownWhen, type ProbeGood, type ProbeRun } from './probe-run.js';
import { ProbeStopped, PROBE_SKU, type Answer } from './shop-desk.js';

const MAX_SKU = 50;

/** The first good; everything else hangs on it. */
export async function askFirstGood(run: ProbeRun, group: VkGroup): Promise<ProbeGood> {
  const { desk } = run;
  let photoId: VkPhotoId;
  let add: Answer<VkItemId>;
  try {
    photoId = await desk.photo();
    add = await desk.add(await goodParams(run, 'first', 'первый', { main_photo_id: photoId }));
  } catch (error) {
    // The role is what VK refuses writes for; everything else hangs on the first good.
    if (error instanceof ProbeStopped && error.code === 'VK.ACCESS_DENIED') {
      const refused = { kind: 'refused', code: 15, ours: error.code, text: '' } as const;
      await asking(run, '10.role', () => Promise.resolve(judgeRole(group.adminLevel, refused)));
    }
    throw error;
  }
  await asking(run, '10.role', () => Promise.resolve(judgeRole(group.adminLevel, add)));
  const addedAt = run.now();
  if (add.kind !== 'ok') {
    await asking(run, '2.price', () => Promise.resolve(judgeKopecks(add, null)));
    throw new ProbeStopped(add.kind === 'refused' ? add.ours : 'the first good could not be added');
  }
  const id = add.value;
  await asking(run, '6.lag.add', () => askAddLag(run, id, addedAt));
  await asking(run, '2.price', async () => judgeKopecks(add, await shown(run, add)));
  return { id, photoId };
}

/** Goods that are odd in one way each. */
export async function askOddGoods(run: ProbeRun, first: ProbeGood): Promise<void> {
  const { desk } = run;
  await asking(run, '2.photo', async () =>
    judgePhotoless(await desk.add(await goodParams(run, 'bare', 'без фото', { main_photo_id: undefined }))),
  );
  await asking(run, '2.emoji', async () => {
    const params = await goodParams(run, 'sign', 'знак 😀 тут');
    const add = await desk.add(params);
    return judgeEmoji(add, String(params['name']), await shown(run, add));
  });
  await asking(run, '2.description', async () =>
    judgeShortDescription(await desk.add(await goodParams(run, 'short', 'краткий', { description: 'Ровно 10!!' }))),
  );
  await asking(run, '2.sku', async () => {
    const sku = `${PROBE_SKU}${run.mark}:`.padEnd(MAX_SKU, '0123456789');
    const add = await desk.add(await goodParams(run, 'long', 'длинный ключ', { sku }));
    return judgeSku(add, sku, await shown(run, add));
  });
  await asking(run, '3.reuse', async () =>
    judgeReuse(await desk.add(await goodParams(run, 'reuse', 'то же фото', { main_photo_id: first.photoId }))),
  );
  await asking(run, '3.bulk', async () => {
    const bulk = await desk.bulkPhotos(2);
    if (bulk.kind !== 'ok') return judgeBulk(bulk, null);
    const [one, two] = bulk.value;
    needed(
      'the first good of the bulk',
      await desk.add(await goodParams(run, 'bulk1', 'пачка 1', { main_photo_id: one })),
    );
    return judgeBulk(bulk, await desk.add(await goodParams(run, 'bulk2', 'пачка 2', { main_photo_id: two })));
  });
}

/** What edits do to the fields they do not bring. */
export async function askEdits(run: ProbeRun, { id, photoId }: ProbeGood): Promise<void> {
  const { desk } = run;
  await asking(run, '4.price', async () => {
    const before = await desk.item(id);
    const answer = await edit(run, id, { price: '160' });
    return judgePriceOnly(answer, before, await shownWhen(run, id, item => item.priceKopecks === 16_000));
  });
  await asking(run, '6.lag.edit', () => askEditLag(run, id));
  await asking(run, '4.photos', async () => {
    const further = await desk.photo();
    needed('a second photo', await edit(run, id, { main_photo_id: photoId, photo_ids: further }));
    const before = await shownWhen(run, id, item => item.photoIds.length > 1);
    const answer = await edit(run, id, { price: '161' });
    return judgePhotosKept(answer, before, await shownWhen(run, id, item => item.priceKopecks === 16_100));
  });
  await asking(run, '4.oldPrice', async () => {
    const set = await edit(run, id, { old_price: '300' });
    await shownWhen(run, id, item => item.oldPriceKopecks !== null);
    const cleared = await edit(run, id, { old_price: '0', price: '162' });
    return judgeOldPrice(set, cleared, await shownWhen(run, id, item => item.priceKopecks === 16_200));
  });
  await asking(run, '4.same', async () => {
    needed('an edit', await edit(run, id, { price: '163' }));
    return judgeSameAgain(await edit(run, id, { price: '163' }));
  });
}

/** Hiding and stock; the good may stay hidden afterwards. */
export async function askHiding(run: ProbeRun, { id }: ProbeGood, group: VkGroup): Promise<void> {
  const { desk } = run;
  await asking(run, '5.stock', async () => {
    const answer = await edit(run, id, { stock_amount: 7, price: '164' });
    const after = answer.kind === 'ok' ? await shownWhen(run, id, item => item.priceKopecks === 16_400) : null;
    return judgeStock(group.market?.type ?? null, answer, after);
  });
  await asking(run, '4.deleted', async () => {
    needed('hiding', await desk.ask('market.edit', { item_id: id, deleted: true, price: '165' }));
    await shownWhen(run, id, item => item.availability === 'unavailable');
    const answer = await desk.ask('market.edit', { item_id: id, price: '166' });
    return judgeDeletedLeftOut(answer, await shownWhen(run, id, item => item.priceKopecks === 16_600));
  });
}
