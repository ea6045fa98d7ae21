import { expect } from 'chai';
import request from 'supertest';
import { AppError } from '../../src/domain/errors.js';
import type { UserId } from '../../src/domain/brand.js';
import { buildTestSite } from '../support/test-site.js';

const TILL = '01-000000000000001';
const SECRETS = ['the-secret-of-the-tab', 'a-till-token', 'correct horse', 'olga@chainaya.example', '+79161234567'];

describe('messages of Evotor in the API log', () => {
  const { app, services } = buildTestSite();
  const { webhooks, incomingLog } = services;
  beforeEach(() => {
    incomingLog.noted.length = 0;
    webhooks.refusal = null;
    webhooks.failure = null;
  });
  const send = (path: string, body: string | object) =>
    request(app).post(path).set('authorization', `Bearer ${SECRETS[0]}`).set('accept', 'application/json').send(body);

  it('are noted with their answer, the allowed fields and whose they are', async () => {
    await send('/api/v1/subscription/event', {
      userUuid: TILL,
      subscriptionId: 'sub-1',
      sequenceNumber: 4,
      timestamp: 1_700_000_000_000,
      type: 'SubscriptionCreated',
      payer: 'somebody',
    }).expect(200);
    const [message] = incomingLog.noted;
    expect(message).to.include({ path: '/api/v1/subscription/event', method: 'POST', status: 200, evotorUserId: TILL });
    expect(message).to.include({ refusedWith: null, said: null });
    expect(JSON.parse(message!.kept!)).to.deep.equal({
      userUuid: TILL,
      subscriptionId: 'sub-1',
      sequenceNumber: 4,
      timestamp: 1_700_000_000_000,
      type: 'SubscriptionCreated',
    });
    expect(message!.requestBytes).to.be.greaterThan(100);
    expect(message!.responseBytes).to.equal(2);
  });

  it('keep no token, password, name or e-mail', async () => {
    await send('/user/create', { userId: TILL, email: 'olga@chainaya.example' }).expect(200);
    await send('/user/verify', { userId: TILL, username: '+79161234567', password: 'correct horse' }).expect(200);
    await send('/user/token', { userId: TILL, token: 'a-till-token' }).expect(200);
    expect(incomingLog.noted.map(({ kept }) => kept)).to.deep.equal(Array(3).fill(`{"userId":"${TILL}"}`));
    for (const secret of SECRETS) expect(JSON.stringify(incomingLog.noted)).to.not.include(secret);
  });

  it('of strangers are noted unread, with what they were told', async () => {
    webhooks.refusal = new AppError('unauthenticated', 'WEBHOOK.SECRET_WRONG');
    await send('/user/create', { userId: TILL }).expect(401);
    expect(incomingLog.noted[0]).to.include({
      status: 401,
      refusedWith: '1001',
      kept: null,
      evotorUserId: null,
      said: '{"errors":[{"code":1001}]}',
    });
  });

  it('that come too often, are broken, or meet a fault of ours are noted too', async () => {
    webhooks.refusal = new AppError('rate_limited', 'WEBHOOK.TOO_MANY', { retryAfterSeconds: 5 });
    await send('/user/create', '{}').expect(429);
    webhooks.refusal = null;
    await send('/user/create', '{"userId":').expect(400);
    webhooks.failure = new Error('the database is away');
    await send('/user/create', { userId: TILL }).expect(500);
    expect(incomingLog.noted.map(({ status, refusedWith }) => [status, refusedWith])).to.deep.equal([
      [429, 'WEBHOOK.TOO_MANY'],
      [400, '2001'],
      [500, null],
    ]);
  });

  it('of a till’s goods carry whose till it is and nothing of the goods', async () => {
    const { app, services } = buildTestSite();
    services.webhooks.productsChanged = () => Promise.resolve({ userId: 7 as UserId });
    await request(app)
      .post('/inventories/stores/20180820-7052-4047-807D-E82C50000000/products')
      .send([{ name: 'Сидр' }])
      .expect(200);
    expect(services.incomingLog.noted[0]).to.include({ userId: 7, kept: null, status: 200 });
  });
});
