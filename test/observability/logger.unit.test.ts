import { Writable } from 'node:stream';
import { expect } from 'chai';
import { AppError, type ErrorKind } from '../../src/domain/errors.js';
import { withContext } from '../../src/observability/context.js';
import { logError } from '../../src/observability/error-kinds.js';
import { type Logger, createLogger } from '../../src/observability/logger.js';
import { registerSecret } from '../../src/observability/redact.js';

interface Shown {
  name: string;
  code?: string;
  kind?: string;
  message: string;
  stack: string;
  details?: Record<string, unknown>;
  cause?: Shown;
}
type Line = Record<string, unknown> & { error: Shown };

function capture(level: 'debug' | 'info' = 'debug') {
  let written = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  const logger = createLogger({ level, service: 'test', stream });
  return {
    logger,
    text: () => written,
    lines: () =>
      written
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as Line),
  };
}

function only(write: (logger: Logger) => void): Line {
  const log = capture();
  write(log.logger);
  const [line, ...rest] = log.lines();
  expect(rest).to.deep.equal([]);
  return line as Line;
}

describe('logger', () => {
  it('writes one JSON line per record, line breaks or not', () => {
    const line = only(logger => logger.info('two\nlines', { text: 'a\nb', n: 3n, at: new Date(0) }));
    expect(line).to.include({ level: 'info', message: 'two\nlines', service: 'test', text: 'a\nb', n: '3' });
    expect(line['at']).to.equal('1970-01-01T00:00:00.000Z');
    expect(Date.parse(String(line['time']))).to.be.closeTo(Date.now(), 60_000);
  });

  it('keeps message, code, stack and causes of an error', () => {
    const root = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const error = new AppError(
      'unavailable',
      'VK.DOWN',
      { attempt: 2 },
      { cause: new Error('wrapped', { cause: root }) },
    );
    const shown = only(logger => logger.error('call failed', { error })).error;
    expect(shown).to.include({ name: 'AppError', code: 'VK.DOWN', kind: 'unavailable', message: 'VK.DOWN' });
    expect(shown.details).to.deep.equal({ attempt: 2 });
    expect(shown.stack).to.contain('logger.unit.test');
    expect(shown.cause?.message).to.equal('wrapped');
    expect(shown.cause?.cause).to.include({ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' });
  });

  it('follows a driver error to its origin, without the statement and its values', () => {
    const parent = new Error('(conn:1) Duplicate entry\nsql: INSERT INTO t VALUES (?) - parameters:["sealed-value"]');
    const line = only(logger => logger.error('x', { error: Object.assign(new Error('Validation'), { parent }) }));
    expect(line.error.cause?.message).to.contain('Duplicate entry');
    expect(JSON.stringify(line)).not.to.contain('sealed-value');
  });

  it('survives what JSON cannot hold', () => {
    const loop: Record<string, unknown> = { name: 'loop', bytes: new Uint8Array(4), none: undefined };
    loop['self'] = loop;
    const line = only(logger => logger.info('x', { loop, many: Array.from({ length: 60 }, (_, i) => i) }));
    expect(line['loop']).to.deep.equal({ name: 'loop', bytes: '[4 bytes]', self: '[circular]' });
    expect(line['many']).to.have.length(51);
  });

  it('does not let a field pass for the level, message or time', () => {
    const line = only(logger => logger.info('real', { message: 'fake', level: 'error', time: 'never' }));
    expect(line).to.include({ level: 'info', message: 'real' });
    expect(line['time']).not.to.equal('never');
  });

  it('keeps quiet below its level, and children keep their fields', () => {
    const log = capture('info');
    log.logger.debug('unheard');
    log.logger.child({ queue: 'vk' }).warn('heard', { n: 1 });
    expect(log.lines()).to.have.length(1);
    expect(log.lines()[0]).to.include({ level: 'warn', queue: 'vk', n: 1 });
  });

  it('carries the ids of the context through asynchronous work', async () => {
    const log = capture();
    await withContext({ requestId: 'r1', userId: 5 }, () =>
      withContext({ jobId: 9 }, async () => {
        await Promise.resolve();
        log.logger.info('inside');
      }),
    );
    log.logger.info('outside');
    const [inside, outside] = log.lines();
    expect(inside).to.include({ requestId: 'r1', userId: 5, jobId: 9 });
    expect(outside).not.to.have.any.keys('requestId', 'userId', 'jobId');
  });
});

describe('redaction', () => {
  it('blanks fields by name at any depth', () => {
    const line = only(logger =>
      logger.info('x', {
        access_token: 'abc',
        nested: { headers: { Authorization: 'Bearer abc', cookie: 'sid=abc' }, passwordHash: 'abc' },
        list: [{ clientSecret: 'abc' }],
        tokens: ['abc'],
        hasToken: true,
      }),
    );
    expect(JSON.stringify(line)).not.to.contain('abc');
    expect(line['hasToken']).to.equal(true);
  });

  it('blanks registered values wherever they stand', () => {
    const secret = 'c0ffee-"quoted"-secret';
    registerSecret(secret);
    const error = new Error(`refused ${secret}`, { cause: new Error(secret) });
    const log = capture();
    log.logger.warn(`for ${secret}`, { error, url: `https://x.test/${secret}`, list: [[secret]] });
    expect(log.text()).not.to.contain('c0ffee').and.not.to.contain('quoted');
    expect(log.text()).to.contain('[redacted]');
  });

  it('does not blank ordinary words because of a short value', () => {
    registerSecret('in');
    expect(only(logger => logger.info('inside')).message).to.equal('inside');
  });

  const shapes: Record<string, string> = {
    'an authorization header': 'sent Authorization: Bearer abcdef123456',
    'a query value': 'GET /x?access_token=abcdef123456&v=5.199',
    'an authorization code': 'GET /vk/callback?code=abcdef123456',
    'a token of VK': 'token vk1.a.abcdef123456_x was refused',
    'a server address': 'cannot reach mariadb://root:abcdef123456@db:3306/x',
  };
  for (const [name, text] of Object.entries(shapes)) {
    it(`blanks ${name} in a text`, () => {
      expect(JSON.stringify(only(logger => logger.info(text, { text })))).not.to.contain('abcdef123456');
    });
  }
});

describe('log level of an error', () => {
  const expected: [ErrorKind, string][] = [
    ['bug', 'error'],
    ['unavailable', 'warn'],
    ['rate_limited', 'info'],
    ['not_found', 'debug'],
  ];
  for (const [kind, level] of expected) {
    it(`${kind} → ${level}`, () => {
      expect(only(logger => logError(logger, 'x', new AppError(kind, 'A.B')))['level']).to.equal(level);
    });
  }

  it('anything foreign is a bug', () => {
    expect(only(logger => logError(logger, 'x', new TypeError('y'), { userId: 1 }))).to.include({
      level: 'error',
      userId: 1,
    });
  });
});
