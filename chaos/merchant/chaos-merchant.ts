import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../sandbox/world/random.js';
import type { TrafficStats } from '../../sandbox/world/traffic.js';
import type { JobId } from '../../src/domain/brand.js';
import type { JobView } from '../../src/services/web-services.js';
import { connectMerchant, type PipelineMerchant } from '../../test/support/pipeline-merchant.js';
import type { ChaosEnv } from '../chaos-env.js';
import { OutOfPatience, patiently, within } from '../patience.js';
import type { SeenItem, SeenShop } from './compare-shop.js';
import { DESELECTED_GROUP, GROUPS, tillFields, tillGoods, type TillGood } from './till-good.js';

/** A job that has not moved for so long does not end any more. */
const JOB_SECONDS = 240;
const SETTING_UP_SECONDS = 60;
/** More runs than any trouble here explains. */
const MOST_RUNS = 25;
/** Calls per second the sandbox takes from a token, unless a scenario looks at the pace. */
const UNLIMITED = 10_000;

/** What a merchant needs of the servers of a run. */
export type MerchantPlace = Pick<ChaosEnv, 'control' | 'db' | 'client' | 'services'>;

/** One merchant: till and shop in the sandbox, an account of ours, and what the run knows of the goods. */
export class ChaosMerchant {
  private constructor(
    private readonly env: MerchantPlace,
    readonly account: PipelineMerchant,
    readonly goods: TillGood[],
    private readonly groupIds: ReadonlyMap<string, string>,
    /** The shop before anything ran. */
    readonly before: SeenShop,
  ) {}

  static async open(env: MerchantPlace, id: string, random: Random, count: number): Promise<ChaosMerchant> {
    const { control } = env;
    await control('POST', '/merchants', { id, generate: { goods: 0, groups: 0 } });
    const groupIds = new Map<string, string>();
    for (const name of [...GROUPS, DESELECTED_GROUP])
      groupIds.set(name, (await control<{ id: string }>('POST', `/merchants/${id}/groups`, { name })).id);
    const goods = tillGoods(random, count);
    for (const good of goods)
      await control('POST', `/merchants/${id}/products`, tillFields(good, groupIds.get(good.group) ?? ''));
    await plantForeign(env, id);
    const account = await connectMerchant({ ...env, temporal: env.client }, { id }, UNLIMITED);
    await control('PATCH', `/merchants/${id}`, { till: { rate: { limit: 1_000_000 }, pageSize: 20 } });
    const rule = { entityType: 'group', entityId: groupIds.get(DESELECTED_GROUP) ?? '', mode: 'exclude' } as const;
    // A rule is about something that was seen at the till.
    await env.services.catalogue.requestRefresh(account.userId);
    const setRule = () => env.services.catalogue.setRule(account.userId, rule).then(() => true);
    await patiently('the rule to be taken', setRule, within(SETTING_UP_SECONDS));
    const before = await control<SeenShop>('GET', `/merchants/${id}/shop`);
    return new ChaosMerchant(env, account, goods, groupIds, before);
  }

  get id(): string {
    return this.account.id;
  }

  call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.env.control<T>(method, `/merchants/${this.id}${path}`, body);
  }

  shop(): Promise<SeenShop> {
    return this.call('GET', '/shop');
  }

  /** Goods a buyer should see now. */
  sold(): readonly TillGood[] {
    return this.goods.filter(({ absence }) => absence === null);
  }

  async itemOf(good: TillGood): Promise<SeenItem> {
    const item = (await this.shop()).items.find(({ sku, state }) => sku === good.id && state !== 'deleted');
    if (item === undefined) throw new Error(`${good.name} is not in the shop`);
    return item;
  }

  stats(): Promise<TrafficStats> {
    return this.account.stats();
  }

  /** Changes at the till, told to nobody (`?notify=1` fires the push). */
  async reprice(good: TillGood, kopecks: number, query = ''): Promise<void> {
    good.kopecks = kopecks;
    await this.call('PATCH', `/products/${good.id}${query}`, { price: kopecks / 100 });
  }

  async rename(good: TillGood, name: string, query = ''): Promise<void> {
    good.name = name;
    await this.call('PATCH', `/products/${good.id}${query}`, { name });
  }

  async move(good: TillGood, group: string): Promise<void> {
    good.group = group;
    await this.call('PATCH', `/products/${good.id}`, { parent_id: this.groupIds.get(group) });
  }

  /** A new good at the till. */
  async add(good: TillGood, query = ''): Promise<void> {
    await this.call('POST', `/products${query}`, tillFields(good, this.groupIds.get(good.group) ?? ''));
    this.goods.push(good);
  }

  async remove(good: TillGood): Promise<void> {
    good.absence = 'gone';
    await this.call('DELETE', `/products/${good.id}`);
  }

  /** Asks for a run until somebody takes the wish. */
  async askRun(deadline: number): Promise<JobId> {
    return patiently(
      'a run to be taken',
      async () => (await this.env.services.sync.runNow(this.account.userId)).jobId,
      deadline,
    );
  }

  /** As {@link run}; a parked job's rest is over when it comes back. */
  async runAndRest(deadline: number): Promise<JobView> {
    const job = await this.run(deadline);
    const { resumeAt } = job;
    if (resumeAt !== null) await patiently('the rest to be over', () => this.sleepUntil(resumeAt), deadline);
    return job;
  }

  /** Asks for a run and waits for its end. A scenario may await it late: a failure is told then, not before. */
  run(deadline: number): Promise<JobView> {
    const running = this.runOnce(deadline);
    running.catch(() => undefined);
    return running;
  }

  private async runOnce(deadline: number): Promise<JobView> {
    const jobId = await this.askRun(deadline);
    const patience = Math.min(deadline, performance.now() + JOB_SECONDS * 1000);
    return patiently(
      `the end of job ${jobId}`,
      async () => {
        const job = await this.account.job(jobId);
        return job.finishedAt === null ? null : job;
      },
      patience,
    );
  }

  /**
   * Runs until two runs in a row find nothing to do. A rest is slept through at once, be it hours. Throws
   * {@link OutOfPatience}.
   */
  async converge(deadline: number): Promise<readonly JobView[]> {
    const jobs: JobView[] = [];
    let quiet = 0;
    while (quiet < 2) {
      if (performance.now() > deadline || jobs.length >= MOST_RUNS)
        throw new OutOfPatience(`no rest after ${jobs.length} runs; the last: ${told(jobs.at(-1))}`);
      const job = await this.runAndRest(deadline);
      jobs.push(job);
      quiet = job.status === 'unchanged' ? quiet + 1 : 0;
      if (job.status === 'awaiting_approval') throw new OutOfPatience(`a person is asked: ${told(job)}`);
      if (job.status === 'failed') await pause(300);
    }
    return jobs;
  }

  /** Operations of all jobs in the ledger. */
  async operations(): Promise<number> {
    const row = await this.env.db.first<{ n: number }>(
      `SELECT COUNT(*) AS n FROM sync_operations WHERE user_id = :userId AND state IN ('done','failed','unknown')`,
      { userId: this.account.userId },
    );
    return row?.n ?? 0;
  }

  /**
   * Lets the time pass that a parked job waits for: what was written down for this merchant moves into the past by it.
   * Nothing else is touched, so a rest that is not bound to a time stays one.
   */
  private async sleepUntil(at: Date): Promise<true> {
    const seconds = Math.ceil((at.getTime() - Date.now()) / 1000) + 1;
    const values = { userId: this.account.userId, seconds: Math.max(0, seconds) };
    await this.env.db.transaction(async queries => {
      await queries.change(
        `UPDATE vk_method_blocks SET blocked_until = blocked_until - INTERVAL :seconds SECOND
         WHERE vk_connection_id IN (SELECT id FROM vk_connections WHERE user_id = :userId)`,
        values,
      );
      await queries.change(
        `UPDATE evotor_connections SET blocked_until = blocked_until - INTERVAL :seconds SECOND WHERE user_id = :userId`,
        values,
      );
      await queries.change(
        `UPDATE sync_operations SET sent_at = sent_at - INTERVAL :seconds SECOND WHERE user_id = :userId`,
        values,
      );
    });
    return true;
  }
}

function told(job: JobView | undefined): string {
  if (job === undefined) return 'none';
  const { status, reason, counters, progress } = job;
  return JSON.stringify({ status, reason: reason?.code, counters, progress });
}

/** Goods and a collection the merchant made: nobody may touch them. */
async function plantForeign({ control }: MerchantPlace, id: string): Promise<void> {
  const album = await control<{ id: number }>('POST', `/merchants/${id}/shop/albums`, { title: 'Своими руками' });
  for (const [index, title] of ['Варежки вязаные', 'Шарф ручной работы', 'Шапка зимняя'].entries())
    await control('POST', `/merchants/${id}/shop/items`, {
      title,
      description: 'Сделано в единственном экземпляре',
      priceKopecks: 150_000 + index,
      stock: 1,
      albumIds: index === 0 ? [album.id] : [],
      hidden: index === 2,
    });
}
