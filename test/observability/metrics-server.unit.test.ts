import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { serveMetrics } from '../../src/main/metrics-server.js';
import { type Logger, silentLogger } from '../../src/observability/logger.js';

const TOKEN = 'a-token-of-some-length';
const page = (token: string | null, text = () => Promise.resolve('up 1\n')) => ({
  token,
  read: async () => ({ contentType: 'text/plain; version=0.0.4', text: await text() }),
});

describe('the worker’s own /metrics', () => {
  it('answers on this machine without a token, and nothing but that page', async () => {
    const server = await serveMetrics(page(null), 0, silentLogger);
    const url = `http://127.0.0.1:${server.port}`;
    try {
      const answer = await fetch(`${url}/metrics`);
      expect([answer.status, await answer.text()]).to.deep.equal([200, 'up 1\n']);
      expect((await fetch(`${url}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1' } })).status).to.equal(403);
      expect((await fetch(`${url}/`)).status).to.equal(404);
      expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).to.equal(404);
    } finally {
      await server.close();
    }
  });

  it('wants the token where one is set', async () => {
    const server = await serveMetrics(page(TOKEN), 0, silentLogger);
    const ask = (headers: Record<string, string>) => fetch(`http://127.0.0.1:${server.port}/metrics`, { headers });
    try {
      expect((await ask({})).status).to.equal(401);
      expect((await ask({ authorization: `Bearer ${TOKEN}` })).status).to.equal(200);
    } finally {
      await server.close();
    }
  });

  it('says so in the log when its port is taken or a figure cannot be read, and the work goes on', async () => {
    const lines: string[] = [];
    const logger: Logger = { ...silentLogger, warn: message => void lines.push(message) };
    const taken = createServer();
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
    const none = await serveMetrics(page(null), (taken.address() as AddressInfo).port, logger);
    expect(none.port).to.equal(null);
    await none.close();
    taken.close();
    const server = await serveMetrics(
      page(null, () => Promise.reject(new Error('x'))),
      0,
      logger,
    );
    expect((await fetch(`http://127.0.0.1:${server.port}/metrics`)).status).to.equal(500);
    await server.close();
    expect(lines).to.deep.equal(['the metrics are not served: the port is taken', 'the metrics could not be read']);
  });
});
