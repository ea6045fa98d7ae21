import { expect } from 'chai';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contractValidator } from '../../sandbox/contracts/contract-schemas.js';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { control, startWithMerchant } from './vendor-calls.js';

interface Received {
  path: string;
  authorization: string | undefined;
  body: unknown;
}

describe('sandbox: webhook sender', () => {
  let running: RunningSandbox;
  let app: Server;
  const received: Received[] = [];
  before(async () => {
    running = await startWithMerchant(3);
    app = createServer((req, res) => {
      let text = '';
      req.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      req.on('end', () => {
        received.push({ path: req.url ?? '', authorization: req.headers.authorization, body: JSON.parse(text) });
        res.setHeader('content-type', 'application/json');
        res.end(JSON.stringify({ userId: '01-000000000001001', token: 'given-by-the-app' }));
      });
    });
    await new Promise<void>(resolve => app.listen(0, '127.0.0.1', resolve));
    const { port } = app.address() as AddressInfo;
    await control(running, 'PATCH', '/merchants/shop', {
      webhook: {
        baseUrl: `http://127.0.0.1:${port}/api/v1`,
        userToken: 'user-secret',
        serviceSecret: 'service-secret',
      },
    });
  });
  beforeEach(() => {
    received.length = 0;
  });
  after(async () => {
    await running.close();
    app.closeAllConnections();
    await new Promise(resolve => app.close(resolve));
  });

  it('pushes a product when the till page changes it', async () => {
    const merchant = running.sandbox.merchant('shop');
    const store = [...(merchant?.till.stores.values() ?? [])][0];
    const product = [...(store?.products.values() ?? [])][0];
    const answer = await fetch(`${running.url}/till/shop/products/${product?.id}/price`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ price: '12,5', back: `store=${store?.id}&page=1` }),
    });
    expect(answer.status).to.equal(303);
    expect(answer.headers.get('location')).to.contain('done=price').and.contain('hook=200');
    expect(product?.price).to.equal(12.5);
    expect(received[0]).to.include({
      path: `/api/v1/inventories/stores/${store?.id}/products`,
      authorization: 'Bearer user-secret',
    });
    expect(contractValidator('evotor', 'webhookProductsPush')(received[0]?.body)).to.equal(true);
    expect(received[0]?.body).to.have.nested.property('[0].price', 12.5);
  });

  it('fires the account webhooks by the contract and keeps the token it is given', async () => {
    const cases = [
      ['user.create', '/user/create', 'webhookUserCreateRequest'],
      ['user.verify', '/user/verify', 'webhookUserVerifyRequest'],
      ['user.token', '/user/token', 'webhookUserTokenRequest'],
      ['installation', '/installation/event', 'webhookInstallationEvent'],
      ['subscription', '/subscription/event', 'webhookSubscriptionEvent'],
    ] as const;
    for (const [event, path, definition] of cases) {
      received.length = 0;
      await control(running, 'POST', '/merchants/shop/webhooks', { event, body: { email: 'owner@example.com' } });
      expect(received[0]).to.include({ path: `/api/v1${path}`, authorization: 'Bearer service-secret' });
      expect(contractValidator('evotor', definition)(received[0]?.body), definition).to.equal(true);
    }
    await control(running, 'POST', '/merchants/shop/webhooks', { event: 'products' });
    expect(received.at(-1)?.authorization).to.equal('Bearer given-by-the-app');
  });

  it('counts the events of a subscription from 1, each with the fields of its kind', async () => {
    const fire = async (body: object) => {
      received.length = 0;
      await control(running, 'POST', '/merchants/shop/webhooks', { event: 'subscription', body });
      const sent = received[0]?.body as { subscriptionId: string; sequenceNumber: number; type: string };
      expect(contractValidator('evotor', 'webhookSubscriptionEvent')(sent), sent.type).to.equal(true);
      return sent;
    };
    const first = await fire({ type: 'SubscriptionCreated' });
    expect(first.sequenceNumber).to.equal(1);
    for (const [index, type] of [
      'SubscriptionActivated',
      'AddonsUpdated',
      'SubscriptionTermsChanged',
      'SubscriptionRenewed',
      'SubscriptionTerminationRequested',
      'SubscriptionTerminated',
    ].entries())
      expect(await fire({ type })).to.include({
        subscriptionId: first.subscriptionId,
        sequenceNumber: index + 2,
        type,
      });
    const second = await fire({});
    expect(second).to.include({ sequenceNumber: 1, type: 'SubscriptionCreated' });
    expect(second.subscriptionId).to.not.equal(first.subscriptionId);
  });

  it('says what the contract finds wrong with an answer', async () => {
    const fire = (event: string, body: object) =>
      control<{ fault?: string }>(running, 'POST', '/merchants/shop/webhooks', { event, body });
    // The app of this test answers everything as if it were asked to make an account.
    expect(await fire('user.create', {})).not.to.have.property('fault');
    expect((await fire('user.verify', {})).fault).to.match(/hasBilling/u);
  });

  it('goes on when nobody answers', async () => {
    await control(running, 'PATCH', '/merchants/shop', { webhook: { baseUrl: 'http://127.0.0.1:9' } });
    expect(await control(running, 'POST', '/merchants/shop/webhooks', { event: 'user.token' })).not.to.have.property(
      'status',
    );
  });
});
