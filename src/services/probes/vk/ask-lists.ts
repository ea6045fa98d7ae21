import { z } from 'zod';
import { buildScript, MAX_SCRIPT_CALLS, type ScriptCall, type ScriptMethod } from '../../../clients/vk/script.js';
import { wireParams } from '../../../clients/vk/params.js';
import { ownerId } from '../../../clients/vk/write-params.js';
import type { VkAlbumId, VkItemId } from '../../../domain/brand.js';
import type { Verdict } from '../finding.js';
import {
  judgeAddInScript,
  judgeAddLag,
  judgeBadId,
  judgeBatch,
  judgeDateFrom,
  judgeEditLag,
  judgeLaterVersion,
  judgeManyIds,
  judgeSkuSearch,
  type BatchSeen,
  type DayAsked,
  type Lag,
} from './judge-lists.js';
import { asking, edit, goodParams, needed, type ProbeGood, type ProbeRun } from './probe-run.js';
import { PROBE_SKU, type Answer } from './shop-desk.js';

/** Goods the product puts into an album with one call. */
export const ALBUM_IDS = 100;
const LATER_VERSION = '5.221';
/** No community has so many goods. */
const NO_SUCH_ITEM = 2_000_000_000;
const NEWEST = 200;

/** Looks less and less often, up to a little longer than the product waits for a lost answer. */
function* looks(untilMs: number): Generator<number> {
  let wait = 500;
  for (let at = 0; at <= untilMs; at += wait, wait = Math.min(wait * 1.6, 30_000)) yield at;
}

/** Watches until list, search and look-up by id all show the new good. */
export async function askAddLag(run: ProbeRun, id: VkItemId, addedAt: number): Promise<Verdict> {
  const { desk } = run;
  const { client } = desk;
  const watchedMs = (run.lookupDelaysMs.at(-1) ?? 0) + 10_000;
  const lag: { -readonly [K in keyof Lag]: Lag[K] } = { list: null, search: null, byId: null };
  const has = (items: readonly { readonly id: VkItemId }[]): boolean => items.some(item => item.id === id);
  for (const at of looks(watchedMs)) {
    const wait = addedAt + at - run.now();
    if (wait > 0) await run.sleep(wait);
    const since = (): number => run.now() - addedAt;
    if (lag.byId === null && has(desk.must(await client.itemsById([id])))) lag.byId = since();
    if (lag.list === null && has(desk.must(await client.itemPage({ offset: 0, count: NEWEST })).items))
      lag.list = since();
    if (lag.search === null && has(desk.must(await client.newestItems(NEWEST)))) lag.search = since();
    if (lag.byId !== null && lag.list !== null && lag.search !== null) break;
  }
  return judgeAddLag(lag, watchedMs, run.lookupDelaysMs);
}

export async function askEditLag(run: ProbeRun, id: VkItemId): Promise<Verdict> {
  const { desk } = run;
  const { client } = desk;
  needed('an edit', await edit(run, id, { price: '159' }));
  const editedAt = run.now();
  const watchedMs = 60_000;
  for (const at of looks(watchedMs)) {
    const wait = editedAt + at - run.now();
    if (wait > 0) await run.sleep(wait);
    const page = desk.must(await client.itemPage({ offset: 0, count: NEWEST }));
    if (page.items.find(item => item.id === id)?.priceKopecks === 15_900)
      return judgeEditLag(run.now() - editedAt, watchedMs);
  }
  return judgeEditLag(null, watchedMs);
}

const idList = z.looseObject({ items: z.array(z.looseObject({ id: z.number() })) });

/** Whether a list answers the good; `null` = it does not answer. */
function includes(answer: Answer, id: VkItemId): boolean | null {
  const list = answer.kind === 'ok' ? idList.safeParse(answer.value) : null;
  return list?.success === true ? list.data.items.some(item => item.id === id) : null;
}

const HOUR_MS = 3_600_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Searching and filtering. */
export async function askSearching(run: ProbeRun, { id }: ProbeGood): Promise<void> {
  const { desk } = run;
  await asking(run, '6.sku', async () => {
    const q = `${PROBE_SKU}${run.mark}:first`;
    const search = await desk.ask('market.search', { q, count: NEWEST, status: [0, 2] });
    return judgeSkuSearch(search, includes(search, id) === true);
  });
  await asking(run, '6.date', async () => {
    const from = async (day: string): Promise<DayAsked> => {
      const list = await desk.ask('market.get', { date_from: day, count: NEWEST, with_disabled: true });
      return { day, includes: includes(list, id) };
    };
    const at = run.now();
    const [utc, moscow] = [dayOf(at), dayOf(at + 3 * HOUR_MS)];
    return judgeDateFrom(
      await from(utc),
      moscow === utc ? null : await from(moscow),
      await from(dayOf(at + 48 * HOUR_MS)),
    );
  });
}

/** Albums; their goods are those made before, and with `many` a hundred more. */
export async function askAlbums(run: ProbeRun, goods: readonly VkItemId[]): Promise<void> {
  const { desk } = run;
  const album = async (name: string): Promise<VkAlbumId> =>
    needed('an album', await desk.addAlbum(`Проба EvoSync ${run.mark} ${name}`));
  const put = (ids: readonly number[], albumId: VkAlbumId, version?: string): Promise<Answer> =>
    desk.ask('market.addToAlbum', { item_ids: ids, album_ids: [albumId] }, version);
  const isIn = async (id: VkItemId, albumId: VkAlbumId): Promise<boolean | null> => {
    const item = await desk.item(id);
    return item === null ? null : item.albumIds.includes(albumId);
  };
  const [one, two] = goods;

  await asking(run, '7.many', async () => {
    const ids = [...goods];
    for (let nth = 0; nth < run.many; nth += 1)
      ids.push(needed('a good', await desk.add(await goodParams(run, `many${nth}`, `много ${nth}`))));
    const tried = ids.slice(0, Math.max(ALBUM_IDS, goods.length));
    return judgeManyIds(await put(tried, await album('много')), tried.length, ALBUM_IDS);
  });
  await asking(run, '7.bad', async () => {
    const id = await album('чужой номер');
    const answer = await put([one ?? NO_SUCH_ITEM, NO_SUCH_ITEM], id);
    return judgeBadId(answer, one === undefined ? null : await isIn(one, id));
  });
  await asking(run, '7.later', async () => {
    const id = await album(LATER_VERSION);
    const answer = await put([two ?? NO_SUCH_ITEM, NO_SUCH_ITEM], id, LATER_VERSION);
    return judgeLaterVersion(answer, two === undefined ? null : await isIn(two, id));
  });
}

const scriptResults = z.object({
  result: z.array(z.tuple([z.number(), z.unknown()])),
  executeErrors: z.array(z.unknown()),
});

/** Many calls in one. */
export async function askScripts(run: ProbeRun, goods: readonly VkItemId[]): Promise<void> {
  const { desk } = run;
  const owner_id = ownerId(desk.groupId);
  await asking(run, '8.edits', async () => {
    const wrongAt = MAX_SCRIPT_CALLS - 3;
    const calls = Array.from({ length: MAX_SCRIPT_CALLS }, (_, nth): ScriptCall => {
      const item_id = nth === wrongAt ? NO_SUCH_ITEM : (goods[nth % goods.length] ?? NO_SUCH_ITEM);
      return {
        method: 'market.edit',
        params: wireParams({ owner_id, item_id, price: String(200 + nth), deleted: false }),
      };
    });
    const answer = await desk.script(buildScript(calls));
    const parsed = answer.kind === 'ok' ? scriptResults.safeParse(answer.value) : null;
    return judgeBatch(answer, parsed?.success === true ? batchSeen(parsed.data, wrongAt) : null);
  });
  await asking(run, '8.add', async () => {
    const params = wireParams({ owner_id, ...(await goodParams(run, 'script', 'в скрипте')) });
    // The product's script builder with a call that is no part of its repertoire, on purpose.
    const answer = await desk.script(buildScript([{ method: 'market.add' as ScriptMethod, params }]));
    const made = madeBy(answer);
    if (made !== null) await desk.noteItem(made);
    const newest = desk.must(await desk.client.newestItems(NEWEST));
    const isListed = newest.some(item => item.sku === params['sku']);
    return judgeAddInScript(answer, isListed || made !== null);
  });
}

function batchSeen({ result, executeErrors }: z.infer<typeof scriptResults>, wrongAt: number): BatchSeen {
  const falseAt = result.flatMap(([index, value]) => (value === false ? [index] : []));
  return {
    sent: MAX_SCRIPT_CALLS,
    done: result.filter(([, value]) => value === 1 || value === true).length,
    falseInPlace: falseAt.length === 1 && falseAt[0] === wrongAt,
    errors: executeErrors.length,
  };
}

const madeIn = z.object({
  result: z.array(z.tuple([z.number(), z.looseObject({ market_item_id: z.number() })])).min(1),
});

function madeBy(answer: Answer): number | null {
  const made = answer.kind === 'ok' ? madeIn.safeParse(answer.value) : null;
  return made?.data?.result[0]?.[1].market_item_id ?? null;
}
