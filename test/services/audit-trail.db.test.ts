import { expect } from 'chai';
import type { JobId } from '../../src/domain/brand.js';
import { kopecks } from '../../src/domain/money.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';

/** Each thing a merchant does that matters leaves a line. */
describe('what merchants do', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;

  before(async () => {
    env = await startServicesEnv();
    merchant = await env.merchant({ goods: 3, groups: 1, stores: 2 });
    await runPhases(env.deps, merchant.userId);
  });
  after(() => env.close());

  interface Line {
    action: string;
    before: string | null;
    after: string | null;
    entity: string;
  }
  const lines = (since: number) =>
    env.db.rows<Line & { id: number }>(
      `SELECT id, action, before_value AS \`before\`, after_value AS \`after\`, entity FROM audit_log
       WHERE subject_user_id = :userId AND id > :since ORDER BY id`,
      { userId: merchant.userId, since },
    );
  /** The lines that some work leaves. */
  async function left(work: () => Promise<unknown>): Promise<readonly Line[]> {
    const [before] = await env.db.rows<{ n: number | null }>('SELECT MAX(id) AS n FROM audit_log');
    await work();
    return lines(before?.n ?? 0);
  }
  const actions = async (work: () => Promise<unknown>) => (await left(work)).map(({ action }) => action);

  it('connecting and switching on, with no key in any line', async () => {
    const all = await lines(0);
    expect(all.map(({ action }) => action)).to.include.members(['connection.connect', 'sync.enable']);
    const raw = JSON.stringify(all);
    for (const secret of [merchant.evotorToken, merchant.vkToken]) expect(raw).not.to.include(secret);
  });

  it('the switches of the exchange', async () => {
    const { userId } = merchant;
    const { sync } = env.services;
    expect(await actions(() => sync.setPaused(userId, true))).to.deep.equal(['sync.pause']);
    expect(await actions(() => sync.setPaused(userId, false))).to.deep.equal(['sync.resume']);
    expect(await actions(() => sync.setEnabled(userId, false))).to.deep.equal(['sync.disable']);
    expect(await actions(() => sync.setEnabled(userId, true))).to.deep.equal(['sync.enable']);
    expect(await actions(() => sync.setConfirmed(userId))).to.deep.equal(['sync.confirm']);
  });

  it('settings: only those that changed, before and after', async () => {
    const { userId } = merchant;
    const [line, ...others] = await left(() =>
      env.services.sync.saveSettings(userId, { price_multiplier: '1.25', mode: 'automatic' }),
    );
    expect(others).to.deep.equal([]);
    expect(line?.action).to.equal('settings.change');
    expect(line?.before).to.deep.equal({ price_multiplier: '1' });
    expect(line?.after).to.deep.equal({ price_multiplier: '1.25' });
    expect(await left(() => env.services.sync.saveSettings(userId, { price_multiplier: '1.25' }))).to.deep.equal([]);
  });

  it('groups, the order of stores, pictures of groups', async () => {
    const { userId, stores } = merchant;
    const { listings } = env.services;
    const group = await env.db.first<{ id: string }>(
      'SELECT evotor_id AS id FROM cached_groups WHERE user_id = :userId LIMIT 1',
      { userId },
    );
    const groupId = group!.id as never;
    const rule = { multiplier: '2', addend: kopecks(0), rounding: 'none', floorMarginPercent: null } as const;
    const [price] = await left(() => listings.setGroupPrice(userId, groupId, rule));
    expect(price).to.include({ action: 'group.price', entity: `group:${group!.id}` });
    const [category] = await left(() => listings.setGroupCategory(userId, groupId, 501));
    expect(category).to.include({ action: 'group.category' });
    expect(category?.after).to.deep.equal({ category: 501 });
    expect(await actions(() => listings.setStoreOrder(userId, [...stores].reverse()))).to.deep.equal(['store.order']);
    expect(await actions(() => listings.setStoreOrder(userId, [...stores].reverse()))).to.deep.equal([]);
  });

  it('answers to a job that waits, ending one, taking one back', async () => {
    const { userId } = merchant;
    const { approvals } = env.services;
    const { job } = await runPhases(env.deps, userId);
    const waiting = () =>
      env.db.change(`UPDATE sync_jobs SET status = 'awaiting_approval', items_risky = 1 WHERE id = :id`, {
        id: job.id,
      });
    const hold = () =>
      env.db.change(
        `INSERT INTO sync_operations (job_id, user_id, vk_group_id, kind, rank_in_run, listing_key, reason_code, is_risky, created_at)
         VALUES (:id, :userId, 1, 'hide', 1, 'x', 'GONE_FROM_TILL', TRUE, NOW())`,
        { id: job.id, userId },
      );
    await waiting();
    const [declined] = await left(() => approvals.decline(userId, job.id));
    expect(declined).to.include({ action: 'job.decline', entity: `job:${job.id}` });
    await waiting();
    const operator = { userId: null, origin: 'cli' };
    const [ended] = await left(() => approvals.cancel(userId, job.id, operator));
    expect(ended).to.include({ action: 'job.cancel' });
    await waiting();
    await hold();
    const [approved] = await left(() => approvals.approve(userId, job.id, 'all'));
    expect(approved?.action).to.equal('job.approve');
    expect(approved?.after).to.deep.equal({ approved: 1, declined: 0 });
  });

  it('taking a run back', async () => {
    const { userId } = merchant;
    const row = await env.db.first<{ id: JobId }>(
      `SELECT j.id FROM sync_jobs j JOIN sync_operations o ON o.job_id = j.id AND o.state = 'done' AND o.kind = 'create'
       WHERE j.user_id = :userId AND j.finished_at IS NOT NULL LIMIT 1`,
      { userId },
    );
    expect(await actions(() => env.services.approvals.undo(userId, row!.id))).to.deep.equal(['job.undo']);
  });

  it('disconnecting, with what becomes of the goods', async () => {
    const { userId } = merchant;
    const [line] = await left(() => env.services.connections.disconnect(userId, 'vk', 'keep'));
    expect(line?.action).to.equal('connection.disconnect');
    expect(line?.after).to.deep.equal({ goods: 'keep' });
  });
});
