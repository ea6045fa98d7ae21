import { Agent, createServer, get, type IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { serve } from '../../src/main/start-up/serve.js';
import { startFailure } from '../../src/main/run-process.js';
import { until } from '../support/until.js';

describe('the end of the site', () => {
  const ask = (port: number, agent: Agent): Promise<{ text: string; connection: string | undefined }> =>
    new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', agent }, (answer: IncomingMessage) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.once('end', () => resolve({ text, connection: answer.headers.connection }));
        answer.once('error', reject);
      }).once('error', reject);
    });

  it('lets a request under way finish, closes kept connections, and takes no new one', async () => {
    const open: (() => void)[] = [];
    const serving = await serve((_req, res) => {
      if (open.length === 0) open.push(() => res.end('whole'));
      else res.end('quick');
    }, 0);
    const agent = new Agent({ keepAlive: true });
    const slow = ask(serving.port, agent);
    await until('the slow request', () => open.length === 1);
    expect((await ask(serving.port, agent)).text).to.equal('quick');
    const closed = serving.close();
    setTimeout(() => open[0]?.(), 150);
    expect(await slow).to.deep.include({ text: 'whole' });
    await closed;
    const error = await ask(serving.port, new Agent()).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'ECONNREFUSED');
    agent.destroy();
  });

  it('breaks off what is not done in time', async () => {
    let asked = false;
    const serving = await serve(() => (asked = true), 0, 100);
    const agent = new Agent({ keepAlive: true });
    const hung = ask(serving.port, agent).catch((thrown: unknown) => thrown);
    await until('the request', () => asked);
    const startedAt = performance.now();
    await serving.close();
    expect(performance.now() - startedAt).to.be.within(80, 5000);
    expect(await hung).to.have.property('code', 'ECONNRESET');
    agent.destroy();
  });

  it('says in a sentence that the port is taken', async () => {
    const other = createServer();
    await new Promise<void>(resolve => other.listen(0, resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const error = await serve(() => undefined, port).catch((thrown: unknown) => thrown);
    expect(startFailure(error)).to.equal(
      `PORT.TAKEN: Port ${port} is taken by another program. End it, or set PORT to another number.`,
    );
    other.close();
  });

  it('prints no secret when nobody foresaw the fault', () => {
    const text = startFailure(new Error('cannot reach mariadb://evosync:hunter2@db/x'));
    expect(text).to.contain('cannot reach').and.not.to.contain('hunter2');
  });
});
