import { expect } from 'chai';
import { assertSystemRemains } from '../../src/db/repositories/access.repository.js';
import { setRole } from '../../src/db/repositories/users.repository.js';
import type { Queries } from '../../src/db/database.js';
import type { UserId } from '../../src/domain/brand.js';
import { deleteOverdueAccounts } from '../../src/services/accounts/account-deletion.js';
import { accountEnv, freshAddress, PASSWORD, type AccountEnv } from '../support/account-env.js';
import { migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { codeOf, expectSentence } from '../support/services-env-sentence.js';

const DAY_MS = 86_400_000;

describe('the last one with the role system', () => {
  let base: TestDatabase;
  let env: AccountEnv;

  before(async () => {
    base = await migratedDatabase();
    env = accountEnv(base.db);
  });
  after(() => base.drop());
  beforeEach(() => base.db.change('DELETE FROM users'));

  const ways: Readonly<Record<string, (queries: Queries, id: UserId) => Promise<unknown>>> = {
    suspended: (queries, id) => queries.change(`UPDATE users SET status = 'suspended' WHERE id = :id`, { id }),
    demoted: (queries, id) => setRole(queries, id, 'admin'),
    deleted: (queries, id) => queries.change('DELETE FROM users WHERE id = :id', { id }),
  };
  const remove = (id: UserId, way: (queries: Queries, id: UserId) => Promise<unknown>): Promise<void> =>
    base.db.transaction(async queries => {
      await assertSystemRemains(queries, id);
      await way(queries, id);
    });
  const left = async (): Promise<number> => {
    const row = await base.db.first<{ n: number }>(
      `SELECT COUNT(*) AS n FROM users u JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role_id
       WHERE r.name = 'system' AND u.status = 'active' AND u.delete_requested_at IS NULL`,
    );
    return Number(row?.n);
  };

  for (const [name, way] of Object.entries(ways)) {
    it(`is not ${name}, another one is`, async () => {
      const [one, other] = [await env.user({ role: 'system' }), await env.user({ role: 'system' })];
      await env.user({ role: 'admin' });
      // Who could not do the work does not count.
      await env.user({ role: 'system', status: 'suspended' });
      await env.user({ role: 'system', status: 'pending' });
      await remove(one.id, way);
      expect(await codeOf(remove(other.id, way))).to.equal('ACCESS.LAST_SYSTEM');
      expect(await left()).to.equal(1);
      expectSentence('ACCESS.LAST_SYSTEM');
    });

    it(`is not ${name} when two go at the same time`, async () => {
      const ids = [(await env.user({ role: 'system' })).id, (await env.user({ role: 'system' })).id];
      const ends = await Promise.allSettled(ids.map(id => remove(id, way)));
      expect(ends.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
      const refused = ends.find(end => end.status === 'rejected');
      expect((refused?.reason as { code?: string }).code).to.equal('ACCESS.LAST_SYSTEM');
      expect(await left()).to.equal(1);
    });
  }

  it('remains when each of two changes its row before it asks', async () => {
    const ids = [(await env.user({ role: 'system' })).id, (await env.user({ role: 'system' })).id];
    const ends = await Promise.allSettled(
      ids.map(id =>
        base.db.transaction(async queries => {
          await queries.change(`UPDATE users SET first_name = 'Пётр' WHERE id = :id`, { id });
          await assertSystemRemains(queries, id);
          await ways['suspended']?.(queries, id);
        }),
      ),
    );
    expect(ends.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
    expect(await left()).to.equal(1);
  });

  it('loses nothing with accounts that are none', async () => {
    await env.user({ role: 'system' });
    for (const role of ['user', 'admin'] as const) {
      const { id } = await env.user({ role });
      await base.db.transaction(queries => assertSystemRemains(queries, id));
    }
    const suspended = await env.user({ role: 'system', status: 'suspended' });
    await remove(suspended.id, ways['deleted']!);
    expect(await left()).to.equal(1);
  });

  it('with a shop of its own may not ask for its deletion, nor is it pruned', async () => {
    const { id } = await env.user({ role: 'user' });
    await base.db.change(`INSERT INTO user_roles SELECT :id, id FROM roles WHERE name = 'system'`, { id });
    const ask = () => env.accounts.requestDeletion(id, { password: PASSWORD, address: freshAddress() });
    expect(await codeOf(ask())).to.equal('ACCESS.LAST_SYSTEM');
    const other = await env.user({ role: 'system' });
    expect((await ask()).deleteRequestedAt).not.to.equal(null);
    await base.db.change(`UPDATE users SET status = 'suspended' WHERE id = :id`, { id: other.id });
    // In its grace it counts as gone already, so it goes without a question, whatever became of the other one.
    expect(await deleteOverdueAccounts(base.db, env.clock.time + 15 * DAY_MS)).to.deep.equal([id]);
  });
});
