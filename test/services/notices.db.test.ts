import { expect } from 'chai';
import { getSyncConfig, updateSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import { findVkConnection } from '../../src/db/repositories/vk-connections.repository.js';
import type { JobId } from '../../src/domain/brand.js';
import { pingConnection } from '../../src/services/connections/ping-connection.js';
import { probeCaptcha } from '../../src/services/connections/vk-id/probe-captcha.js';
import { openNotice } from '../../src/services/notices/notices.js';
import { finishJob } from '../../src/services/sync/finish-job.js';
import { openJobFor } from '../../src/services/sync/open-job.js';
import { startJob } from '../../src/services/sync/job-life.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { fault, noFaults } from '../support/services-env-shop.js';
import { statementsOf } from '../support/services-env-statements.js';

const HOUR = 3_600_000;

describe('notices', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;
  let requests = 0;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  beforeEach(async () => {
    merchant = await env.merchant({ goods: 3 });
  });
  afterEach(() => noFaults(env));

  const open = async (who = merchant) => (await env.services.notices.open(who.userId)).map(({ code }) => code).sort();
  const revoke = (revoked: boolean) =>
    env.control('PATCH', `/merchants/${merchant.id}`, { vkTokens: { main: { revoked } } });
  const ping = (service: 'evotor' | 'vk') => pingConnection(env.deps, { userId: merchant.userId, service });
  /** The end of a run, as if it had been parked at that time. */
  async function end(outcome: 'parked' | 'success' | 'failed', atMs: number, code: string | null, resumeAtMs?: number) {
    const { userId } = merchant;
    const request = { userId, kind: 'sync', trigger: 'schedule', workflowId: `sync/${userId}` } as const;
    const { jobId } = await openJobFor(env.deps, { ...request, requestId: `notices-${(requests += 1)}` });
    await startJob(env.deps, { userId, jobId: jobId! });
    const deps = { ...env.deps, now: () => atMs };
    await finishJob(deps, { userId, jobId: jobId!, outcome, code, resumeAtMs: resumeAtMs ?? null });
    return jobId!;
  }

  it('tell of a key VK refuses in a run, and end with the first answer', async () => {
    await runPhases(env.deps, merchant.userId);
    await env.services.notices.dismiss(merchant.userId, (await env.services.notices.open(merchant.userId))[0]!.id);
    await revoke(true);
    await updateSyncConfig(env.db, merchant.userId, { converged_till_digest: null });
    await runPhases(env.deps, merchant.userId);
    expect(await open()).to.deep.equal(['VK.TOKEN_REVOKED']);
    await revoke(false);
    await runPhases(env.deps, merchant.userId);
    expect(await open()).to.deep.equal([]);
  });

  it('tell of it when only the health sweep met it, whichever vendor it was', async () => {
    await revoke(true);
    await ping('vk');
    expect(await open()).to.deep.equal(['VK.TOKEN_REVOKED']);
    await revoke(false);
    await ping('vk');
    expect(await open()).to.deep.equal([]);
    await fault(env, { vendor: 'evotor', merchant: merchant.id, effect: { kind: 'httpStatus', status: 401 } });
    await ping('evotor');
    expect(await open()).to.deep.equal(['EVOTOR.TOKEN_REJECTED']);
    await noFaults(env);
    await ping('evotor');
    expect(await open()).to.deep.equal([]);
  });

  it('are silent about what passes by itself', async () => {
    await fault(env, { vendor: 'evotor', merchant: merchant.id, effect: { kind: 'httpStatus', status: 503 } });
    await ping('evotor');
    expect(await open()).to.deep.equal([]);
  });

  it('end when the merchant connects anew', async () => {
    await revoke(true);
    await ping('vk');
    await fault(env, { vendor: 'evotor', merchant: merchant.id, effect: { kind: 'httpStatus', status: 401 } });
    await ping('evotor');
    await noFaults(env);
    await revoke(false);
    const { userId, vkToken: token, groupId, evotorToken } = merchant;
    await env.services.connections.connectVk({ userId, token, groupId });
    expect(await open()).to.deep.equal(['EVOTOR.TOKEN_REJECTED']);
    await env.services.connections.connectEvotor({ userId, token: evotorToken });
    expect(await open()).to.deep.equal([]);
  });

  it('go with the connection they are about, and with no other', async () => {
    const { userId } = merchant;
    for (const code of ['VK.TOKEN_REVOKED', 'VK.CAPTCHA', 'TWIN.FOREIGN', 'EVOTOR.STORE_STALE'])
      await openNotice(env.db, userId, code);
    await env.services.connections.disconnect(userId, 'vk');
    expect(await open()).to.deep.equal(['EVOTOR.STORE_STALE']);
    await env.services.connections.disconnect(userId, 'evotor');
    expect(await open()).to.deep.equal([]);
  });

  it('tell of a captcha that stops a run, until VK lets us in', async () => {
    await fault(env, { vendor: 'vk', merchant: merchant.id, effect: { kind: 'apiError', code: 14 } });
    await runPhases(env.deps, merchant.userId);
    expect(await open()).to.deep.equal(['VK.CAPTCHA']);
    await noFaults(env);
    await probeCaptcha(env.deps, { userId: merchant.userId });
    expect(await open()).to.deep.equal([]);
    expect((await findVkConnection(env.db, merchant.userId))?.blockedCode).to.equal(null);
  });

  it('tell of a rest of six hours, counted from the first parked run in a row, until a run goes through', async () => {
    const start = Date.now();
    await end('parked', start, 'VK.FLOOD', start + HOUR);
    expect(await open()).to.deep.equal([]);
    await env.db.change('UPDATE sync_jobs SET finished_at = :at WHERE user_id = :userId', {
      at: new Date(start - 7 * HOUR),
      userId: merchant.userId,
    });
    // A few goods that went through, or rested, in between are no sign of the exchange going.
    await env.db.change(
      `INSERT INTO sync_jobs (user_id, kind, triggered_by, options, request_id, workflow_id, status, progress_at, created_at, finished_at)
       VALUES (:userId, 'sync', 'manual', '{"onlyKeys":["a"]}', 'part', 'sync/part', 'success', :at, :at, :at)`,
      { userId: merchant.userId, at: new Date(start - HOUR) },
    );
    await end('parked', start, 'VK.FLOOD', start + HOUR);
    expect(await open()).to.deep.equal(['SYNC.PARKED_LONG']);
    await end('failed', start, 'BUG');
    expect(await open()).to.deep.equal(['SYNC.PARKED_LONG']);
    await end('success', start, null);
    expect(await open()).to.deep.equal([]);
    await end('parked', start, 'VK.FLOOD', start + HOUR);
    expect(await open()).to.deep.equal([]);
    await end('parked', start, 'VK.FLOOD', start + 8 * HOUR);
    expect(await open()).to.deep.equal(['SYNC.PARKED_LONG']);
  });

  it('do not call a used-up day a rest', async () => {
    await end('parked', Date.now(), 'LIMIT.ADDS_PER_DAY', Date.now() + 20 * HOUR);
    expect(await open()).to.deep.equal([]);
  });

  it('end a report of a stuck run with the next one that goes through', async () => {
    await openNotice(env.db, merchant.userId, 'SYNC.STUCK');
    await runPhases(env.deps, merchant.userId);
    expect(await open()).not.to.include('SYNC.STUCK');
  });

  it('tell of the first load once, with its numbers, and again only after another confirmation', async () => {
    const { userId } = merchant;
    await runPhases(env.deps, userId);
    const [news] = await env.services.notices.open(userId);
    expect(news).to.deep.include({ code: 'SYNC.FIRST_LOAD', nature: 'news', params: { inVk: '3', withReason: '0' } });
    await env.services.notices.dismiss(userId, news!.id);
    await runPhases(env.deps, userId);
    expect(await open()).to.deep.equal([]);
    await updateSyncConfig(env.db, userId, { confirmed_at: new Date(env.deps.now() + 1000) });
    await runPhases(env.deps, userId);
    expect(await open()).to.deep.equal(['SYNC.FIRST_LOAD']);
    expect((await getSyncConfig(env.db, userId)).firstLoadAt).not.to.equal(null);
  });

  it('say nothing of a first load as long as nothing stands in VK', async () => {
    const empty = await env.merchant({ goods: 1 });
    await env.db.change('UPDATE sync_configs SET settings = :settings WHERE user_id = :userId', {
      settings: JSON.stringify({ mode: 'preview' }),
      userId: empty.userId,
    });
    await runPhases(env.deps, empty.userId);
    expect(await open(empty)).to.deep.equal([]);
  });

  it('ask how goods are merged when the exchange would stand still without an answer, until there is one', async () => {
    const two = await env.merchant({ goods: 3, stores: 2, mergeChosen: false });
    await updateSyncConfig(env.db, two.userId, { confirmed_at: null });
    await env.services.catalogue.requestRefresh(two.userId);
    expect(await open(two)).to.deep.equal([]);
    await updateSyncConfig(env.db, two.userId, { confirmed_at: new Date(env.deps.now()) });
    await env.services.catalogue.requestRefresh(two.userId);
    expect(await open(two)).to.deep.equal(['SYNC.MERGE_NOT_CHOSEN']);
    await env.services.sync.saveSettings(two.userId, { merge_by: 'id' });
    expect(await open(two)).to.deep.equal([]);
  });

  describe('in the site', () => {
    const needs = () => env.services.notices.needs(merchant.userId);

    it('come with everything else that may need the merchant, in one statement', async () => {
      await openNotice(env.db, merchant.userId, 'BRAKE.HIDES', { count: '12' }, 7 as JobId);
      const statements = await statementsOf(env.db, needs);
      expect(statements).to.have.length(1);
      const facts = await needs();
      expect(facts).to.deep.include({
        isEnabled: true,
        state: 'active',
        mustChooseMerge: false,
        evotor: { service: 'evotor', connection: { problemCode: null } },
        vk: { service: 'vk', connection: { problemCode: null } },
        current: null,
        waiting: null,
        last: null,
      });
      expect(facts.notices).to.have.length(1);
      const [notice] = facts.notices;
      expect(notice).to.deep.include({ code: 'BRAKE.HIDES', params: { count: '12' }, nature: 'question', jobId: 7 });
      expect(notice).to.deep.include({ snoozedUntil: null, mailedAt: null, closedAt: null });
      expect(Date.now() - notice!.createdAt.getTime()).to.be.within(-2000, 60_000);
      expect(await env.services.notices.open(merchant.userId)).to.deep.equal(facts.notices);
    });

    it('know the jobs that matter and why they stand as they do', async () => {
      await end('failed', Date.now(), 'VK.MARKET_OFF');
      const { jobId } = await openJobFor(env.deps, {
        userId: merchant.userId,
        kind: 'sync',
        trigger: 'manual',
        workflowId: `sync/${merchant.userId}`,
        requestId: `notices-${(requests += 1)}`,
      });
      const { last, current } = await needs();
      expect(last).to.deep.include({ status: 'failed', reason: { code: 'VK.MARKET_OFF', params: {} } });
      expect(current).to.deep.equal({ id: jobId, status: 'pending', reason: null });
    });

    it('of an account without anything yet are nothing', async () => {
      const fresh = await env.merchant({ connected: false });
      expect(await env.services.notices.needs(fresh.userId)).to.deep.equal({
        isEnabled: false,
        confirmedAt: null,
        mustChooseMerge: false,
        state: 'not_set_up',
        evotor: { service: 'evotor', connection: null },
        vk: { service: 'vk', connection: null },
        current: null,
        waiting: null,
        last: null,
        clock: 'unknown',
        notices: [],
      });
    });

    it('are put off for a day, and put away only when they are news', async () => {
      const { userId } = merchant;
      await openNotice(env.db, userId, 'SYNC.FIRST_LOAD', { inVk: '3', withReason: '0' });
      await openNotice(env.db, userId, 'VK.TOKEN_REVOKED');
      const [revoked, news] = await env.services.notices.open(userId);
      await env.services.notices.snooze(userId, revoked!.id);
      const until = (await needs()).notices.find(({ id }) => id === revoked!.id)!.snoozedUntil!;
      expect(until.getTime() - env.deps.now()).to.be.within(23 * HOUR, 25 * HOUR);
      await expectCode(env.services.notices.dismiss(userId, revoked!.id), 'NOTICE.NOT_FOUND');
      await env.services.notices.dismiss(userId, news!.id);
      expect(await open()).to.deep.equal(['VK.TOKEN_REVOKED']);
      const { rows, total } = await env.services.notices.history(userId, 1);
      expect([rows.map(({ code }) => code), total]).to.deep.equal([['VK.TOKEN_REVOKED', 'SYNC.FIRST_LOAD'], 2]);
      expect(rows[1]!.closedAt).not.to.equal(null);
    });

    it('are nobody else’s', async () => {
      const other = await env.merchant({ goods: 1 });
      await openNotice(env.db, merchant.userId, 'SYNC.FIRST_LOAD');
      const [mine] = await env.services.notices.open(merchant.userId);
      for (const act of ['snooze', 'dismiss'] as const)
        await expectCode(env.services.notices[act](other.userId, mine!.id), 'NOTICE.NOT_FOUND');
      expect(await env.services.notices.open(other.userId)).to.deep.equal([]);
      expect((await env.services.notices.open(merchant.userId))[0]!.snoozedUntil).to.equal(null);
    });

    it('come by pages', async () => {
      for (let index = 0; index < 32; index += 1) await openNotice(env.db, merchant.userId, `VK.TEST${index}`);
      const [first, second] = [1, 2].map(page => env.services.notices.history(merchant.userId, page));
      expect((await first)!.rows).to.have.length(30);
      expect(await second).to.deep.include({ total: 32, pageSize: 30 });
      expect((await second)!.rows.map(({ code }) => code)).to.deep.equal(['VK.TEST1', 'VK.TEST0']);
    });

    for (const token of ['', '1', '1.', 'x'.repeat(60), `1.${'a'.repeat(43)}`, `0.${'a'.repeat(43)}`, '1.ж'])
      it(`know a link that is not theirs: ${JSON.stringify(token).slice(0, 30)}`, async () => {
        await expectCode(env.services.notices.unsubscribing(token), 'NOTICE.LINK_BROKEN');
        await expectCode(env.services.notices.unsubscribe(token), 'NOTICE.LINK_BROKEN');
      });
  });

  describe('the set-up', () => {
    it('is known from what was done', async () => {
      const { userId } = merchant;
      const setup = () => env.services.overview.setup(userId);
      expect(await setup()).to.deep.equal({
        goodsChosenAt: null,
        pilotSkippedAt: null,
        previewDone: null,
        pilotDone: null,
        preview: null,
        pilot: null,
      });
      const { job: preview } = await runPhases(env.deps, userId, { kind: 'preview' });
      // A first try that found nothing to send has tried nothing.
      const { job: nothing } = await runPhases(env.deps, userId, { kind: 'pilot' });
      expect(nothing.status).to.equal('unchanged');
      expect(await setup()).to.deep.include({ previewDone: preview.id, pilotDone: null });
      const { jobId } = await env.services.approvals.pilot(userId, { count: 1 });
      const { job: pilot } = await runPhases(env.deps, userId, { jobId });
      expect(await setup()).to.deep.include({ previewDone: preview.id, pilotDone: pilot.id });
      await env.services.overview.keepAllGoods(userId);
      await env.services.overview.skipPilot(userId);
      const { goodsChosenAt, pilotSkippedAt } = await setup();
      expect([goodsChosenAt, pilotSkippedAt]).not.to.include(null);
      expect(await statementsOf(env.db, setup)).to.have.length(1);
    });

    it('has the last fourteen days, today last, those without a run too', async () => {
      await runPhases(env.deps, merchant.userId);
      const days = await env.services.overview.days(merchant.userId);
      expect(days).to.have.length(14);
      expect(days.slice(0, 12).every(({ runs }) => runs === 0)).to.equal(true);
      expect(days.reduce((sum, day) => sum + day.created, 0)).to.equal(3);
      expect([...days].sort((one, other) => one.day.localeCompare(other.day))).to.deep.equal(days);
    });
  });
});

async function expectCode(work: Promise<unknown>, code: string): Promise<void> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect((error as { code?: string } | null)?.code).to.equal(code);
}
