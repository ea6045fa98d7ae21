import { expect } from 'chai';
import type { UserId } from '../../src/domain/brand.js';
import { createIncomingLog, type IncomingMessage } from '../../src/services/webhooks/incoming-log.js';
import { startServicesEnv, type ServicesEnv } from '../support/services-env.js';
import { startWebhookSite, type WebhookSite } from '../support/webhook-site.js';

describe('the log of what Evotor sends', () => {
  let env: ServicesEnv;
  let site: WebhookSite;
  before(async () => {
    env = await startServicesEnv();
    site = await startWebhookSite(env);
  });
  after(async () => {
    await site.close();
    await env.close();
  });

  const message = (over: Partial<IncomingMessage> = {}): IncomingMessage => ({
    method: 'POST',
    path: '/user/create',
    status: 200,
    refusedWith: null,
    startedAt: new Date(),
    durationMs: 3,
    requestBytes: 60,
    responseBytes: 2,
    evotorUserId: null,
    userId: null,
    kept: null,
    said: null,
    ...over,
  });
  const rowsOf = (path: string) =>
    env.db.rows<{ user_id: UserId | null; outcome: string; status: number; vendor_code: string; request_body: string }>(
      `SELECT user_id, outcome, status, vendor_code, request_body FROM api_log
       WHERE service = 'evotor_webhook' AND path = :path ORDER BY id`,
      { path },
    );

  it('names the merchant once the till is theirs, and keeps fields of theirs alone', async () => {
    const account = await site.account();
    await site.send(account, 'user.create', { email: 'till@example.com' });
    const merchant = await env.merchant({ connected: false });
    await env.db.change('UPDATE evotor_connections SET user_id = :userId WHERE evotor_user_id = :id', {
      userId: merchant.userId,
      id: account.evotorUserId,
    });
    await env.services.incomingLog.drain();
    const log = createIncomingLog({ db: env.db, logger: env.base.logger, now: Date.now });
    log.note(message({ path: '/later', evotorUserId: account.evotorUserId, kept: '{"userId":"x"}' }));
    log.note(message({ path: '/later', evotorUserId: '99-000000000000000', kept: '{"userId":"y"}' }));
    await log.drain();
    expect(await rowsOf('/later')).to.deep.equal([
      { user_id: merchant.userId, outcome: 'ok', status: 200, vendor_code: null, request_body: '{"userId":"x"}' },
      { user_id: null, outcome: 'ok', status: 200, vendor_code: null, request_body: null },
    ]);
  });

  it('cannot be filled by those who are refused, nor by a till that never stops', async () => {
    let now = 0;
    const warned: unknown[] = [];
    const logger = { warn: (_text: string, meta: unknown) => warned.push(meta) } as never;
    const log = createIncomingLog({ db: env.db, logger, now: () => now, limits: { refused: 5, alike: 3 } });
    for (let nth = 0; nth < 500; nth++) {
      log.note(message({ path: `/refused/${nth % 7}`, status: 401, refusedWith: '1001' }));
      log.note(message({ path: '/pushes', userId: null, evotorUserId: 'one' }));
    }
    now += 60_000;
    log.note(message({ path: '/refused/0', status: 401, refusedWith: '1001' }));
    await log.drain();
    const refused = await env.db.rows("SELECT id FROM api_log WHERE path LIKE '/refused/%' AND outcome = 'api_error'");
    expect(refused).to.have.length(6);
    expect(await rowsOf('/pushes')).to.have.length(3);
    expect(warned).to.deep.equal([{ rows: 495 + 497 }]);
  });

  it('loses no line to one that claims a size no column holds', async () => {
    const warned: unknown[] = [];
    const logger = { warn: (text: string) => warned.push(text) } as never;
    const log = createIncomingLog({ db: env.db, logger, now: Date.now });
    log.note(message({ path: '/honest' }));
    log.note(message({ path: '/huge', status: 401, requestBytes: 9_999_999_999_999, durationMs: 1e12 }));
    await log.drain();
    expect(warned).to.deep.equal([]);
    expect(await rowsOf('/honest')).to.have.length(1);
    expect(await rowsOf('/huge')).to.have.length(1);
  });

  it('is read in the API log like any other call', async () => {
    const account = await site.account();
    await site.send(account, 'user.create', { email: 'other@example.com' });
    await env.services.incomingLog.drain();
    const actor = { userId: null, roles: ['admin'], permissions: ['api_log.view'], origin: 'test' } as const;
    const { lines } = await env.services.apiLog.list(actor, { service: 'evotor_webhook', path: '/user/create' }, null);
    expect(lines.length).to.be.greaterThan(0);
    const detail = await env.services.apiLog.line(actor, lines[0]!.id);
    expect(detail.response.kept).to.equal('secret');
    expect(detail.curl).to.include("/user/create'").and.include('$TOKEN');
  });
});
