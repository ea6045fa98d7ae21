import { expect } from 'chai';
import type { Actor } from '../../src/domain/access/actor.js';
import { DEFAULT_GRANTS } from '../../src/domain/access/permissions.js';
import type { UserId } from '../../src/domain/brand.js';
import { createAdminUsersService } from '../../src/services/admin/users-service.js';
import type { AdminUsersService, UsersQuery } from '../../src/services/admin/users-contracts.js';
import { accountEnv, type AccountEnv } from '../support/account-env.js';
import { actorFor, newActor } from '../support/operators.js';
import { migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { codeOf } from '../support/services-env-sentence.js';
import { statementsOf } from '../support/services-env-statements.js';
import { settledMerchant } from '../support/settled-merchant.js';

const MANY = 5000;
const ALL: UsersQuery = { search: '', status: null, role: null, condition: null, sort: 'new', page: 1 };

describe('the list of accounts', () => {
  let base: TestDatabase;
  let env: AccountEnv;
  let users: AdminUsersService;
  let admin: Actor & { userId: UserId };
  let tea: { id: UserId; email: string; secrets: readonly string[] };

  before(async () => {
    base = await migratedDatabase();
    env = accountEnv(base.db);
    users = createAdminUsersService(env.deps);
    admin = await newActor(env, 'admin');
    tea = await settledMerchant(base.db, env);
    await base.db.change(
      `UPDATE users SET first_name = 'Ольга', last_name = 'Ветрова', phone = '+79161234567' WHERE id = :id`,
      tea,
    );
    await base.db.change(
      `INSERT INTO cached_stores (user_id, evotor_id, name, fetched_at) VALUES (:id, 's1', 'Чай_100% на Мира', NOW())`,
      tea,
    );
  });
  after(() => base.drop());

  const list = (over: Partial<UsersQuery> = {}) => users.list(admin, { ...ALL, ...over });
  const ids = async (over: Partial<UsersQuery>) => (await list(over)).rows.map(({ id }) => id);
  const found = async (search: string) => ids({ search });

  it('is for those who may look', async () => {
    expect(await codeOf(users.list(actorFor(admin.userId, 'user', DEFAULT_GRANTS.user), ALL))).to.equal(
      'ACCESS.DENIED',
    );
    expect(await codeOf(users.view(actorFor(admin.userId, 'user', DEFAULT_GRANTS.user), tea.id))).to.equal(
      'ACCESS.DENIED',
    );
  });

  it('finds by e-mail, name, telephone, id, community and till, and by nothing else', async () => {
    for (const text of [
      tea.email.slice(0, 9).toUpperCase(),
      'ольга ветр',
      'Ветрова Ольга',
      '8 (916) 123-45-67',
      '916 1234',
      String(tea.id),
      String(1000 + Number(tea.id)),
      'Чайная',
      'чай_100% на',
    ])
      expect(await found(text), text).to.include(tea.id);
    for (const text of ['100%%', 'Чай%Мира', 'nobody at all', "' OR 1=1 --", '0000000'])
      expect(await found(text), text).to.deep.equal([]);
  });

  it('narrows by status, role and the state of the exchange, with numbers of each', async () => {
    const { db } = base;
    const now = new Date(env.clock.time);
    expect(await ids({ condition: 'connected' })).to.deep.equal([tea.id]);
    expect(await ids({ condition: 'confirmed' })).to.deep.equal([]);
    await db.change('UPDATE sync_configs SET is_enabled = TRUE, confirmed_at = :now WHERE user_id = :id', {
      now,
      ...tea,
    });
    expect(await ids({ condition: 'confirmed' })).to.deep.equal([tea.id]);
    expect(await ids({ condition: 'failing' })).to.deep.equal([]);
    await db.change('UPDATE sync_configs SET failing_count = 2 WHERE user_id = :id', tea);
    expect(await ids({ condition: 'failing' })).to.deep.equal([tea.id]);
    expect(await ids({ condition: 'parked' })).to.deep.equal([]);
    const until = new Date(env.clock.time + 3_600_000);
    await db.change(
      `INSERT INTO vk_method_blocks (vk_connection_id, method, blocked_until, code, updated_at)
       SELECT id, 'market.add', :until, 'VK.FLOOD', :now FROM vk_connections WHERE user_id = :id`,
      { until, now, id: tea.id },
    );
    expect(await ids({ condition: 'parked' })).to.deep.equal([tea.id]);
    const [row] = (await list({ condition: 'parked' })).rows;
    expect(row).to.deep.include({ failingCount: 2, isEnabled: true, isConfirmed: true, parkedUntil: until });
    expect(row?.shop).to.deep.equal({ name: 'Чайная', isOnline: false, problemCode: 'VK.DOWN' });
    expect(await ids({ role: 'admin' })).to.deep.equal([admin.userId]);
    const leaving = await env.user();
    await db.change('UPDATE users SET delete_requested_at = :now WHERE id = :id', { now, id: leaving.id });
    expect(await ids({ status: 'deleting' })).to.deep.equal([leaving.id]);
    expect(await ids({ status: 'active' })).not.to.include(leaving.id);
    const { numbers } = await list({ search: 'nobody' });
    expect(numbers).to.deep.equal({
      all: 3,
      statuses: { pending: 0, active: 2, suspended: 0, deleting: 1 },
      roles: { user: 2, admin: 1, system: 0 },
      conditions: { connected: 1, confirmed: 1, parked: 1, failing: 1 },
    });
  });

  it('shows one account with what hangs on it, without any secret, and only what its reader may see', async () => {
    const view = await users.view(admin, tea.id);
    expect(view).to.deep.include({ firstName: 'Ольга', status: 'active', hasPassword: true, deletesAt: null });
    expect(view.cards.map(({ connection }) => connection?.problemCode)).to.deep.equal([null, 'VK.DOWN']);
    expect(view.rests.map(({ method, code }) => [method, code])).to.deep.equal([['market.add', 'VK.FLOOD']]);
    expect(view.runs?.map(({ status }) => status)).to.deep.equal(['running']);
    expect(view.actions).to.deep.equal(['edit', 'suspend', 'reset-password']);
    expect(view.audit?.length).to.be.greaterThan(0);
    for (const secret of tea.secrets) expect(JSON.stringify(view)).not.to.include(secret);
    expect(JSON.stringify(view)).not.to.match(/argon|passwordHash|token_hash/u);
    const narrow = await users.view(actorFor(admin.userId, 'admin', ['users.view']), tea.id);
    expect(narrow).to.deep.include({ runs: null, audit: null, apiErrors: null, actions: [] });
    expect((await users.view(admin, admin.userId)).actions).to.deep.equal([]);
    // Looking leaves nothing behind.
    const { id } = await env.user();
    await users.view(admin, id);
    expect(await base.db.rows('SELECT id FROM sync_configs WHERE user_id = :id', { id })).to.deep.equal([]);
  });

  it('costs the same number of statements for five thousand, in a fraction of a second', async function () {
    this.timeout(60_000);
    const cost = async (work: () => Promise<unknown>) => (await statementsOf(base.db, work)).length;
    const queries: readonly Partial<UsersQuery>[] = [
      {},
      { search: 'а' },
      { search: '916', sort: 'name', status: 'active', role: 'user' },
      { condition: 'failing', sort: 'login', page: 3 },
    ];
    const costs = async () => [
      ...(await Promise.all([])),
      ...(await queries.reduce<Promise<number[]>>(
        async (before, query) => [...(await before), await cost(() => list(query))],
        Promise.resolve([]),
      )),
      await cost(() => users.view(admin, tea.id)),
    ];
    const few = await costs();
    await base.db.change(
      `INSERT INTO users (first_name, last_name, email, phone, status, is_email_confirmed, created_at, updated_at)
       SELECT 'Анна', CONCAT('Смирнова', seq), CONCAT('many', seq, '@evosync.example'), '+79160000000', 'active', TRUE, NOW(), NOW()
       FROM seq_1_to_${MANY}`,
    );
    await base.db.change(
      `INSERT INTO user_roles (user_id, role_id) SELECT u.id, r.id FROM users u JOIN roles r ON r.name = 'user'
       WHERE u.email LIKE 'many%'`,
    );
    await base.db.change(
      `INSERT INTO vk_connections (user_id, access_token, group_id, group_name, connected_at, updated_at)
       SELECT id, 'x', 900000 + id, CONCAT('Группа ', id), NOW(), NOW() FROM users WHERE email LIKE 'many%'`,
    );
    await base.db.change(
      `INSERT INTO sync_configs (user_id, settings, failing_count, created_at, updated_at)
       SELECT id, '{}', id % 7 = 0, NOW(), NOW() FROM users WHERE email LIKE 'many%'`,
    );
    await base.db.change(
      `INSERT INTO cached_stores (user_id, evotor_id, name, fetched_at)
       SELECT id, 's1', CONCAT('Магазин ', id), NOW() FROM users WHERE email LIKE 'many%'`,
    );
    expect(await costs()).to.deep.equal(few);
    expect(Math.max(...few.slice(0, -1))).to.be.at.most(4);
    expect(few.at(-1)).to.be.at.most(24);
    const startedAt = Date.now();
    const all = await list();
    expect(all).to.include({ total: MANY + 4, pageSize: 50 });
    expect(all.rows).to.have.length(50);
    expect((await list({ page: 101 })).rows).to.have.length(4);
    expect((await list({ search: `Смирнова${MANY}` })).rows.map(({ email }) => email)).to.deep.equal([
      `many${MANY}@evosync.example`,
    ]);
    expect((await list({ search: 'Магазин', sort: 'email' })).total).to.equal(MANY);
    expect(Date.now() - startedAt, 'ms for four pages').to.be.below(4000);
  });
});
