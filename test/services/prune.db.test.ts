import { expect } from 'chai';
import type { JobId } from '../../src/domain/brand.js';
import { insertHealthEvent } from '../../src/db/repositories/health.repository.js';
import type { HousekeepingDeps } from '../../src/services/maintenance/housekeeping.js';
import { pruneOldRows } from '../../src/services/maintenance/prune.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { editGood, tillOf } from '../support/services-env-shop.js';

const DAY = 86_400_000;

describe('what the night deletes', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;
  before(async () => {
    env = await startServicesEnv();
    merchant = await env.merchant({ goods: 4, groups: 2 });
  });
  after(() => env.close());

  const count = async (table: string, where = 'TRUE'): Promise<number> =>
    Number((await env.db.first<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`))?.n);
  const prune = (days = 30) => pruneOldRows({ ...env.deps, logRetentionMs: days * DAY } as unknown as HousekeepingDeps);
  const jobs = () => env.db.rows<{ id: JobId; kind: string }>('SELECT id, kind FROM sync_jobs ORDER BY id');

  it('deletes old calls in batches until none is left, and keeps the younger ones', async () => {
    await env.db.change('DELETE FROM api_log');
    await env.db.change(
      `INSERT INTO api_log (service, http_method, path, outcome, duration_ms, started_at)
       SELECT 'vk', 'POST', 'market.get', 'ok', 1, IF(seq <= 12000, NOW(3) - INTERVAL 31 DAY, NOW(3)) FROM seq_1_to_12005`,
    );
    await prune();
    expect(await count('api_log')).to.equal(5);
  });

  it('writes an event of a connection on change only, and deletes it when it is old', async () => {
    const connection = { userId: merchant.userId, service: 'vk' } as const;
    await env.db.change('DELETE FROM health_check_logs');
    await env.db.change('UPDATE vk_connections SET is_online = TRUE');
    for (let i = 0; i < 3; i++) await insertHealthEvent(env.db, connection, true, '');
    expect(await count('health_check_logs')).to.equal(0);
    await insertHealthEvent(env.db, connection, false, 'VK.DOWN');
    expect(await count('health_check_logs', `event = 'offline'`)).to.equal(1);
    await env.db.change('UPDATE health_check_logs SET checked_at = NOW(3) - INTERVAL 31 DAY');
    await prune();
    expect(await count('health_check_logs')).to.equal(0);
  });

  it('keeps the proofs of what old runs sent, and lets go of everything else they did', async () => {
    const { userId } = merchant;
    await runPhases(env.deps, userId);
    const [good] = await tillOf(env, merchant);
    await editGood(env, merchant, good!.id, { price: 777 });
    await runPhases(env.deps, userId);
    await runPhases(env.deps, userId);
    await runPhases(env.deps, userId, { kind: 'preview' });
    await editGood(env, merchant, good!.id, { price: 778 });
    await runPhases(env.deps, userId, { kind: 'preview' });
    const before = await jobs();
    expect(before.map(({ kind }) => kind)).to.deep.equal(['sync', 'sync', 'sync', 'preview', 'preview']);
    await env.db.change(
      `UPDATE sync_jobs SET created_at = created_at - INTERVAL 40 DAY, finished_at = finished_at - INTERVAL 40 DAY`,
    );
    const creates = await count('sync_operations', `kind = 'create'`);
    expect(creates).to.equal(4);

    // The shop was not read since: the ledger may still have to explain what stands there.
    await env.db.change('UPDATE sync_configs SET shop_read_at = NOW(3) - INTERVAL 41 DAY');
    await prune();
    expect(await count('sync_operations', `kind IN ('update','album_add')`)).to.be.greaterThan(0);

    await env.db.change('UPDATE sync_configs SET shop_read_at = NOW(3)');
    await prune();
    expect(await count('sync_operations', `kind = 'create'`)).to.equal(creates);
    expect(await count('sync_operations', `kind = 'album_create'`)).to.be.greaterThan(0);
    const kept = await jobs();
    // The first holds proofs, the third is the newest exchange, the last the newest preview.
    expect(kept.map(({ id }) => id)).to.deep.equal([before[0]!.id, before[2]!.id, before[4]!.id]);
    const left = await env.db.rows('SELECT DISTINCT job_id AS jobId, kind FROM sync_operations ORDER BY job_id, kind');
    expect(left).to.deep.equal([
      { jobId: before[0]!.id, kind: 'album_create' },
      { jobId: before[0]!.id, kind: 'create' },
      { jobId: before[4]!.id, kind: 'update' },
    ]);
  });

  it('keeps what a run did for thirty days, however short the logs are kept', async () => {
    const { userId } = merchant;
    await runPhases(env.deps, userId);
    const [newest] = (await jobs()).slice(-1);
    await env.db.change(
      `UPDATE sync_jobs SET created_at = NOW(3) - INTERVAL 20 DAY, finished_at = NOW(3) - INTERVAL 20 DAY WHERE id = :id`,
      { id: newest!.id },
    );
    const before = await count('sync_operations', `job_id = ${newest!.id}`);
    await prune(1);
    expect(await count('sync_operations', `job_id = ${newest!.id}`))
      .to.equal(before)
      .and.be.greaterThan(0);
  });

  it('changes nothing that the next run needs: it finds nothing to do', async () => {
    await runPhases(env.deps, merchant.userId);
    await prune();
    const { job, operations } = await runPhases(env.deps, merchant.userId);
    expect([job.status, operations]).to.deep.equal(['unchanged', []]);
  });

  it('forgets notices a year after they are over, and none that stand', async () => {
    await env.db.change('DELETE FROM notices');
    await env.db.change(
      `INSERT INTO notices (user_id, code, params, is_open, created_at, closed_at) VALUES
         (:userId, 'VK.CAPTCHA', '{}', FALSE, NOW(3) - INTERVAL 400 DAY, NOW(3) - INTERVAL 370 DAY),
         (:userId, 'VK.CAPTCHA', '{}', FALSE, NOW(3) - INTERVAL 400 DAY, NOW(3) - INTERVAL 300 DAY),
         (:userId, 'VK.CAPTCHA', '{}', TRUE, NOW(3) - INTERVAL 400 DAY, NULL)`,
      { userId: merchant.userId },
    );
    await prune();
    expect(await count('notices')).to.equal(2);
  });
});
