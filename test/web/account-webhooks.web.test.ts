import { connect } from 'node:net';
import { expect } from 'chai';
import request from 'supertest';
import { AppError } from '../../src/domain/errors.js';
import { answerFault, errorFault, examplesOf } from '../support/evotor-contract.js';
import { GIVEN_TOKEN } from '../support/fake-webhooks.js';
import { buildTestSite, listen } from '../support/test-site.js';

const ACCOUNT = '01-000000000000001';
const AUTHORIZATION = 'Bearer our-secret';

const GOOD = {
  '/user/create': { userId: ACCOUNT, email: 'owner@example.com' },
  '/user/verify': { userId: ACCOUNT, username: 'owner@example.com', password: 'correct horse battery' },
  '/user/token': { userId: ACCOUNT, token: 'f46b89a5-0000-0000-0000-000000000000' },
  '/subscription/event': {
    subscriptionId: 'a99fbf70-6307-4acc-b61c-741ee9eef6c0',
    productId: '59fea9cb-0817-4431-9fb7-594f81584110',
    userId: ACCOUNT,
    timestamp: '2017-04-20T18:26:37.753+0000',
    sequenceNumber: 3,
    type: 'SubscriptionTerminated',
  },
  '/installation/event': {
    id: 'a99fbf70-6307-4acc-b61c-741ee9eef6c0',
    timestamp: 1504168645290,
    version: 2,
    type: 'ApplicationUninstalled',
    data: { productId: '59fea9cb-0817-4431-9fb7-594f81584110', userId: ACCOUNT },
  },
} as const;
type Path = keyof typeof GOOD;
const PATHS = Object.keys(GOOD) as Path[];

const OUTCOMES: Readonly<Record<Path, { use: string; message: object; answer: object }>> = {
  '/user/create': {
    use: 'tillRegistered',
    message: { evotorUserId: ACCOUNT, email: 'owner@example.com' },
    answer: { userId: ACCOUNT, token: GIVEN_TOKEN },
  },
  '/user/verify': {
    use: 'tillLoggedIn',
    message: { evotorUserId: ACCOUNT, username: 'owner@example.com', password: 'correct horse battery' },
    answer: { userId: ACCOUNT, hasBilling: false, token: GIVEN_TOKEN },
  },
  '/user/token': {
    use: 'tokenGiven',
    message: { evotorUserId: ACCOUNT, token: 'f46b89a5-0000-0000-0000-000000000000' },
    answer: {},
  },
  '/subscription/event': {
    use: 'subscriptionChanged',
    message: {
      evotorUserId: ACCOUNT,
      id: 'a99fbf70-6307-4acc-b61c-741ee9eef6c0',
      sequence: 3,
      at: Date.UTC(2017, 3, 20, 18, 26, 37, 753),
      type: 'SubscriptionTerminated',
    },
    answer: {},
  },
  '/installation/event': {
    use: 'installationChanged',
    message: { evotorUserId: ACCOUNT, isInstalled: false, at: 1504168645290 },
    answer: {},
  },
};

describe('messages of Evotor about accounts and the app', () => {
  const site = buildTestSite();
  const { webhooks } = site.services;
  beforeEach(() => {
    webhooks.seen.length = 0;
    webhooks.messages.length = 0;
    webhooks.failure = null;
    webhooks.refusal = null;
    webhooks.access = { as: 'evotor' };
    site.logs.length = 0;
  });
  const post = (path: string, body: string | object, type = 'application/json;charset=UTF-8') =>
    request(site.app)
      .post(path)
      .set('authorization', AUTHORIZATION)
      .set('content-type', type)
      .send(typeof body === 'string' ? body : JSON.stringify(body));

  for (const path of PATHS) {
    const { use, message, answer } = OUTCOMES[path];
    const places = ['', '/api/v1', ...(path === '/installation/event' ? ['/api/v2'] : [])];
    for (const place of places)
      it(`${place}${path} is taken, understood and answered by the contract`, async () => {
        const reply = await post(place + path, GOOD[path]);
        expect(reply.status).to.equal(200);
        expect(reply.body).to.deep.equal(answer);
        expect(answerFault(path, 200, reply.body)).to.equal(null);
        expect(reply.headers).to.not.have.property('set-cookie');
        expect(webhooks.seen[0]?.authorization).to.equal(AUTHORIZATION);
        const isEvent = path.endsWith('/event');
        expect(webhooks.messages).to.deep.equal([{ use, message, ...(isEvent ? { access: webhooks.access } : {}) }]);
      });

    it(`${path} takes the contract's own examples, with fields nobody knows, and any type it is said to be of`, async () => {
      expect(examplesOf(path)).to.have.length.greaterThan(0);
      for (const example of examplesOf(path)) {
        const body = { ...(example as object), later: { added: [1, null] } };
        for (const type of ['application/json', 'text/plain', 'application/octet-stream']) {
          const reply = await post(path, body, type);
          expect(reply.status, JSON.stringify(reply.body)).to.equal(200);
          expect(answerFault(path, 200, reply.body)).to.equal(null);
        }
      }
    });

    it(`${path} takes the account under its old name`, async () => {
      const body = JSON.parse(JSON.stringify(GOOD[path]).replace('userId', 'userUuid')) as object;
      expect((await post(path, body)).status).to.equal(200);
      expect(webhooks.messages[0]).to.have.nested.property('message.evotorUserId', ACCOUNT);
    });

    for (const [what, body] of [
      ['nothing', ''],
      ['half of a message', '{"userId":"01-0000'],
      ['a list', '[]'],
      ['a word', '"userId"'],
      ['a form', 'userId=01-000000000000001'],
      ['bytes', '\u0000\u0001{'],
    ] as const)
      it(`${path} says of ${what} that it is no message`, async () => {
        const reply = await post(path, body);
        expect(reply.status).to.equal(400);
        expect(reply.body).to.deep.equal({ errors: [{ code: 2001 }] });
        expect(errorFault(400, reply.body)).to.equal(null);
        expect(webhooks.messages).to.deep.equal([]);
      });

    it(`${path} names the field that is missing, and the one that is of no use`, async () => {
      const subject = path === '/installation/event' ? 'data.userId' : 'userId';
      const withAccount = (userId: unknown) =>
        path === '/installation/event'
          ? { ...GOOD[path], data: { ...GOOD[path].data, userId } }
          : { ...GOOD[path], userId };
      for (const userId of [undefined, null]) {
        const reply = await post(path, withAccount(userId));
        expect(reply.status).to.equal(400);
        expect(reply.body).to.deep.equal({ errors: [{ code: 2002, reason: 'missing', subject }] });
      }
      for (const userId of ['', 7, {}, [ACCOUNT], '01-1', `${ACCOUNT}0`, `${ACCOUNT}\n`, '<script>', "' OR 1=1 --"]) {
        const reply = await post(path, withAccount(userId));
        expect(reply.status, JSON.stringify(userId)).to.equal(400);
        expect(reply.body).to.deep.equal({ errors: [{ code: 2003, reason: 'incorrect', subject }] });
        expect(errorFault(400, reply.body)).to.equal(null);
      }
      expect(webhooks.messages).to.deep.equal([]);
    });

    it(`${path} refuses a stranger before reading a word of the message`, async () => {
      webhooks.refusal = new AppError('unauthenticated', 'WEBHOOK.SECRET_WRONG');
      for (const body of [GOOD[path], 'not even JSON', 'x'.repeat(100_000)]) {
        const reply = await post(path, body);
        expect(reply.status).to.equal(401);
        expect(reply.body).to.deep.equal({ errors: [{ code: 1001 }] });
        expect(errorFault(401, reply.body)).to.equal(null);
      }
      expect(webhooks.messages).to.deep.equal([]);
    });

    it(`${path} refuses a megabyte without keeping it, said or unsaid`, async () => {
      const { url, close } = await listen(site.app);
      const { port } = new URL(url);
      const send = (head: string, chunk: string, times: number) =>
        new Promise<string>((resolve, reject) => {
          const socket = connect(Number(port), '127.0.0.1');
          let answer = '';
          socket.setTimeout(10_000, () => socket.destroy(new Error('no answer')));
          socket.on('data', data => (answer += data.toString()));
          socket.on('close', () => resolve(answer));
          // The server may hang up while the rest is still on its way; what it said before counts.
          socket.on('error', error =>
            answer === '' && !/EPIPE|ECONNRESET/u.test(String(error)) ? reject(error) : null,
          );
          socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: ${AUTHORIZATION}\r\n${head}\r\n\r\n`);
          for (let nth = 0; nth < times; nth++) socket.write(chunk);
        });
      const said = await send('content-length: 1048576', '', 0);
      const piece = 'x'.repeat(16_384);
      const unsaid = await send('transfer-encoding: chunked', `4000\r\n${piece}\r\n`, 3);
      await close();
      for (const answer of [said, unsaid]) {
        expect(answer.split('\r\n')[0]).to.equal('HTTP/1.1 413 Payload Too Large');
        expect(answer)
          .to.include('{"errors":[{"code":2001}]}')
          .and.match(/connection: close/iu);
      }
      expect(webhooks.messages).to.deep.equal([]);
    });

    it(`${path} does not unpack what is packed`, async () => {
      const reply = await post(path, GOOD[path]).set('content-encoding', 'gzip');
      expect(reply.status).to.equal(400);
    });

    it(`${path} meets a fault of ours: Evotor is told to send it again`, async () => {
      webhooks.failure = new Error('the database is away');
      const reply = await post(path, GOOD[path]).set('accept', 'application/json');
      expect(reply.status).to.equal(500);
    });

    it(`${path} is no page`, async () => {
      expect((await request(site.app).get(path)).status).to.be.oneOf([302, 303, 404]);
    });
  }

  for (const [code, status, body, details] of [
    ['WEBHOOK.TOKEN_UNKNOWN', 401, { errors: [{ code: 1002 }] }, {}],
    ['WEBHOOK.LOGIN_WRONG', 401, { errors: [{ code: 1006 }] }, {}],
    ['WEBHOOK.USER_UNKNOWN', 404, {}, {}],
    ['WEBHOOK.TILL_TAKEN', 409, { errors: [{ code: 2004 }] }, {}],
    ['CLAIM.NOT_FOUND', 401, { errors: [{ code: 1006 }] }, {}],
    ['CLAIM.TILL_THERE', 409, { errors: [{ code: 2005 }] }, {}],
    ['LOGIN.TOO_MANY', 429, {}, { retryAfterSeconds: 90 }],
    ['WEBHOOK.TOO_MANY', 429, {}, { retryAfterSeconds: 90 }],
  ] as const)
    it(`${code} is ${status} in the words of Evotor`, async () => {
      webhooks.failure = new AppError('conflict', code, details);
      const reply = await post('/user/verify', GOOD['/user/verify']);
      expect(reply.status).to.equal(status);
      expect(reply.body).to.deep.equal(body);
      if (status !== 429) expect(answerFault('/user/verify', status, reply.body)).to.equal(null);
      if (status === 429) expect(reply.headers['retry-after']).to.equal('90');
    });

  it('an e-mail is optional, and a wrong one is said to be', async () => {
    for (const email of [undefined, null, '', '  '])
      expect((await post('/user/create', { userId: ACCOUNT, email })).status).to.equal(200);
    expect(webhooks.messages.map(({ message }) => (message as { email: unknown }).email)).to.deep.equal(
      Array.from({ length: 4 }, () => null),
    );
    for (const email of ['owner', 'a@b\u0000c', 'ы'.repeat(300), 7, ['a@b'], 'a b@c', 'a@b\r\nBcc: c@d']) {
      const reply = await post('/user/create', { userId: ACCOUNT, email });
      expect(reply.body, String(email)).to.deep.equal({
        errors: [{ code: 2003, reason: 'incorrect', subject: 'email' }],
      });
    }
  });

  for (const [path, field, values] of [
    ['/user/verify', 'username', ['', '   ', 7, 'x'.repeat(300), 'a\u0000b']],
    ['/user/verify', 'password', ['', 7, 'x'.repeat(1100)]],
    ['/user/token', 'token', ['', 7, 'with blank', 'токен', 'a\u0000b', 'line\nend', 'x'.repeat(3000)]],
    ['/subscription/event', 'subscriptionId', ['', 7, 'x'.repeat(65), 'ы']],
    ['/subscription/event', 'sequenceNumber', [0, -1, 1.5, '3', 1e30]],
    ['/subscription/event', 'timestamp', ['', 'yesterday', true, '1812-06-24T00:00:00Z', 1e20, {}]],
    ['/installation/event', 'timestamp', ['', 'yesterday', 0, -1, '99999999999999999999']],
    ['/installation/event', 'data', [7, 'x', []]],
  ] as const)
    it(`${path} finds nothing to do with a bad ${field}`, async () => {
      for (const value of values) {
        const reply = await post(path, { ...GOOD[path], [field]: value });
        expect(reply.status, JSON.stringify(value)).to.equal(400);
        expect(errorFault(400, reply.body)).to.equal(null);
        expect(reply.body).to.have.nested.property('errors[0].code').that.is.oneOf([2002, 2003]);
        expect(reply.body)
          .to.have.nested.property('errors[0].subject')
          .that.matches(new RegExp(`^${field}`, 'u'));
      }
      expect(webhooks.messages).to.deep.equal([]);
    });

  it('event times come as numbers, as digits and in both forms Evotor writes', async () => {
    const at = 1_572_297_252_174;
    for (const timestamp of [at, String(at), '2019-10-28T21:14:12.174Z', '2019-10-28T21:14:12.174+0000'])
      await post('/installation/event', { ...GOOD['/installation/event'], timestamp });
    expect(webhooks.messages.map(({ message }) => (message as { at: number }).at)).to.deep.equal([at, at, at, at]);
  });

  it('an event of a kind nobody knows yet is taken', async () => {
    const reply = await post('/installation/event', { ...GOOD['/installation/event'], type: 'ApplicationFrozen' });
    expect(reply.status).to.equal(200);
    expect(webhooks.messages[0]).to.have.nested.property('message.isInstalled', null);
  });

  it('leaves no secret in the log, whatever goes wrong with it', async () => {
    const secrets = ['hunter2-hunter2', 'f46b89a5-dead-beef', 'our-secret', 'owner@example.com'];
    const bodies = [
      '{"userId":"01-000000000000001","username":"owner@example.com","password":"hunter2-hunter2"',
      '{"password":hunter2-hunter2}',
      JSON.stringify({
        userId: ACCOUNT,
        username: 'owner@example.com',
        password: 'hunter2-hunter2',
        token: 'f46b89a5-dead-beef',
      }),
      JSON.stringify({ userId: 'hunter2-hunter2', token: 'f46b89a5-dead-beef' }),
      'f46b89a5-dead-beef'.repeat(5000),
    ];
    for (const failure of [null, new AppError('unauthenticated', 'WEBHOOK.LOGIN_WRONG'), new Error('broken')])
      for (const path of PATHS)
        for (const body of bodies) {
          webhooks.failure = failure;
          await post(path, body);
        }
    const written = JSON.stringify(site.logs, (_key, value: unknown) =>
      value instanceof Error ? { message: value.message, stack: value.stack, cause: value.cause } : value,
    );
    expect(site.logs.length).to.be.greaterThan(PATHS.length * bodies.length);
    for (const secret of secrets) expect(written).to.not.include(secret);
  });
});
