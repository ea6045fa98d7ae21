import { expect } from 'chai';
import { dueMerchants } from '../../src/db/repositories/due-merchants.repository.js';
import { connectionsToCheck } from '../../src/db/repositories/health.repository.js';
import { linkedKeys } from '../../src/db/repositories/links.repository.js';
import { merchantsToTell } from '../../src/db/repositories/notice-mails.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import { unclaimedTills } from '../../src/db/repositories/till-claims.repository.js';
import { setRole } from '../../src/db/repositories/users.repository.js';
import { tokensToRenew } from '../../src/db/repositories/vk-connections.repository.js';
import type { Role } from '../../src/domain/account.js';
import { createUser } from '../../src/services/accounts/create-user.js';
import { openJobFor } from '../../src/services/sync/open-job.js';
import { PASSWORD, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { freshEmail } from '../support/services-env-database.js';
import { runPhases } from '../support/services-env-run.js';
import { codeOf } from '../support/services-env-sentence.js';
import { editGood, shopOf, tillOf } from '../support/services-env-shop.js';

const DAY = 86_400_000;
const MANY = 1000;

describe('only accounts with the role user are synced', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());

  const later = () => new Date(Date.now() + 10 * DAY);
  const give = ({ userId }: TestMerchant, role: Role) => env.db.transaction(queries => setRole(queries, userId, role));
  /** Where the machinery of a merchant asks whose turn it is. */
  const turns = async ({ userId }: TestMerchant) => {
    const now = later();
    const due = await dueMerchants(env.db, { now, staleMark: now, limit: MANY });
    const checks = await connectionsToCheck(env.db, now, MANY);
    const told = await merchantsToTell(env.db, { after: 0, limit: MANY, now: new Date(env.deps.now()) });
    return {
      due: due.some(merchant => merchant.userId === userId),
      checked: checks.filter(check => check.userId === userId).length,
      renewed: (await tokensToRenew(env.db, now, MANY)).includes(userId),
      told: told.includes(userId),
      tillsOffered: (await unclaimedTills(env.db, userId, MANY)).length,
    };
  };
  /** Everything that makes an account one of a merchant whose turn it is. */
  const busy = async (): Promise<TestMerchant> => {
    const merchant = await env.merchant({ goods: 2 });
    const { userId, email } = merchant;
    await updateSyncConfig(env.db, userId, { next_due_at: new Date(0), rest_until: null });
    await env.db.change(`UPDATE vk_connections SET refresh_token = 'sealed' WHERE user_id = :userId`, { userId });
    await env.db.change(
      `INSERT INTO notices (user_id, code, params, created_at) VALUES (:userId, 'VK.TOKEN_REVOKED', '{}', NOW(3))`,
      { userId },
    );
    await env.db.change(
      `INSERT INTO evotor_connections (evotor_user_id, claimed_email, connection_type, connected_at, updated_at)
       VALUES (:name, :email, 'webhook', NOW(3), NOW(3))`,
      { name: `till-of-${userId}`, email },
    );
    return merchant;
  };

  it('in every place that asks whose turn it is, also when the role comes later or goes later', async () => {
    const merchant = await busy();
    const all = { due: true, checked: 2, renewed: true, told: true, tillsOffered: 1 };
    const none = { due: false, checked: 0, renewed: false, told: false, tillsOffered: 0 };
    expect(await turns(merchant)).to.deep.equal(all);
    for (const role of ['admin', 'system'] as const) {
      await give(merchant, role);
      expect(await turns(merchant), role).to.deep.equal(none);
    }
    await give(merchant, 'user');
    expect(await turns(merchant)).to.deep.equal(all);
    // Both at once: a merchant who also helps to run the place.
    await env.db.change(`INSERT INTO user_roles SELECT :id, id FROM roles WHERE name = 'admin'`, {
      id: merchant.userId,
    });
    expect(await turns(merchant)).to.deep.equal(all);
  });

  it('whoever asks for the run, and however', async () => {
    const merchant = await env.merchant({ goods: 1 });
    await give(merchant, 'admin');
    const { userId } = merchant;
    for (const kind of ['sync', 'preview', 'pilot', 'disconnect'] as const)
      for (const trigger of ['manual', 'schedule', 'webhook'] as const) {
        const requestId = `${kind}-${trigger}-${userId}`;
        const opened = await openJobFor(env.deps, { userId, kind, trigger, requestId, workflowId: `sync/${userId}` });
        expect(opened, `${kind} by ${trigger}`).to.deep.equal({ jobId: null, refusedCode: 'SYNC.NOT_A_MERCHANT' });
      }
    expect(await codeOf(env.services.sync.runNow(userId))).to.equal('SYNC.NOT_A_MERCHANT');
  });

  it('and nobody else connects anything, by whatever way', async () => {
    const { evotorToken, vkToken, groupId } = await env.merchant({ connected: false });
    const userId = await createUser(env.db, {
      email: freshEmail(),
      password: PASSWORD,
      role: 'system',
      firstName: '',
      lastName: '',
      phone: null,
    });
    const { connections } = env.services;
    expect(await codeOf(connections.connectEvotor({ userId, token: evotorToken }))).to.equal('SYNC.NOT_A_MERCHANT');
    expect(await codeOf(connections.connectVk({ userId, token: vkToken, groupId }))).to.equal('SYNC.NOT_A_MERCHANT');
    const kept = await env.db.first<{ n: number }>(
      `SELECT (SELECT COUNT(*) FROM connection_attempts WHERE user_id = :userId)
        + (SELECT COUNT(*) FROM evotor_connections WHERE user_id = :userId)
        + (SELECT COUNT(*) FROM vk_connections WHERE user_id = :userId) AS n`,
      { userId },
    );
    expect(Number(kept?.n)).to.equal(0);
  });

  it('a run under way ends at its next operation, and everything stays for the day the role comes back', async () => {
    const merchant = await env.merchant({ goods: 6 });
    const { userId } = merchant;
    await runPhases(env.deps, userId);
    for (const good of await tillOf(env, merchant))
      await editGood(env, merchant, good.id, { name: `${good.name} новый` });
    const before = await getSyncConfig(env.db, userId);
    const { job, operations } = await runPhases(env.deps, userId, {
      maxOperations: 1,
      beforeApply: () => give(merchant, 'admin'),
    });
    expect([job.status, job.reasonCode]).to.deep.equal(['cancelled', 'SYNC.NOT_A_MERCHANT']);
    expect(operations.filter(({ state }) => state === 'done')).to.have.length(0);
    const goods = (await shopOf(env, merchant)).items.length;
    expect(goods).to.equal(6);
    const { settings, confirmedAt } = await getSyncConfig(env.db, userId);
    expect({ settings, confirmedAt }).to.deep.equal({ settings: before.settings, confirmedAt: before.confirmedAt });
    expect((await linkedKeys(env.db, userId, ['live'])).size).to.equal(6);
    await give(merchant, 'user');
    const again = await runPhases(env.deps, userId);
    expect([again.job.status, again.job.counters.updated]).to.deep.equal(['success', 6]);
  });
});
