import { expect } from 'chai';
import { insertApiLog, type ApiLogRecord } from '../../src/db/repositories/api-log.repository.js';
import { apiLogStatement, NO_END, type ApiLogWish } from '../../src/db/repositories/api-log-list.repository.js';
import { COMMAND_LINE, type Actor } from '../../src/domain/access/actor.js';
import type { JobId, UserId } from '../../src/domain/brand.js';
import { API_LOG_PAGE, SCAN_LINES, type ApiLogFilter } from '../../src/services/admin/api-log-contracts.js';
import { logPage } from '../../src/web/admin/logs/log.page.js';
import { runPhases } from '../support/services-env-run.js';
import { statementsOf } from '../support/services-env-statements.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';

const ADMIN: Actor = { userId: null, roles: ['admin'], permissions: ['api_log.view'], origin: 'test' };

const call = (over: Partial<ApiLogRecord> = {}): ApiLogRecord => ({
  userId: null,
  jobId: null,
  service: 'evotor',
  method: 'GET',
  path: '/stores',
  status: 200,
  outcome: 'ok',
  vendorCode: null,
  startedAt: new Date('2026-11-20T10:00:00Z'),
  durationMs: 12,
  requestBytes: 0,
  responseBytes: 300,
  requestBody: null,
  responseBody: null,
  ...over,
});

describe('the API log', () => {
  let env: ServicesEnv;
  let tea: TestMerchant;
  before(async () => {
    env = await startServicesEnv();
    tea = await env.merchant({ goods: 3 });
  });
  after(() => env.close());

  const list = (filter: ApiLogFilter, place: { below: number } | { above: number } | null = null) =>
    env.services.apiLog.list(ADMIN, filter, place);

  it('is refused to whoever may not read it', async () => {
    const nobody: Actor = { ...ADMIN, permissions: ['account.own'] };
    for (const ask of [() => env.services.apiLog.list(nobody, {}, null), () => env.services.apiLog.line(nobody, 1)])
      expect(await ask().catch((error: unknown) => (error as Error).message)).to.equal('ACCESS.DENIED');
  });

  describe('after a run', () => {
    before(() => runPhases(env.deps, tea.userId));

    it('shows whose call it was, of which run, and what was kept of it', async () => {
      await env.deps.apiLog.drain();
      const { lines } = await list({ merchant: tea.email });
      expect(lines.length).to.be.greaterThan(5);
      expect(new Set(lines.map(({ email }) => email))).to.deep.equal(new Set([tea.email]));
      expect(lines.map(({ id }) => id)).to.deep.equal(lines.map(({ id }) => id).toSorted((a, b) => b - a));
      const added = lines.find(({ path }) => path === 'market.add');
      const detail = await env.services.apiLog.line(ADMIN, added!.id);
      expect(detail.request.kept).to.equal('kept');
      expect(detail.request.text).to.include('\n  "name": ');
      expect(detail.curl).to.include(`/method/market.add'`).and.include('"access_token=$TOKEN"');
      expect(detail.isWrite).to.equal(true);
      const read = lines.find(({ service, outcome }) => service === 'evotor' && outcome === 'ok');
      expect((await env.services.apiLog.line(ADMIN, read!.id)).response.kept).to.equal('read_that_worked');
    });

    it('holds no secret of any connection, on a page or in a command', async () => {
      const secrets = [tea.evotorToken, tea.vkToken];
      expect(secrets.every(secret => secret.length > 10)).to.equal(true);
      const { lines } = await list({ merchant: String(tea.userId) });
      for (const { id } of lines) {
        const page = JSON.stringify(logPage(await env.services.apiLog.line(ADMIN, id)));
        for (const secret of secrets) expect(page).to.not.include(secret);
      }
    });

    it('blots out a secret that got into a body after all', async () => {
      const secret = 'vk1.a.a-token-nobody-should-see';
      await insertApiLog(env.db, [call({ requestBody: JSON.stringify({ note: secret, q: 'access_token=abcdefgh' }) })]);
      const [line] = (await list({})).lines;
      const detail = await env.services.apiLog.line(ADMIN, line!.id);
      expect(JSON.stringify(detail)).to.not.include(secret).and.not.include('abcdefgh');
    });

    it('notes in the audit log who looked at a call, and of whom', async () => {
      const [line] = (await list({ merchant: tea.email })).lines;
      await env.services.apiLog.line({ ...COMMAND_LINE, origin: 'web 203.0.113.7' }, line!.id);
      const row = await env.db.first(
        'SELECT subject_user_id AS subject, action, origin FROM audit_log WHERE entity = :entity ORDER BY id DESC',
        { entity: `api_log:${line!.id}` },
      );
      expect(row).to.deep.equal({ subject: tea.userId, action: 'api_log.view', origin: 'web 203.0.113.7' });
    });
  });

  describe('finds', () => {
    // Lines stand in the order of time: these are the last so far.
    const at = (minute: number) => new Date(Date.UTC(2035, 0, 1, 10, minute));
    before(() =>
      insertApiLog(env.db, [
        call({
          startedAt: at(1),
          path: '/stores/a_b/products',
          vendorCode: 'q-402',
          status: 402,
          outcome: 'api_error',
        }),
        call({ startedAt: at(2), path: '/stores/aXb/products', vendorCode: 'q-500', status: 503, outcome: 'unknown' }),
        call({
          startedAt: at(3),
          path: 'market.get',
          vendorCode: 'q-reset',
          status: null,
          outcome: 'unknown',
          service: 'vk',
        }),
        call({
          startedAt: at(4),
          path: '/user/create',
          vendorCode: 'q-1001',
          status: 401,
          service: 'evotor_webhook',
          outcome: 'api_error',
        }),
        call({ startedAt: at(5), path: '/odd/100%', vendorCode: 'q-job', jobId: 77_001 as JobId }),
      ]),
    );
    const codes = async (filter: ApiLogFilter) =>
      (await list(filter)).lines.map(({ vendorCode }) => vendorCode).filter(code => code?.startsWith('q-'));

    for (const [what, filter, expected] of [
      ['a code', { vendorCode: 'q-402' }, ['q-402']],
      ['a class of statuses', { statusClass: '5' }, ['q-500']],
      ['calls without an answer', { statusClass: 'none' }, ['q-reset']],
      ['a part of a path, letter by letter', { path: 'a_b' }, ['q-402']],
      ['a per cent sign', { path: '100%' }, ['q-job']],
      ['a run', { jobId: 77_001 as JobId }, ['q-job']],
      ['what Evotor sent us', { service: 'evotor_webhook' }, ['q-1001']],
      ['refusals of a service', { outcome: 'api_error', service: 'evotor' }, ['q-402']],
      ['a time', { from: at(2), to: at(4) }, ['q-reset', 'q-500']],
      [
        'all of it at once',
        { from: at(1), to: at(3), path: 'products', outcome: 'unknown', statusClass: '5' },
        ['q-500'],
      ],
      ['nothing', { path: 'no such thing' }, []],
    ] as const)
      it(what, async () => {
        expect(await codes(filter)).to.deep.equal(expected);
      });

    it('no merchant nobody knows', async () => {
      for (const merchant of ['nobody@example.com', '999999999', '😀'])
        expect(await list({ merchant }).catch((error: unknown) => (error as Error).message)).to.equal(
          'API_LOG.NO_SUCH_MERCHANT',
        );
      expect(
        await env.services.apiLog.line(ADMIN, 999_999_999).catch((error: unknown) => (error as Error).message),
      ).to.equal('API_LOG.NOT_FOUND');
    });
  });

  describe('of very many lines', () => {
    const MANY = 120_000;
    const CODE = 'many';

    before(async function () {
      this.timeout(60_000);
      await env.db.change(
        `INSERT INTO api_log (user_id, service, http_method, path, status, outcome, vendor_code, duration_ms, started_at)
         SELECT IF(seq MOD 2, :user, NULL), IF(seq MOD 3, 'vk', 'evotor'), 'POST', CONCAT('market.edit/', seq), 200,
           IF(seq MOD 10, 'ok', 'api_error'), :code, 5, '2026-03-01' + INTERVAL seq SECOND FROM seq_1_to_${MANY}`,
        { user: tea.userId, code: CODE },
      );
      await env.db.rows('ANALYZE TABLE api_log');
    });

    it('turns the pages down and up again without losing or repeating a line', async () => {
      const first = await list({ vendorCode: CODE });
      expect(first.lines).to.have.length(API_LOG_PAGE);
      expect(first.newer).to.equal(null);
      const second = await list({ vendorCode: CODE }, { below: first.older! });
      expect(second.lines[0]!.id).to.be.lessThan(first.lines.at(-1)!.id);
      const back = await list({ vendorCode: CODE }, { above: second.newer! });
      expect(back.lines.map(({ id }) => id)).to.deep.equal(first.lines.map(({ id }) => id));
      expect(back.newer).to.equal(null);
    });

    it('stops a search for something rare after a while, says so, and goes on from there to the end', async () => {
      const wish: ApiLogFilter = { vendorCode: CODE, path: `market.edit/${MANY / 2}` };
      let page = await list(wish);
      expect(page).to.deep.include({ lines: [], stoppedAfter: SCAN_LINES });
      const found: string[] = [];
      for (let pages = 1; page.older !== null; pages++) {
        expect(pages).to.be.lessThan(12);
        page = await list(wish, { below: page.older });
        found.push(...page.lines.map(({ path }) => path));
      }
      expect(found).to.deep.equal([`market.edit/${MANY / 2}`]);
    });

    it('costs the same few statements whatever is asked for', async () => {
      for (const filter of [
        {},
        { vendorCode: CODE, path: 'x' },
        { merchant: tea.email, from: new Date(), statusClass: '4' },
      ] as const) {
        const asked = await statementsOf(env.db, () => list(filter));
        expect(asked.length, JSON.stringify(filter)).to.be.at.most(4);
      }
    });

    const WISHES: readonly (readonly [string, ApiLogWish])[] = [
      ['nothing', {}],
      ['a merchant', { userId: 1 as UserId }],
      ['a run', { jobId: 1 as JobId }],
      ['a service', { service: 'vk' }],
      ['an outcome', { outcome: 'unknown' }],
      ['a code', { vendorCode: CODE }],
      ['a path', { path: 'nowhere' }],
      ['a status', { status: [400, 499] }],
      ['a merchant and a path', { userId: 1 as UserId, path: 'nowhere' }],
      ['a service, an outcome and a status', { service: 'vk', outcome: 'ok', status: [500, 599] }],
      ['a code nobody has, of a merchant', { userId: 1 as UserId, vendorCode: 'nothing' }],
      [
        'everything',
        { userId: 1 as UserId, jobId: 1 as JobId, service: 'vk', outcome: 'ok', vendorCode: CODE, path: 'x' },
      ],
    ];

    for (const [what, wish] of WISHES)
      it(`looks at a bounded number of lines for ${what}`, async () => {
        const mine = wish.userId === undefined ? wish : { ...wish, userId: tea.userId };
        const range = {
          above: 0,
          below: NO_END,
          direction: 'older',
          limit: API_LOG_PAGE + 1,
          scan: SCAN_LINES,
        } as const;
        const { sql, values } = apiLogStatement(mine, range);
        const row = await env.db.first<Record<string, string>>(`ANALYZE FORMAT=JSON ${sql}`, values);
        const reads = [...(Object.values(row!)[0] ?? '').matchAll(/"r_rows": ([\d.]+)/gu)].map(([, n]) => Number(n));
        expect(reads.length).to.be.greaterThan(0);
        expect(Math.max(...reads)).to.be.at.most(SCAN_LINES);
        // No sorting of what was found: every index is read in the order of the page.
        expect(Object.values(row!)[0]).to.not.match(
          /api_log[\s\S]*"access_type": "ALL",[\s\S]*"table_name": "api_log"/u,
        );
      });
  });
});
