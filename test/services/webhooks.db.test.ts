import { expect } from 'chai';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { UserId } from '../../src/domain/brand.js';
import { hasOpenHint, hintWait } from '../../src/services/sync/hints.js';
import { createWebhookService } from '../../src/services/webhooks/webhook-service.js';
import { givePartnerToken } from '../support/give-partner-token.js';
import { inProcess, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';

describe('the product push', () => {
  let env: ServicesEnv;
  let now = 0;
  const woken: UserId[] = [];

  before(async () => {
    env = await startServicesEnv();
    now = env.deps.now();
  });
  after(() => env.close());
  beforeEach(() => {
    woken.length = 0;
  });

  const clock = () => now;
  const service = (hint: (userId: UserId) => Promise<void> = userId => Promise.resolve(void woken.push(userId))) =>
    createWebhookService({
      db: env.db,
      vault: env.deps.vault,
      now: clock,
      orchestrator: { ...inProcess(env.deps), hint },
      webhookSecret: null,
      limits: { pushesPerMinute: 120 },
    });
  const send = async (authorization: string | undefined, address = '10.0.0.1') =>
    service().productsChanged({ authorization, address });
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => (error as { code?: string }).code,
    );
  const marks = async ({ userId }: TestMerchant) => {
    const { dirtySince, dirtySeenAt } = await getSyncConfig(env.db, userId);
    return [dirtySince?.getTime() ?? null, dirtySeenAt?.getTime() ?? null];
  };
  const wait = ({ userId }: TestMerchant) => hintWait({ db: env.db, now: clock }, userId);

  it('marks the merchant its token names: the first hint stays, the last one moves, the waking is once', async () => {
    const [merchant, other] = [await env.merchant({ goods: 1 }), await env.merchant({ goods: 1 })];
    const token = await givePartnerToken(env.db, merchant.userId);
    const first = now;
    await send(token);
    now += 5000;
    await send(token);
    expect(await marks(merchant)).to.deep.equal([first, first + 5000]);
    expect(await marks(other)).to.deep.equal([null, null]);
    expect(woken).to.deep.equal([merchant.userId]);
    // Long after the last one the run may have ended, or the waking was lost.
    now += 11_000;
    await send(token);
    expect(woken).to.deep.equal([merchant.userId, merchant.userId]);
    expect(await wait(merchant)).to.equal(30_000);
    now += 29_000;
    expect(await wait(merchant)).to.equal(1000);
    now += 1000;
    expect(await wait(merchant)).to.equal(0);
  });

  it('is served at last although hints never cease', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const token = await givePartnerToken(env.db, merchant.userId);
    const first = now;
    while (now < first + 118_000) {
      await send(token);
      now += 2000;
    }
    expect(await wait(merchant)).to.equal(first + 120_000 - now);
    now = first + 120_000;
    expect(await wait(merchant)).to.equal(0);
  });

  it('one that comes out of order takes nothing back', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const token = await givePartnerToken(env.db, merchant.userId);
    await send(token);
    const last = now;
    now -= 3000;
    await send(token);
    now += 3000;
    expect(await marks(merchant)).to.deep.equal([last, last]);
  });

  it('waits for nobody who may not run, or who rests', async () => {
    const merchant = await env.merchant({ goods: 1 });
    expect(await wait(merchant)).to.equal(null);
    const token = await givePartnerToken(env.db, merchant.userId);
    await send(token);
    const set = (column: string, value: Date | null) =>
      env.db.change(`UPDATE sync_configs SET ${column} = :value WHERE user_id = :userId`, {
        value,
        userId: merchant.userId,
      });
    await set('rest_until', new Date(now + 60_000));
    expect(await wait(merchant)).to.equal(null);
    expect(await hasOpenHint({ db: env.db, now: clock }, merchant.userId)).to.equal(false);
    await set('rest_until', new Date(now - 1));
    expect(await wait(merchant)).to.equal(30_000);
    expect(await hasOpenHint({ db: env.db, now: clock }, merchant.userId)).to.equal(true);
    await set('paused_at', new Date(now));
    expect(await wait(merchant)).to.equal(null);
  });

  it('is taken in every form of the header', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const token = (await givePartnerToken(env.db, merchant.userId)).slice('Bearer '.length);
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    for (const header of [token, `bearer ${token}`, basic(`evotor:${token}`), basic(`${token}:`)])
      expect(await codeOf(send(header)), header.slice(0, 8)).to.equal(null);
  });

  it('with no token, a wrong one or somebody’s hash is refused, and marks nobody', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const token = await givePartnerToken(env.db, merchant.userId);
    for (const header of [
      undefined,
      '',
      'Bearer x',
      token.slice(0, -1),
      `${token}x`,
      token.toUpperCase(),
      "Bearer ' OR 1=1",
    ])
      expect(await codeOf(send(header))).to.equal('WEBHOOK.TOKEN_UNKNOWN');
    expect(await marks(merchant)).to.deep.equal([null, null]);
    expect(woken).to.deep.equal([]);
  });

  it('of a till that nobody has claimed is taken and changes nothing', async () => {
    const id = await env.db.insert(
      `INSERT INTO evotor_connections (evotor_user_id, connection_type, connected_at, updated_at)
       VALUES ('01-000000000000009', 'webhook', :now, :now)`,
      { now: new Date(now) },
    );
    const { insertPartnerToken } = await import('../../src/db/repositories/partner-tokens.repository.js');
    const { hashToken } = await import('../../src/security/hash-token.js');
    await insertPartnerToken(env.db, id, hashToken('nobody'));
    expect(await codeOf(send('nobody'))).to.equal(null);
    expect(woken).to.deep.equal([]);
  });

  it('answers at once although the waking hangs, and keeps the mark although it fails', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const authorization = await givePartnerToken(env.db, merchant.userId);
    const began = Date.now();
    await service(() => new Promise(() => undefined)).productsChanged({ authorization, address: '' });
    expect(Date.now() - began).to.be.lessThan(1000);
    now += 20_000;
    await service(() => Promise.reject(new Error('down'))).productsChanged({ authorization, address: '' });
    expect((await marks(merchant))[1]).to.equal(now);
  });

  it('of one merchant and wrong tokens of one address come to a limit each, and right ones from there get through', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const token = await givePartnerToken(env.db, merchant.userId);
    const codes = new Set<string | null | undefined>();
    for (let nth = 0; nth < 61; nth++) codes.add(await codeOf(send('wrong', '10.9.9.9')));
    expect([...codes]).to.deep.equal(['WEBHOOK.TOKEN_UNKNOWN', 'WEBHOOK.TOO_MANY']);
    expect(await codeOf(send('wrong', '10.9.9.8'))).to.equal('WEBHOOK.TOKEN_UNKNOWN');
    expect(await codeOf(send(token, '10.9.9.9'))).to.equal(null);
    for (let nth = 0; nth < 119; nth++) await send(token);
    expect(await codeOf(send(token))).to.equal('WEBHOOK.TOO_MANY');
  });
});
