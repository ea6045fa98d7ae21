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

  it('goes on when nobody answers', async () => {
    await control(running, 'PATCH', '/merchants/shop', { webhook: { baseUrl: 'http://127.0.0.1:9' } });
    expect(await control(running, 'POST', '/merchants/shop/webhooks', { event: 'user.token' })).not.to.have.property(
      'status',
    );
  });
});
