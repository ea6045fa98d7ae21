import { Readable } from 'node:stream';
import { expect } from 'chai';
import request from 'supertest';
import { AppError } from '../../src/domain/errors.js';
import { buildTestSite, listen } from '../support/test-site.js';

const PUSH = '/inventories/stores/20180820-7052-4047-807D-E82C50000000/products';

describe('the product push', () => {
  const site = buildTestSite();
  const { webhooks } = site.services;
  beforeEach(() => {
    webhooks.seen.length = 0;
    webhooks.failure = null;
  });
  const push = (path = PUSH) => request(site.app).post(path).set('authorization', 'Bearer our-token');

  for (const path of [PUSH, `/api/v1${PUSH}`])
    it(`is taken at ${path.replace(/stores.*/u, '…')}, without session, cookie or form token`, async () => {
      const answer = await push(path).send([{ uuid: 'x', name: 'Сидр' }]);
      expect(answer.status).to.equal(200);
      expect(answer.body).to.deep.equal({});
      expect(answer.headers).to.not.have.property('set-cookie');
      expect(webhooks.seen.map(({ authorization }) => authorization)).to.deep.equal(['Bearer our-token']);
    });

  for (const [what, body] of [
    ['broken JSON', '[{"uuid":'],
    ['nothing', ''],
    ['another shape', '{"products":7}'],
    ['a form', 'a=1&b=2'],
  ] as const)
    it(`is a hint whatever it says: ${what}`, async () => {
      const type = what === 'a form' ? 'application/x-www-form-urlencoded' : 'application/json;charset=UTF-8';
      expect((await push().set('content-type', type).send(body)).status).to.equal(200);
      expect(webhooks.seen).to.have.length(1);
    });

  it('gets the documented answer to a token that is none of ours', async () => {
    webhooks.failure = new AppError('unauthenticated', 'WEBHOOK.TOKEN_UNKNOWN');
    const answer = await push().send('[]');
    expect(answer.status).to.equal(401);
    expect(answer.body).to.deep.equal({ errors: [{ code: 1002 }] });
  });

  it('is told when to come back if it comes too often', async () => {
    webhooks.failure = new AppError('rate_limited', 'WEBHOOK.TOO_MANY', { retryAfterSeconds: 17 });
    const answer = await push().send('[]');
    expect(answer.status).to.equal(429);
    expect(answer.headers['retry-after']).to.equal('17');
    expect(answer.body).to.deep.equal({});
  });

  it('is refused when it is larger than Evotor ever sends, said or unsaid, and counts all the same', async () => {
    const { url, close } = await listen(site.app);
    const megabyte = Buffer.alloc(1024 * 1024);
    // Without a length; a finite one, for a client may go on sending to a server that has hung up.
    const unsaid = Readable.from(Array.from({ length: 12 }, () => megabyte));
    const headers = { authorization: 'Bearer our-token' };
    // The server may hang up while the rest is still on its way: then there is no answer to read, which is as good.
    const send = (body: NonNullable<RequestInit['body']>, more: object = {}) =>
      fetch(url + PUSH, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000), ...more }).then(
        ({ status }) => status,
        (error: unknown) => ((error as Error).name === 'TimeoutError' ? 0 : 413),
      );
    const said = await send(new Uint8Array(11 * 1024 * 1024));
    const streamed = await send(Readable.toWeb(unsaid) as NonNullable<RequestInit['body']>, { duplex: 'half' });
    await close();
    expect([said, streamed]).to.deep.equal([413, 413]);
    expect(webhooks.seen).to.have.length(2);
  });

  it('that meets a fault of ours gets an answer after which Evotor sends it again', async () => {
    webhooks.failure = new Error('the database is away');
    const answer = await push().set('accept', 'application/json').send('[]');
    expect(answer.status).to.equal(500);
  });

  it('is no page: reading it with a browser finds nothing', async () => {
    expect((await request(site.app).get(PUSH)).status).to.be.oneOf([302, 303, 404]);
    expect(webhooks.seen).to.deep.equal([]);
  });
});
