import { expect } from 'chai';
import { installationFacts } from '../../src/db/repositories/installation-facts.repository.js';
import type { UserId } from '../../src/domain/brand.js';
import { noteBackup } from '../../src/services/operations/note-backup.js';
import { accountEnv } from '../support/account-env.js';
import { migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { settledMerchant } from '../support/settled-merchant.js';

const NOW = new Date('2026-11-21T12:00:00Z');
const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

describe('figures of the whole installation', () => {
  let base: TestDatabase;
  const ids: UserId[] = [];

  before(async () => {
    base = await migratedDatabase();
    const env = accountEnv(base.db);
    for (let n = 0; n < 3; n += 1) ids.push((await settledMerchant(base.db, env)).id);
  });
  after(() => base.drop());

  const set = (index: number, sql: string, values: Record<string, Date | string | number | null> = {}) =>
    base.db.change(`UPDATE sync_configs SET ${sql} WHERE user_id = :id`, { id: ids[index] ?? 0, ...values });

  it('are all zero where nobody does anything', async () => {
    await base.db.change('UPDATE sync_configs SET is_enabled = FALSE, confirmed_at = NULL');
    const facts = await installationFacts(base.db, NOW);
    expect(facts.merchants).to.deep.equal({ active: 0, paused: 0, parked: 0, failing: 0, due: 0 });
    expect(facts).to.include({ dispatchLagSeconds: 0, backupAgeSeconds: null });
    expect(facts.blocked).to.deep.equal([]);
  });

  it('count merchants by what they do, each state by itself', async () => {
    for (const index of [0, 1, 2])
      await set(index, 'is_enabled = TRUE, confirmed_at = :past, next_due_at = :later', {
        past: at(-60),
        later: at(60),
      });
    await set(0, 'rest_until = :later', { later: at(10) });
    await set(1, 'rest_until = :later, failing_count = 2', { later: at(10) });
    await set(2, 'paused_at = :past', { past: at(-5) });
    const { merchants } = await installationFacts(base.db, NOW);
    expect(merchants).to.deep.equal({ active: 2, paused: 1, parked: 1, failing: 1, due: 0 });
    await base.db.change("UPDATE users SET status = 'suspended' WHERE id = :id", { id: ids[0] ?? 0 });
    expect((await installationFacts(base.db, NOW)).merchants['parked']).to.equal(0);
    await base.db.change("UPDATE users SET status = 'active' WHERE id = :id", { id: ids[0] ?? 0 });
  });

  it('tell how late the clock is, and not while a merchant rests', async () => {
    await set(0, 'rest_until = :until, next_due_at = :past', { until: at(-2), past: at(-30) });
    const resting = await installationFacts(base.db, NOW);
    expect(resting.dispatchLagSeconds).to.equal(120);
    expect(resting.merchants['due']).to.equal(1);
    await set(0, 'rest_until = NULL');
    expect((await installationFacts(base.db, NOW)).dispatchLagSeconds).to.equal(1800);
  });

  it('tell of refused connections by code, of open jobs by status, and of the last backup', async () => {
    await base.db.change("UPDATE vk_connections SET blocked_code = 'VK.CAPTCHA' WHERE user_id = :id", {
      id: ids[0] ?? 0,
    });
    await base.db.change(
      "UPDATE evotor_connections SET blocked_code = 'EVOTOR.TOKEN_REJECTED' WHERE user_id IN (:a, :b)",
      {
        a: ids[1] ?? 0,
        b: ids[2] ?? 0,
      },
    );
    await noteBackup(base.db, { bytes: 1000, version: '1.2.3' });
    await base.db.change("UPDATE audit_log SET created_at = :at WHERE action = 'backup.made'", { at: at(-60) });
    const { blocked, openJobs, backupAgeSeconds } = await installationFacts(base.db, NOW);
    expect(blocked).to.have.deep.members([
      { service: 'vk', code: 'VK.CAPTCHA', count: 1 },
      { service: 'evotor', code: 'EVOTOR.TOKEN_REJECTED', count: 2 },
    ]);
    expect(Object.keys(openJobs)).to.deep.equal(['pending', 'running', 'awaiting_approval']);
    expect(backupAgeSeconds).to.equal(3600);
  });
});
