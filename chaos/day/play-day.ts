import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../sandbox/world/random.js';
import { givePartnerToken } from '../../test/support/give-partner-token.js';
import { ChaosMerchant } from '../merchant/chaos-merchant.js';
import { compareShop } from '../merchant/compare-shop.js';
import { expectedItem } from '../merchant/expected-item.js';
import { startDay, type DayEnv, type DayWeb, type DayWorker } from './day-env.js';
import { dayFaults } from './faults.js';
import { errorsOf } from './log-lines.js';
import { MemoryCurve, type MemoryLine } from './memory.js';
import { addRestricted, liveAtTill } from './till-life.js';
import { keepVisiting, type Visits } from './visitor.js';

/** Goods of each merchant: most are small, some are not. */
const SIZES = [...Array<number>(40).fill(9), ...Array<number>(8).fill(30), ...Array<number>(2).fill(90)];
const SETTING_UP_AT_ONCE = 4;
const CHANGE_EVERY_MS = 700;
const SAMPLE_EVERY_MS = 2000;
/** After the last change the clock alone brings every shop up to date within so long. */
const CONVERGE_MS = 5 * 60_000;

/** Seconds of the day at which something happens to the service; `share` of the whole day. */
const HOURS = {
  faultsBegin: 0.05,
  backup: 0.12,
  restore: 0.22,
  workerDies: 0.3,
  databaseDies: 0.36,
  temporalDies: 0.42,
  upgrade: 0.5,
  faultsEnd: 0.82,
} as const;

/** What came of the day. */
export interface DayResult {
  readonly merchants: number;
  readonly goods: number;
  readonly changes: number;
  readonly runs: Readonly<Record<string, number>>;
  readonly secondsToConverge: number | null;
  /** What is not as it should be in some shop, a sentence each. */
  readonly differences: readonly string[];
  /** Lines at `error`: message and code, with how often. */
  readonly errors: Readonly<Record<string, number>>;
  readonly memory: readonly MemoryLine[];
  readonly visits: Visits;
  /** When what happened, seconds since the day began. */
  readonly log: readonly string[];
  /** Between these seconds the site could not answer: the restore stops it, and its database was killed. */
  readonly closed: readonly Closed[];
}

export type Closed = readonly [fromSecond: number, toSecond: number];

export interface DayOrder {
  readonly folder: string;
  readonly seed: number;
  /** Length of the day: changes at the tills, faults, and everything that happens to the service. */
  readonly minutes: number;
  readonly merchants?: number;
  readonly tell: (line: string) => void;
}

/** Plays one day of the service and judges what every buyer sees at its end. */
export async function playDay({ folder, seed, minutes, merchants = SIZES.length, tell }: DayOrder): Promise<DayResult> {
  const random = new Random(`day/${seed}`);
  const env = await startDay(folder, seed);
  try {
    await env.cli(env.releases.old, ['migrate', '--json']);
    await env.cli(env.releases.old, ['schedules:apply', '--json']);
    let worker = await env.startWorker(env.releases.old);
    let web = await env.startWeb(env.releases.old);
    env.door.leadTo(web.port);
    const sizes = SIZES.slice(0, merchants);
    const shops = await openAll(env, sizes, random);
    tell(`${shops.length} merchants are connected`);

    const beganAt = performance.now();
    const log: string[] = [];
    const seconds = (): number => Math.round((performance.now() - beganAt) / 1000);
    const note = (what: string): void => {
      log.push(`${seconds()} s: ${what}`);
      tell(`${seconds()} s: ${what}`);
    };
    const at = (share: number): Promise<unknown> =>
      pause(Math.max(0, share * minutes * 60_000 - (performance.now() - beganAt)));
    const memory = new MemoryCurve(() => ({ worker: worker.pid(), web: web.process.pid }), SAMPLE_EVERY_MS);
    const visitor = keepVisiting(env.door.url, shops[0]?.account.email ?? '', beganAt);
    const tills = keepTillsBusy(shops, random);
    const closed: Closed[] = [];
    /** What the site cannot answer through. */
    const without = async (work: () => Promise<void>): Promise<void> => {
      const from = seconds();
      await work();
      closed.push([from, seconds()]);
    };

    await at(HOURS.faultsBegin);
    await env.control('POST', '/faults', dayFaults(minutes * 60_000));
    note('faults begin');
    await at(HOURS.backup);
    const backup = join(folder, 'backup.sql.gz');
    await env.cli(env.releases.old, ['backup', '--to', backup, '--json']);
    note('backup made');

    await at(HOURS.restore);
    await without(async () => {
      await worker.kept.end();
      await web.process.end();
      await env.cli(env.releases.old, ['restore', '--from', backup, '--confirm', '--json']);
      worker = await env.startWorker(env.releases.old);
      web = await env.startWeb(env.releases.old);
      env.door.leadTo(web.port);
    });
    note('backup restored: the shops are ahead of the database');

    await at(HOURS.workerDies);
    await worker.kept.kill();
    note('worker killed');
    await at(HOURS.databaseDies);
    await without(async () => {
      await env.mariadb.kill();
      await env.mariadb.startAgain();
    });
    note('MariaDB killed and started again');
    await at(HOURS.temporalDies);
    await env.temporal.kill();
    await pause(4000);
    await env.temporal.startAgain();
    note('Temporal killed and started again');

    await at(HOURS.upgrade);
    ({ worker, web } = await upgrade(env, worker, web));
    note('upgraded');

    await at(HOURS.faultsEnd);
    const changes = await tills.end();
    await env.control('DELETE', '/faults');
    note(`faults end, tills are quiet after ${changes} changes`);
    const { left, secondsToConverge } = await untilAllEqual(shops);
    note(left.length === 0 ? 'every shop equals its till' : `${left.length} differences are left`);
    // Memory is judged over the whole day, also when the shops were equal early.
    await at(1);
    return {
      merchants: shops.length,
      goods: shops.reduce((sum, shop) => sum + shop.sold().length, 0),
      changes,
      runs: await runsByStatus(env),
      secondsToConverge,
      differences: left,
      errors: Object.fromEntries(errorsOf(folder)),
      memory: memory.end(),
      visits: await visitor.end(),
      log,
      closed,
    };
  } finally {
    await env.close();
  }
}

/** Merchants of all sizes, each connected, confirmed, and with pushes of the till switched on. */
async function openAll(env: DayEnv, sizes: readonly number[], random: Random): Promise<readonly ChaosMerchant[]> {
  const shops: ChaosMerchant[] = [];
  const waiting = sizes.map((goods, index) => ({ id: `day-${index}`, goods }));
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const shop = await ChaosMerchant.open(env, next.id, random, next.goods);
      const userToken = (await givePartnerToken(env.db, shop.account.userId)).replace(/^Bearer /, '');
      await shop.call('PATCH', '', { webhook: { baseUrl: env.door.url, userToken } });
      shops.push(shop);
    }
  };
  await Promise.all(Array.from({ length: SETTING_UP_AT_ONCE }, lane));
  return shops;
}

/** Zero-downtime order: schema first, the new worker beside the old one, then the site behind its door. */
async function upgrade(env: DayEnv, worker: DayWorker, web: DayWeb): Promise<{ worker: DayWorker; web: DayWeb }> {
  const { next } = env.releases;
  await env.cli(next, ['migrate', '--json']);
  await env.cli(next, ['schedules:apply', '--json']);
  const newWorker = await env.startWorker(next);
  await pause(5000);
  await worker.kept.end();
  const newWeb = await env.startWeb(next);
  env.door.leadTo(newWeb.port);
  await web.process.end();
  return { worker: newWorker, web: newWeb };
}

function keepTillsBusy(shops: readonly ChaosMerchant[], random: Random) {
  const ending = new AbortController();
  let changes = 0;
  const over = (async () => {
    while (!ending.signal.aborted) {
      const shop = random.pick(shops);
      await (random.chance(0.03) ? addRestricted(shop, random) : liveAtTill(shop, random));
      changes += 1;
      await pause(CHANGE_EVERY_MS);
    }
  })();
  return {
    async end(): Promise<number> {
      ending.abort();
      await over;
      return changes;
    },
  };
}

/** Looks at every shop as a buyer does until all are as their tills say; nobody presses a button. */
async function untilAllEqual(
  shops: readonly ChaosMerchant[],
): Promise<{ left: readonly string[]; secondsToConverge: number | null }> {
  const beganAt = performance.now();
  let open = shops;
  for (;;) {
    const judged = await Promise.all(open.map(async shop => ({ shop, wrong: await differencesOf(shop) })));
    const bad = judged.filter(({ wrong }) => wrong.length > 0);
    if (bad.length === 0) return { left: [], secondsToConverge: Math.round((performance.now() - beganAt) / 1000) };
    if (performance.now() - beganAt > CONVERGE_MS)
      return { left: bad.flatMap(({ wrong }) => wrong), secondsToConverge: null };
    open = bad.map(({ shop }) => shop);
    await pause(3000);
  }
}

async function differencesOf(shop: ChaosMerchant): Promise<readonly string[]> {
  const wanted = shop.goods.flatMap(good => expectedItem(good) ?? []);
  const found = compareShop(shop.before, await shop.shop(), wanted);
  return Object.entries(found).flatMap(([kind, sentences]: [string, readonly string[]]) =>
    sentences.map(sentence => `${shop.id}, ${kind}: ${sentence}`),
  );
}

async function runsByStatus(env: DayEnv): Promise<Readonly<Record<string, number>>> {
  const rows = await env.db.rows<{ status: string; code: string | null; n: number }>(
    'SELECT status, reason_code AS code, COUNT(*) AS n FROM sync_jobs GROUP BY status, reason_code',
    {},
  );
  return Object.fromEntries(rows.map(({ status, code, n }) => [code === null ? status : `${status} ${code}`, n]));
}
