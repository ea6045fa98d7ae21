import { randomBytes } from 'node:crypto';
import type { ApiLog } from '../../../clients/http/api-log.js';
import type { Http } from '../../../clients/http/http.js';
import { createLoneLane } from '../../../clients/vk/lone-lane.js';
import type { VkGroup } from '../../../clients/vk/types.js';
import type { VkGroupId } from '../../../domain/brand.js';
import { slotIntervalMs } from '../../../domain/pacing/interval.js';
import { probeJournal } from '../probe-journal.js';
import { verdictOf, type ProbeReport } from '../report.js';
import { askEdits, askFirstGood, askHiding, askOddGoods } from './ask-goods.js';
import { ALBUM_IDS, askAlbums, askScripts, askSearching } from './ask-lists.js';
import { cleanUp } from './clean-up.js';
import { judgeGroupsRight, judgeMarketRight } from './judge-goods.js';
import { asking, goodParams, needed, type ProbeRun } from './probe-run.js';
import { VK_BY_HAND } from './questions.js';
import { createShopDesk, NotAskable, ProbeStopped, type ShopDesk } from './shop-desk.js';

export interface VkProbeOptions {
  readonly token: string;
  readonly groupId: VkGroupId;
  readonly http: Http;
  readonly log: ApiLog;
  readonly vkApiUrl: string;
  readonly vkApiVersion: string;
  readonly callsPerSecond: number;
  readonly categoryId: number;
  readonly lookupDelaysMs: readonly number[];
  /** A JPEG VK takes. */
  readonly photo: () => Promise<Uint8Array>;
  /** Where the journal lies. */
  readonly dataDir: string;
  readonly now: () => number;
  /** Ends early when the signal says so. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** Ctrl-C: no further question, but everything is undone. */
  readonly signal?: AbortSignal;
}

/** What is known before anything is written. */
export interface VkProbeView {
  readonly group: VkGroup;
  readonly goods: number;
  readonly left: { readonly items: number; readonly albums: number };
}

export interface VkProbe {
  /** Throws {@link ProbeStopped} where the token or the community will not do. */
  look(): Promise<VkProbeView>;
  run(view: VkProbeView, many: boolean): Promise<ProbeReport>;
}

/** A probe of one community, on a lane of its own. */
export function createVkProbe(options: VkProbeOptions): VkProbe {
  const { groupId, now, signal } = options;
  const patiently = (ms: number): Promise<void> => options.sleep(ms);
  const untilStopped = (ms: number): Promise<void> => options.sleep(ms, signal);
  const journal = probeJournal(options.dataDir, groupId);
  const lane = createLoneLane({ now, sleep: patiently, intervalMs: slotIntervalMs(options.callsPerSecond) });
  const deskUntil = (stop: AbortSignal | undefined): ShopDesk =>
    createShopDesk({
      ...{ baseUrl: options.vkApiUrl, version: options.vkApiVersion, token: options.token, groupId },
      ...{
        http: options.http,
        log: options.log,
        lane,
        sleep: stop ? untilStopped : patiently,
        now,
        random: options.random,
      },
      ...{ journal, photo: options.photo },
      ...(stop ? { signal: stop } : {}),
    });
  const desk = deskUntil(signal);
  // Undoing goes on after Ctrl-C.
  const broom = deskUntil(undefined);

  async function askAll(run: ProbeRun, group: VkGroup, many: boolean): Promise<void> {
    const rights = desk.must(await desk.client.permissions());
    await asking(run, '1.market', () => Promise.resolve(judgeMarketRight(rights.market)));
    await asking(run, '1.groups', () => Promise.resolve(judgeGroupsRight(rights.groups)));
    if (!rights.market) throw new ProbeStopped('VK.SCOPE_MISSING');
    const first = await askFirstGood(run, group);
    await askOddGoods(run, first);
    await askEdits(run, first);
    const second = needed('a second good', await desk.add(await goodParams(run, 'second', 'второй')));
    const goods = [first.id, second];
    await askSearching(run, first);
    await askAlbums({ ...run, many: many ? ALBUM_IDS - goods.length : 0 }, goods);
    await askScripts(run, goods);
    await askHiding(run, first, group);
  }

  return {
    async look() {
      const { items, albums } = await journal.read();
      desk.must(await desk.client.me());
      const group = desk.must(await desk.client.group());
      const page = await desk.client.itemPage({ offset: 0, count: 1 });
      // Without the right nothing can be counted, and nothing will be written either.
      const isClosed = page.outcome === 'api_error' && page.code === 'VK.SCOPE_MISSING';
      const { count: goods } = isClosed ? { count: 0 } : desk.must(page);
      return { group, goods, left: { items: items.length, albums: albums.length } };
    },
    async run({ group }, many) {
      const mark = randomBytes(3).toString('hex');
      const { categoryId, lookupDelaysMs } = options;
      const run: ProbeRun = { desk, mark, categoryId, now, sleep: untilStopped, lookupDelaysMs, many: 0, findings: [] };
      let brokeOff: string | null = null;
      // What an earlier probe left is not to be counted as this one's.
      await cleanUp(broom, journal, patiently);
      try {
        await askAll(run, group, many);
      } catch (error) {
        if (!(error instanceof ProbeStopped) && !(error instanceof NotAskable)) {
          await cleanUp(broom, journal, patiently);
          throw error;
        }
        brokeOff = error.message;
      }
      run.findings.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
      const undone = await cleanUp(broom, journal, patiently);
      const subject = `VK, community ${groupId} «${group.name}», version ${options.vkApiVersion}`;
      const { findings } = run;
      return { subject, verdict: verdictOf(findings, brokeOff), findings, byHand: VK_BY_HAND, brokeOff, undone };
    },
  };
}
