import { expect } from 'chai';
import { createFetchHttp } from '../../src/clients/http/fetch-http.js';
import type { HttpRequest } from '../../src/clients/http/http.js';
import { startScriptedServer } from './scripted-server.js';
import type { ScriptedServer } from './scripted-server.js';

describe('HTTP over node-fetch', () => {
  const http = createFetchHttp();
  let server: ScriptedServer;

  before(async () => {
    server = await startScriptedServer();
  });
  after(() => server.close());

  const request = (change: Partial<HttpRequest> = {}): HttpRequest => ({
    method: 'POST',
    url: `${server.url}/path?secret=query`,
    headers: {},
    body: 'a=1',
    timeoutMs: 2000,
    maxBytes: 100_000,
    signal: null,
    ...change,
  });

  it('gives status, headers in lower case and text, whatever the status', async () => {
    server.play(() => ({ status: 418, headers: { 'X-Word': 'tea' }, text: 'чай' }));
    const reply = await http(request());
    expect(reply).to.include({ kind: 'reply', status: 418, text: 'чай', bytes: 6 });
    expect(reply.kind === 'reply' && reply.headers['x-word']).to.equal('tea');
  });

  it('does not follow redirects', async () => {
    server.play(() => ({ status: 302, headers: { location: 'http://127.0.0.1:1/' } }));
    expect(await http(request())).to.include({ kind: 'reply', status: 302 });
  });

  it('times out over silence and over a body that stops', async () => {
    server.play((_, nth) => (nth === 0 ? 'silence' : 'slow_body'));
    expect(await http(request({ timeoutMs: 100 }))).to.deep.equal({ kind: 'timeout', message: 'timeout' });
    expect(await http(request({ timeoutMs: 100 }))).to.deep.equal({ kind: 'timeout', message: 'timeout' });
  });

  it('tells a reset before and in the middle of the body, without the address', async () => {
    server.play((_, nth) => (nth === 0 ? 'reset' : 'reset_mid_body'));
    for (let nth = 0; nth < 2; nth += 1) {
      const failure = await http(request());
      expect(failure.kind).to.equal('reset');
      expect(JSON.stringify(failure)).not.to.contain('secret');
    }
    const refused = await http(request({ url: 'http://127.0.0.1:1/?secret=query' }));
    expect(refused).to.deep.equal({ kind: 'reset', message: 'ECONNREFUSED' });
  });

  it('stops reading a body over the cap', async () => {
    server.play(() => 'endless_body');
    expect((await http(request({ maxBytes: 200_000 }))).kind).to.equal('too_large');
  });

  it('ends when told to, before and during the exchange', async () => {
    server.play(() => 'silence');
    expect((await http(request({ signal: AbortSignal.abort() }))).kind).to.equal('aborted');
    expect((await http(request({ signal: AbortSignal.timeout(50) }))).kind).to.equal('aborted');
  });

  it('sends a file as multipart with its name, type and length', async () => {
    server.play(() => ({ json: {} }));
    const data = new Uint8Array([0xff, 0xd8, 0, 13, 10, 0xd9]);
    await http(request({ body: { field: 'file', filename: 'photo.jpg', contentType: 'image/jpeg', data } }));
    const seen = server.seen.at(-1);
    expect(seen?.headers['content-type']).to.match(/^multipart\/form-data; ?boundary=/);
    expect(Number(seen?.headers['content-length'])).to.equal(seen?.body.length);
    const text = seen?.body.toString('latin1') ?? '';
    expect(text)
      .to.match(/name="file"; filename="photo\.jpg"/)
      .and.match(/content-type: image\/jpeg/i);
    expect(text).to.contain(Buffer.from(data).toString('latin1'));
  });
});
