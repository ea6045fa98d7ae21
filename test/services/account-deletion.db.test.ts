import { expect } from 'chai';
import type { Database } from '../../src/db/database.js';
import type { UserId } from '../../src/domain/brand.js';
import { silentLogger } from '../../src/observability/logger.js';
import type { HousekeepingDeps } from '../../src/services/maintenance/housekeeping.js';
import { pruneOldRows } from '../../src/services/maintenance/prune.js';
import { deleteOverdueAccounts } from '../../src/services/accounts/account-deletion.js';
import { accountEnv, freshAddress, PASSWORD, type AccountEnv } from '../support/account-env.js';
import { migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { settledMerchant } from '../support/settled-merchant.js';
import { codeOf, refusal } from '../support/services-env-sentence.js';

const DAY_MS = 86_400_000;

describe('leaving', () => {
  let base: TestDatabase;
  let env: AccountEnv;

  before(async () => {
    base = await migratedDatabase();
    env = accountEnv(base.db);
  });
  after(() => base.drop());

  const settled = () => settledMerchant(base.db, env);

  describe('deleting an account', () => {
    const ask = (id: UserId, password = PASSWORD) =>
      env.accounts.requestDeletion(id, { password, address: freshAddress() });
    const count = async (table: string, id: UserId): Promise<number> =>
      (await base.db.first<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE user_id = :id`, { id }))?.n ?? -1;

    it('asks for the password, deletes the keys at once, stops the run, and leaves the rest for the grace', async () => {
      const { id, email } = await settled();
      expect(await refusal(ask(id, 'not it at all'))).to.deep.equal({
        code: 'PASSWORD.WRONG',
        details: { field: 'password' },
      });
      expect(await count('vk_connections', id)).to.equal(1);
      const user = await ask(id);
      expect(user.deleteRequestedAt).to.be.an.instanceof(Date);
      for (const table of ['vk_connections', 'evotor_connections', 'connection_attempts', 'vk_id_requests'])
        expect(await count(table, id), table).to.equal(0);
      expect(
        await base.db.first(
          'SELECT COUNT(*) AS n FROM partner_tokens t JOIN evotor_connections c ON c.id = t.evotor_connection_id WHERE c.user_id = :id',
          { id },
        ),
      ).to.deep.equal({ n: 0 });
      expect(
        await base.db.first('SELECT cancel_requested_at IS NOT NULL AS ended FROM sync_jobs WHERE user_id = :id', {
          id,
        }),
      ).to.deep.equal({ ended: 1 });
      expect(env.poked).to.include(id);
      for (const table of ['product_overrides', 'sync_operations', 'sync_configs'])
        expect(await count(table, id), table).to.be.greaterThan(0);
      const { deletesAt } = await env.accounts.profile(id);
      expect(deletesAt?.getTime()).to.equal((user.deleteRequestedAt?.getTime() ?? 0) + 14 * DAY_MS);
      const [letter] = await env.letters(email);
      expect(letter?.subject).to.equal('Учётная запись будет удалена');
      expect(letter?.text).to.include('войдите до этого дня и нажмите «Вернуть учётную запись»');
      expect((await env.logIn(email)).deleteRequestedAt).to.be.an.instanceof(Date);
    });

    it('ends the other sessions', async () => {
      const { id } = await settled();
      const before = (await env.accounts.findUser(id))?.sessionEpoch ?? 0;
      expect((await ask(id)).sessionEpoch).to.equal(before + 1);
    });

    it('is taken back during the grace: rules, settings and history are there', async () => {
      const { id, email } = await settled();
      await ask(id);
      const user = await env.accounts.cancelDeletion(id);
      expect(user.deleteRequestedAt).to.equal(null);
      expect(await env.accounts.cancelDeletion(id)).to.deep.equal(user);
      expect(await deleteOverdueAccounts(base.db, env.clock.time + 30 * DAY_MS)).not.to.include(id);
      expect(await count('product_overrides', id)).to.equal(1);
      expect(await env.subjects(email)).to.deep.equal(['Учётная запись будет удалена', 'Учётная запись возвращена']);
      expect(await env.actions(id)).to.deep.equal([
        'account.create',
        'account.delete_asked',
        'account.delete_taken_back',
      ]);
    });

    it('happens in the night after the grace, with everything, and to nobody else', async () => {
      const [gone, stays] = [await settled(), await settled()];
      await ask(gone.id);
      expect(await deleteOverdueAccounts(base.db, env.clock.time + 14 * DAY_MS - 1000)).not.to.include(gone.id);
      expect(await deleteOverdueAccounts(base.db, env.clock.time + 14 * DAY_MS + 1000)).to.include(gone.id);
      expect(await env.accounts.findUser(gone.id)).to.equal(null);
      for (const table of ['product_overrides', 'sync_operations', 'sync_configs', 'notices']) {
        expect(await count(table, gone.id), table).to.equal(0);
        expect(await count(table, stays.id), table).to.be.greaterThan(0);
      }
    });

    it('is the nightly prune’s work, as are links nobody can use any more', async () => {
      const { id, email } = await settled();
      await env.accounts.forgotPassword({ email, address: freshAddress() });
      await env.token(email);
      await ask(id);
      const [other] = [await env.user()];
      await env.accounts.forgotPassword({ email: other.email, address: freshAddress() });
      await env.token(other.email);
      const now = () => env.clock.time + 15 * DAY_MS;
      const deps = { db: base.db, now, logRetentionMs: 30 * DAY_MS, logger: silentLogger };
      await pruneOldRows(deps as unknown as HousekeepingDeps);
      expect(await env.accounts.findUser(id)).to.equal(null);
      expect(await env.accounts.findUser(other.id)).to.include({ email: other.email });
      expect(await base.db.rows('SELECT id FROM one_time_tokens WHERE user_id = :id', { id: other.id })).to.deep.equal(
        [],
      );
    });

    it('takes the e-mail from tills that Evotor may still speak of, and from nobody else’s', async () => {
      const [gone, stays] = [await settled(), await settled()];
      const now = new Date();
      for (const { email } of [gone, stays])
        await base.db.change(
          `INSERT INTO evotor_connections (evotor_user_id, claimed_email, connection_type, connected_at, updated_at)
           VALUES (:account, :claimed, 'webhook', :now, :now)`,
          { account: `01-${email.slice(0, 30)}`, claimed: email.toUpperCase(), now },
        );
      await ask(gone.id);
      await deleteOverdueAccounts(base.db, env.clock.time + 14 * DAY_MS + 1000);
      const claimed = await base.db.rows<{ email: string | null }>(
        'SELECT claimed_email AS email FROM evotor_connections WHERE user_id IS NULL ORDER BY claimed_email',
      );
      expect(claimed.map(({ email }) => email)).to.deep.equal([null, stays.email.toUpperCase()]);
    });

    it('one that cannot be deleted now keeps no other one', async () => {
      const [first, second] = [await settled(), await settled()];
      await ask(first.id);
      env.clock.time += 1000;
      await ask(second.id);
      let isFirst = true;
      const failing: Database = {
        ...base.db,
        transaction: work => {
          if (!isFirst) return base.db.transaction(work);
          isFirst = false;
          return Promise.reject(new Error('a lock that is not got'));
        },
      };
      const later = env.clock.time + 14 * DAY_MS + 1000;
      const fault = await deleteOverdueAccounts(failing, later).catch((error: unknown) => error);
      expect(fault).to.be.an.instanceof(AggregateError);
      expect(await env.accounts.findUser(first.id)).not.to.equal(null);
      expect(await env.accounts.findUser(second.id)).to.equal(null);
      expect(await deleteOverdueAccounts(base.db, later)).to.deep.equal([first.id]);
    });

    it('asked for twice keeps the first day', async () => {
      const { id } = await settled();
      const first = (await ask(id)).deleteRequestedAt;
      env.clock.time += DAY_MS;
      expect((await ask(id)).deleteRequestedAt).to.deep.equal(first);
      env.clock.time -= DAY_MS;
    });

    it('is not for operators', async () => {
      const { id } = await env.user({ role: 'admin' });
      expect(await codeOf(ask(id))).to.equal('ACCOUNT.NOT_MERCHANT');
    });
  });
});
