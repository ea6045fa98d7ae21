import type { Client } from '@temporalio/client';
import type { Database } from '../../src/db/database.js';
import { listOperations, type Operation } from '../../src/db/repositories/operations.repository.js';
import type { JobId, UserId } from '../../src/domain/brand.js';
import { createUser } from '../../src/services/accounts/create-user.js';
import type { JobView, WebServices } from '../../src/services/web-services.js';
import type { ShopAlbum, ShopItem } from '../../sandbox/world/shop.js';
import type { JournalEntry } from '../../sandbox/world/journal.js';
import type { TillGroup, TillProduct } from '../../sandbox/world/till.js';
import { isWrite, type TrafficStats } from '../../sandbox/world/traffic.js';
import { syncWorkflowId } from '../../temporal/contracts.js';
import type { controlOf } from '../clients/sandbox-setup.js';
import { until } from './until.js';

/** A ready catalogue of the sandbox, or one made for the test. */
export type MerchantOrder =
  | { readonly id: string }
  | { readonly generate: { readonly goods: number; readonly groups?: number; readonly stores?: number } };

export interface ShopView {
  readonly items: readonly (ShopItem & { readonly state: 'visible' | 'hidden' | 'deleted' })[];
  readonly albums: readonly (ShopAlbum & { readonly count: number })[];
  readonly photos: readonly { readonly id: number; readonly usedBy?: number }[];
}

/** A finished job with its whole ledger. */
export interface FinishedJob extends JobView {
  readonly operations: readonly Operation[];
}

export interface MerchantContext {
  readonly db: Database;
  readonly temporal: Client;
  readonly services: WebServices;
  readonly control: ReturnType<typeof controlOf>;
}

/** What merchants of tests log in with. */
export const MERCHANT_PASSWORD = 'Пароль-для-проверки-1';

/** One merchant on both sides: an account of ours, and a till and a shop in the sandbox. */
export class PipelineMerchant {
  readonly workflowId: string;

  constructor(
    private readonly context: MerchantContext,
    /** The sandbox's name of the merchant. */
    readonly id: string,
    readonly userId: UserId,
    readonly groupId: number,
    readonly email: string,
  ) {
    this.workflowId = syncWorkflowId(userId);
  }

  private call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.context.control<T>(method, `/merchants/${this.id}${path}`, body);
  }

  shop(): Promise<ShopView> {
    return this.call('GET', '/shop');
  }

  /** The shop's one item of a till good; fails on none and on twins. */
  async item(productId: string): Promise<ShopView['items'][number]> {
    const found = (await this.shop()).items.filter(({ sku, state }) => sku === productId && state !== 'deleted');
    const [item] = found;
    if (item === undefined || found.length > 1) throw new Error(`${found.length} items of ${productId}`);
    return item;
  }

  async products(): Promise<readonly TillProduct[]> {
    return (await this.call<{ products: TillProduct[] }>('GET', '/products')).products;
  }

  async groups(): Promise<readonly TillGroup[]> {
    return (await this.call<{ groups: TillGroup[] }>('GET', '/groups')).groups;
  }

  async product(name: string): Promise<TillProduct> {
    const found = (await this.products()).find(product => product.name.startsWith(name));
    if (!found) throw new Error(`no good ${name} at the till`);
    return found;
  }

  edit(productId: string, changes: object): Promise<void> {
    return this.call('PATCH', `/products/${productId}`, changes);
  }

  removeFromTill(productId: string): Promise<void> {
    return this.call('DELETE', `/products/${productId}`);
  }

  addToTill(product: object): Promise<TillProduct> {
    return this.call('POST', '/products', product);
  }

  /** Switches of the sandbox: till, shop, tokens, stores. */
  switch(changes: object): Promise<void> {
    return this.call('PATCH', '', changes);
  }

  async stats(): Promise<TrafficStats> {
    const all = await this.context.control<{ byMerchant: Record<string, TrafficStats> }>('GET', '/stats');
    return all.byMerchant[this.id] ?? NOTHING_SEEN;
  }

  /** VK calls of this merchant, oldest first. */
  async vkCalls(since = 0): Promise<readonly JournalEntry[]> {
    const path = `/journal?vendor=vk&merchant=${this.id}&limit=100000&since=${since}`;
    return (await this.context.control<{ entries: JournalEntry[] }>('GET', path)).entries;
  }

  /** Writes VK saw after a journal number, those inside scripts included, by method. */
  async writes(since: number): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (const { method, inner } of await this.vkCalls(since))
      for (const name of [method, ...(inner ?? []).map(call => call.method)])
        if (isWrite(name)) counts[name] = (counts[name] ?? 0) + 1;
    return counts;
  }

  /** Number of the newest VK call. */
  async lastCall(): Promise<number> {
    return (await this.vkCalls()).at(-1)?.seq ?? 0;
  }

  /** Runs now, waits for the end of the pipeline and gives the job that served the wish. */
  async run(kind: 'sync' | 'preview' = 'sync'): Promise<FinishedJob> {
    const { sync } = this.context.services;
    const { jobId } = await (kind === 'sync' ? sync.runNow(this.userId) : sync.preview(this.userId));
    await this.pipelineEnd();
    return this.finished(jobId);
  }

  /** Waits until no run is under way. */
  async pipelineEnd(): Promise<void> {
    await this.context.temporal.workflow.getHandle(this.workflowId).result();
  }

  /** A job that is over, as soon as it is. */
  async finished(jobId: JobId, timeoutMs = 45_000): Promise<FinishedJob> {
    const job = await until(
      `the end of job ${jobId}`,
      async () => {
        const view = await this.job(jobId);
        return view.finishedAt === null ? null : view;
      },
      timeoutMs,
    );
    return { ...job, operations: await this.operations(jobId) };
  }

  async job(jobId: JobId): Promise<JobView> {
    return (await this.context.services.sync.job(this.userId, jobId, 1)).job;
  }

  /** All jobs, oldest first. */
  async jobs(): Promise<readonly JobView[]> {
    return [...(await this.context.services.history.runs(this.userId, 1)).rows].reverse();
  }

  async operations(jobId: JobId): Promise<readonly Operation[]> {
    return (await listOperations(this.context.db, jobId, { offset: 0, limit: 100_000 })).rows;
  }
}

const NOTHING_SEEN: TrafficStats = {
  vkCalls: 0,
  vkCallsByMethod: {},
  executeCallsByMethod: {},
  writeCalls: 0,
  writeOperations: 0,
  tooManyPerSecond: 0,
  maxCallsInOneSecond: 0,
  errorsByCode: {},
  uploads: 0,
  evotorCalls: 0,
  evotorCallsByStatus: {},
  webhooks: 0,
};

let made = 0;

/** Makes the merchant on both sides, over the same use cases as the site, ready for the first run. */
export async function connectMerchant(
  context: MerchantContext,
  order: MerchantOrder,
  callsPerSecond: number,
): Promise<PipelineMerchant> {
  const { control, services, db } = context;
  made += 1;
  const id = 'id' in order ? order.id : `m${made}`;
  if ('generate' in order) await control('POST', '/merchants', { id, generate: order.generate });
  await control('PATCH', `/merchants/${id}`, { vkTokens: { main: { callsPerSecond } } });
  const card = await control<{ evotorToken: string; vkToken: string; vkGroupId: number }>('GET', `/merchants/${id}`);
  const email = `${id}@pipeline.test`;
  const userId = await createUser(db, {
    email,
    password: MERCHANT_PASSWORD,
    role: 'user',
    firstName: 'Тест',
    lastName: id,
    phone: null,
  });
  await services.connections.connectEvotor({ userId, token: card.evotorToken });
  await services.connections.connectVk({ userId, token: card.vkToken, groupId: card.vkGroupId });
  await services.sync.setEnabled(userId, true);
  await services.sync.saveSettings(userId, { merge_by: 'id' });
  await services.sync.setConfirmed(userId);
  return new PipelineMerchant(context, id, userId, card.vkGroupId, email);
}
