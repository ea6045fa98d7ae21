import { expect } from 'chai';
import {
  getSyncConfig,
  updateSyncConfig,
  type SyncConfigChanges,
} from '../../src/db/repositories/sync-config.repository.js';
import type { UserId } from '../../src/domain/brand.js';
import { finishJob } from '../../src/services/sync/finish-job.js';
import { startJob } from '../../src/services/sync/job-life.js';
import { openJobFor } from '../../src/services/sync/open-job.js';
import { dispatchDue, type StartRun } from '../../src/services/sync/dispatch-due.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';

const MINUTE = 60_000;
let requests = 0;

describe('the dispatcher', () => {
  let env: ServicesEnv;
  let merchants: readonly TestMerchant[];
  const started: { userId: UserId; wish: Parameters<StartRun>[1] }[] = [];

  before(async () => {
    env = await startServicesEnv();
    merchants = [await env.merchant({ goods: 1 }), await env.merchant({ goods: 1 }), await env.merchant({ goods: 1 })];
  });
  after(() => env.close());

  const at = (ms: number) => new Date(env.deps.now() + ms);
  const minutesTo = (date: Date | null) => ((date?.getTime() ?? 0) - env.deps.now()) / MINUTE;
  const set = (index: number, changes: SyncConfigChanges) =>
    updateSyncConfig(env.db, merchants[index]!.userId, changes);
  /** Nobody is due; each test says who is. */
  beforeEach(async () => {
    started.length = 0;
    for (const [index] of merchants.entries())
      await set(index, {
        next_due_at: at(60 * MINUTE),
        rest_until: null,
        dirty_since: null,
        dirty_seen_at: null,
        paused_at: null,
        pending_disconnect: null,
        failing_count: 0,
      });
    for (const table of ['evotor_connections', 'vk_connections'])
      await env.db.change(`UPDATE ${table} SET blocked_code = NULL`);
    await env.db.change('UPDATE evotor_connections SET blocked_until = NULL');
  });

  const dispatch = (start: StartRun = () => Promise.resolve(true)) =>
    dispatchDue({
      ...env.deps,
      start: (userId, wish) => {
        started.push({ userId, wish });
        return start(userId, wish);
      },
    });
  const who = () => started.map(({ userId }) => merchants.findIndex(merchant => merchant.userId === userId));
  const config = (index: number) => getSyncConfig(env.db, merchants[index]!.userId);

  it('starts who is due, the longest due first, and puts each into the next slot', async () => {
    await set(0, { next_due_at: at(-MINUTE) });
    await set(1, { next_due_at: at(-3 * MINUTE) });
    await set(2, { next_due_at: at(-2 * MINUTE) });
    expect(await dispatch()).to.deep.equal({ started: 3, running: 0, failed: 0 });
    expect(who()).to.deep.equal([1, 2, 0]);
    expect(started[0]?.wish).to.deep.equal({ kind: 'sync', trigger: 'schedule' });
    for (const index of [0, 1, 2])
      expect((await config(index)).nextDueAt?.getTime()).to.be.within(
        env.deps.now(),
        env.deps.now() + env.deps.refreshIntervalMs,
      );
    started.length = 0;
    await dispatch();
    expect(who()).to.deep.equal([]);
  });

  it('is never stopped by one that cannot be started, which then waits for a while', async () => {
    for (const index of [0, 1, 2]) await set(index, { next_due_at: at(-MINUTE * (3 - index)) });
    const poison = merchants[0]!.userId;
    const counts = await dispatch(userId =>
      userId === poison
        ? Promise.reject(new Error('too large for the queue'))
        : Promise.resolve(userId !== merchants[1]!.userId),
    );
    expect(counts).to.deep.equal({ started: 1, running: 1, failed: 1 });
    expect(who()).to.deep.equal([0, 1, 2]);
    expect(minutesTo((await config(0)).nextDueAt)).to.be.closeTo(5, 0.1);
    // Neither does a mark bring it back before.
    await set(0, { dirty_since: at(-10 * MINUTE) });
    started.length = 0;
    await dispatch();
    expect(who()).to.deep.equal([]);
  });

  it('picks up a hint whose signal was lost, and not one that its signal may still serve', async () => {
    await set(0, { dirty_since: at(-2 * MINUTE), dirty_seen_at: at(-2 * MINUTE) });
    await set(1, { dirty_since: at(-MINUTE / 2), dirty_seen_at: at(-MINUTE / 2) });
    await dispatch();
    expect(who()).to.deep.equal([0]);
    expect(started[0]?.wish).to.deep.equal({ kind: 'sync', trigger: 'webhook' });
  });

  it('a hint does not start who is paused, switched off, unconfirmed or blocked', async () => {
    const dirty = { dirty_since: at(-5 * MINUTE), dirty_seen_at: at(-5 * MINUTE), next_due_at: at(-MINUTE) };
    await set(0, { ...dirty, paused_at: at(-MINUTE) });
    await set(1, dirty);
    await env.db.change("UPDATE vk_connections SET blocked_code = 'VK.TOKEN_REVOKED' WHERE user_id = :userId", {
      userId: merchants[1]!.userId,
    });
    await set(2, dirty);
    await env.db.change(
      "UPDATE evotor_connections SET blocked_code = 'EVOTOR.TOKEN_REJECTED' WHERE user_id = :userId",
      {
        userId: merchants[2]!.userId,
      },
    );
    await dispatch();
    expect(who()).to.deep.equal([]);
  });

  it('a block that has an end passes by itself', async () => {
    const { userId } = merchants[0]!;
    await set(0, { next_due_at: at(-MINUTE) });
    const until = (ms: number) =>
      env.db.change('UPDATE evotor_connections SET blocked_until = :at WHERE user_id = :userId', {
        at: at(ms),
        userId,
      });
    await until(MINUTE);
    await dispatch();
    expect(who()).to.deep.equal([]);
    await until(-1);
    await dispatch();
    expect(who()).to.deep.equal([0]);
  });

  async function end(index: number, outcome: 'failed' | 'parked', code: string, resumeInMs: number | null) {
    const { userId } = merchants[index]!;
    requests += 1;
    const wish = { userId, kind: 'sync', trigger: 'manual', workflowId: 'w', requestId: `d${requests}` } as const;
    const { jobId } = await openJobFor(env.deps, wish);
    await startJob(env.deps, { userId, jobId: jobId! });
    await finishJob(env.deps, {
      userId,
      jobId: jobId!,
      outcome,
      code,
      resumeAtMs: resumeInMs === null ? null : env.deps.now() + resumeInMs,
    });
  }

  it('rest is not failure: a parked merchant is not started before its resume time, and counts no failure', async () => {
    await set(0, { failing_count: 2 });
    await end(0, 'parked', 'EVOTOR.RATE_LIMITED', 30 * MINUTE);
    const rested = await config(0);
    expect(rested.failingCount).to.equal(2);
    expect(minutesTo(rested.nextDueAt)).to.be.closeTo(30, 0.1);
    expect(rested.restUntil).to.deep.equal(rested.nextDueAt);
    await set(0, { dirty_since: at(-5 * MINUTE), dirty_seen_at: at(-5 * MINUTE) });
    await dispatch();
    expect(who()).to.deep.equal([]);
    await set(0, { next_due_at: at(-1), rest_until: at(-1) });
    await dispatch();
    expect(who()).to.deep.equal([0]);
  });

  it('while one method of VK rests, a hint may start a run that goes on with the others', async () => {
    await end(0, 'parked', 'VK.FLOOD', 30 * MINUTE);
    await dispatch();
    expect(who()).to.deep.equal([]);
    await set(0, { dirty_since: at(-2 * MINUTE), dirty_seen_at: at(-2 * MINUTE) });
    await dispatch();
    expect(who()).to.deep.equal([0]);
  });

  it('backs off further with each failure, and a mark does not get round that', async () => {
    const waits: number[] = [];
    for (const failures of [1, 2, 3, 4, 5, 6]) {
      await end(0, 'failed', 'EVOTOR.DOWN', null);
      const { failingCount, restUntil, nextDueAt } = await config(0);
      expect(failingCount).to.equal(failures);
      expect(restUntil).to.deep.equal(nextDueAt);
      waits.push(minutesTo(restUntil));
    }
    expect(waits[0]).to.be.at.least(5);
    expect(waits.slice(2)).to.satisfy((rest: number[]) =>
      rest.every((wait, nth) => wait > [60, 360, 1440, 1440][nth]! - 0.1),
    );
    expect(waits.at(-1)).to.be.at.most(1440 + 60);
    await set(0, { dirty_since: at(-5 * MINUTE), dirty_seen_at: at(-5 * MINUTE) });
    await dispatch();
    expect(who()).to.deep.equal([]);
  });

  it('starts the taking out of goods of who disconnects, paused, unconfirmed or without a till', async () => {
    const { userId } = merchants[0]!;
    await set(0, { pending_disconnect: 'delete', next_due_at: null, paused_at: at(-MINUTE) });
    await env.db.change('UPDATE sync_configs SET confirmed_at = NULL WHERE user_id = :userId', { userId });
    await dispatch();
    expect(started).to.deep.equal([
      { userId, wish: { kind: 'disconnect', trigger: 'schedule', options: { goods: 'delete' } } },
    ]);
    started.length = 0;
    // Once a slot is set, it is not started every minute.
    await dispatch();
    expect(who()).to.deep.equal([]);
    await set(0, { confirmed_at: at(-MINUTE) });
  });

  it('does not start who has to say first how goods are merged, however old the hint is', async () => {
    const asked = {
      next_due_at: at(-1),
      dirty_since: at(-60 * MINUTE),
      dirty_seen_at: at(-60 * MINUTE),
      merge_asked_at: at(-60 * MINUTE),
    };
    await set(0, { ...asked, merge_chosen_at: null });
    await set(1, { ...asked, merge_chosen_at: at(-1) });
    await dispatch();
    await set(0, { merge_asked_at: null });
    await set(1, { merge_asked_at: null });
    expect(who()).to.deep.equal([1]);
  });

  it('leaves suspended accounts and operators alone', async () => {
    for (const index of [0, 1]) await set(index, { next_due_at: at(-MINUTE) });
    const [suspended, operator] = [merchants[0]!.userId, merchants[1]!.userId];
    await env.db.change("UPDATE users SET status = 'suspended' WHERE id = :suspended", { suspended });
    await env.db.change(
      "UPDATE user_roles SET role_id = (SELECT id FROM roles WHERE name = 'admin') WHERE user_id = :operator",
      { operator },
    );
    await dispatch();
    expect(who()).to.deep.equal([]);
  });
});
