import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { freePortFrom } from '../../scripts/setup/process/free-port.mjs';
import { portNumber } from '../../scripts/setup/app-settings.mjs';
import { chooseWebPort } from '../../scripts/setup/web-port.mjs';
import { setupFailure } from './fixtures/failure.js';

const silent = () => undefined;

describe('the port of the site', () => {
  it('one that was asked for and is taken is a sentence; others are chosen around it', async () => {
    const server = createServer().listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const error = await setupFailure(() => chooseWebPort(port, silent));
    expect(error.message).to.contain(`Port ${String(port)} is taken`);
    expect(await freePortFrom(port)).not.to.equal(port);
    server.close();
    await once(server, 'close');
    expect(await chooseWebPort(port, silent)).to.equal(port);
  });

  it('must be a number that can be a port', async () => {
    expect(portNumber('8080', 'PORT')).to.equal(8080);
    for (const text of ['http', '0', '70000', '80.5']) {
      expect((await setupFailure(() => portNumber(text, 'PORT'))).message).to.contain(`"${text}"`);
    }
  });
});
