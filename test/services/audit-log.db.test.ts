import { expect } from 'chai';
import type { Actor } from '../../src/domain/access/actor.js';
import { DEFAULT_GRANTS } from '../../src/domain/access/permissions.js';
import type { UserId } from '../../src/domain/brand.js';
import { withOrigin } from '../../src/observability/origin.js';
import { silentLogger } from '../../src/observability/logger.js';
import { createAuditService } from '../../src/services/admin/audit-service.js';
import type { AuditQuery, AuditService } from '../../src/services/admin/audit-contracts.js';
import { auditAccount } from '../../src/services/audit/audit-account.js';
import type { HousekeepingDeps } from '../../src/services/maintenance/housekeeping.js';
import { pruneOldRows } from '../../src/services/maintenance/prune.js';
import { accountEnv, PASSWORD, type AccountEnv } from '../support/account-env.js';
import { actorFor, newActor } from '../support/operators.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { codeOf } from '../support/services-env-sentence.js';
import { statementsOf } from '../support/services-env-statements.js';

const DAY_MS = 86_400_000;
const ALL: AuditQuery = { person: '', action: null, from: null, until: null, before: null, after: null };

describe('the audit log', () => {
  let base: TestDatabase;
  let env: AccountEnv;
  let audit: AuditService;
  let admin: Actor & { userId: UserId };

  before(async () => {
    base = await migratedDatabase();
    env = accountEnv(base.db);
    audit = createAuditService(env.deps);
    admin = await newActor(env, 'admin');
  });
  after(() => base.drop());

  const list = (over: Partial<AuditQuery> = {}) => audit.list(admin, { ...ALL, ...over });
  const tryLogIn = (email: string, password: string, address = '198.51.100.9') =>
    env.accounts.logIn({ email, password, address }).catch(() => null);

  it('is for those who may read it', async () => {
    const merchant = actorFor(admin.userId, 'user', DEFAULT_GRANTS.user);
    expect(await codeOf(audit.list(merchant, ALL))).to.equal('ACCESS.DENIED');
  });

  it('has log-ins that succeeded and those that did not, with the address and never with what was typed', async () => {
    const { id, email } = await env.user();
    const [typed, nobody] = ['my secret typed here', freshEmail()];
    await tryLogIn(email, typed);
    await tryLogIn(email, PASSWORD);
    await tryLogIn(nobody, typed);
    await base.db.change(`UPDATE users SET status = 'suspended' WHERE id = :id`, { id });
    await tryLogIn(email, PASSWORD);
    const { rows } = await list();
    expect(
      rows.slice(0, 4).map(({ action, after, actor, subject }) => [action, after, actor?.id, subject?.id]),
    ).to.deep.equal([
      ['account.log_in_failed', { reason: 'suspended' }, undefined, id],
      ['account.log_in_failed', { reason: 'unknown' }, undefined, undefined],
      ['account.log_in', null, id, id],
      ['account.log_in_failed', { reason: 'password' }, undefined, id],
    ]);
    for (const row of rows.slice(0, 4)) expect(row.origin).to.equal('web 198.51.100.9');
    const raw = JSON.stringify(await base.db.rows('SELECT * FROM audit_log'));
    for (const secret of [typed, nobody, PASSWORD]) expect(raw).not.to.include(secret);
  });

  it('is not flooded by somebody who guesses: the limits of the log-in bound it', async () => {
    const { id, email } = await env.user();
    for (let tries = 0; tries < 12; tries++) await tryLogIn(email, 'wrong again', '198.51.100.77');
    const lines = (await env.actions(id)).filter(action => action === 'account.log_in_failed');
    expect(lines).to.have.length(8);
  });

  it('knows from where a merchant did something, and the command line from its merchant', async () => {
    const { id } = await env.user();
    await withOrigin('web 203.0.113.9', () => auditAccount(base.db, id, 'account.edit'));
    await withOrigin('cli', () => auditAccount(base.db, id, 'account.edit'));
    await auditAccount(base.db, id, 'account.edit');
    const { rows } = await list({ person: String(id), action: 'account.edit' });
    expect(rows.map(({ origin, actor }) => [origin, actor?.id])).to.deep.equal([
      ['web', id],
      ['cli', undefined],
      ['web 203.0.113.9', id],
    ]);
  });

  it('is narrowed by person, actor or subject, by action and by period', async () => {
    const [one, other] = [await env.user(), await env.user()];
    await auditAccount(base.db, one.id, 'sync.enable');
    await auditAccount(base.db, other.id, 'sync.pause', { actor: one.id });
    await auditAccount(base.db, other.id, 'sync.resume');
    const of = async (over: Partial<AuditQuery>) => (await list(over)).rows.map(({ action }) => action);
    expect(await of({ person: one.email.toUpperCase() })).to.deep.equal([
      'sync.pause',
      'sync.enable',
      'account.create',
    ]);
    expect(await of({ person: String(other.id) })).to.deep.equal(['sync.resume', 'sync.pause', 'account.create']);
    expect(await of({ person: String(one.id), action: 'sync.pause' })).to.deep.equal(['sync.pause']);
    expect(await list({ person: 'nobody@evosync.example' })).to.deep.include({ rows: [], isPersonUnknown: true });
    const tomorrow = new Date(Date.now() + DAY_MS);
    expect(await of({ person: String(one.id), from: tomorrow })).to.deep.equal([]);
    expect(await of({ person: String(one.id), until: new Date(Date.now() - DAY_MS) })).to.deep.equal([]);
    expect((await list({ person: String(one.id), until: tomorrow })).person).to.include({ email: one.email });
  });

  it('is turned over by id, forth and back, without a line lost or doubled, in as many statements as one page', async () => {
    const { id } = await env.user();
    for (let n = 0; n < 130; n++) await auditAccount(base.db, id, 'rule.change', { after: { n } });
    const person = String(id);
    const first = await list({ person, action: 'rule.change' });
    expect(first).to.include({ hasNewer: false, hasOlder: true });
    const second = await list({ person, action: 'rule.change', before: first.rows.at(-1)!.id });
    expect(second).to.include({ hasNewer: true, hasOlder: true });
    // Somebody does something meanwhile.
    await auditAccount(base.db, id, 'rule.change', { after: { n: 130 } });
    const third = await list({ person, action: 'rule.change', before: second.rows.at(-1)!.id });
    expect(third).to.include({ hasNewer: true, hasOlder: false });
    const numbers = [first, second, third].flatMap(({ rows }) => rows.map(({ after }) => after?.['n']));
    expect(numbers).to.deep.equal(Array.from({ length: 130 }, (_none, n) => 129 - n));
    const back = await list({ person, action: 'rule.change', after: third.rows[0]!.id });
    expect(back.rows.map(row => row.id)).to.deep.equal(second.rows.map(row => row.id));
    expect(back.hasNewer).to.equal(true);
    const cost = async (over: Partial<AuditQuery>) => (await statementsOf(base.db, () => list(over))).length;
    expect(await cost({})).to.equal(2);
    expect(await cost({ before: first.rows[0]!.id })).to.equal(2);
    expect(await cost({ person, action: 'rule.change', from: new Date(0) })).to.equal(3);
  });

  it('reads a person’s lines along their indexes', async () => {
    const sql = await statementsOf(base.db, () => list({ person: String(admin.userId) }));
    const ids = sql.find(line => line.includes('UNION')) ?? '';
    const plan = await base.db.rows<{ table: string; key: string | null }>(`EXPLAIN ${ids}`);
    expect(
      plan.filter(({ table }) => table === 'audit_log').every(({ key }) => key?.startsWith('audit_log_') === true),
    ).to.equal(true);
  });

  it('keeps log-ins as long as the API log, and everything else a year', async () => {
    const { id } = await env.user();
    const ages: readonly (readonly [string, number])[] = [
      ['account.log_in', 29],
      ['account.log_in', 31],
      ['account.log_in_failed', 31],
      ['sync.enable', 364],
      ['sync.disable', 366],
    ];
    await base.db.change('DELETE FROM audit_log WHERE subject_user_id = :id', { id });
    for (const [action, days] of ages)
      await base.db.change(
        `INSERT INTO audit_log (actor_user_id, subject_user_id, action, origin, created_at)
         VALUES (:id, :id, :action, 'web', :at)`,
        { id, action, at: new Date(env.clock.time - days * DAY_MS) },
      );
    const deps = { db: base.db, now: () => env.clock.time, logRetentionMs: 30 * DAY_MS, logger: silentLogger };
    await pruneOldRows(deps as unknown as HousekeepingDeps);
    expect(await env.actions(id)).to.deep.equal(['account.log_in', 'sync.enable']);
    // Whoever keeps the API log for longer keeps this one as long.
    await base.db.change(`UPDATE audit_log SET created_at = :at WHERE subject_user_id = :id`, {
      id,
      at: new Date(env.clock.time - 700 * DAY_MS),
    });
    await pruneOldRows({ ...deps, logRetentionMs: 800 * DAY_MS } as unknown as HousekeepingDeps);
    expect(await env.actions(id)).to.have.length(2);
  });
});
