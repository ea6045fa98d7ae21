import { expect } from 'chai';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { Connection } from '@temporalio/client';
import { startTemporal } from '../../scripts/setup/temporal.mjs';
import { temporalFiles } from '../../scripts/setup/temporal/temporal-data.mjs';
import { setupFailure } from './fixtures/failure.js';
import { inScratch } from './fixtures/scratch.js';

type Options = Parameters<typeof startTemporal>[0];
let running: Awaited<ReturnType<typeof startTemporal>>[] = [];

async function start(options: Options) {
  const server = await startTemporal({ log: () => undefined, ...options });
  running.push(server);
  return server;
}

async function searchAttributes(address: string): Promise<string[]> {
  const connection = await Connection.connect({ address });
  const answer = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
  await connection.close();
  return Object.keys(answer.customAttributes);
}

describe('the embedded Temporal', function () {
  this.timeout(60_000);
  afterEach(async () => {
    await Promise.all(running.map(server => server.stop()));
    running = [];
  });

  it('is usable as soon as it is ready, serves its web UI, and comes back after kill -9', async () => {
    await inScratch(async dataDir => {
      const first = await start({ dataDir });
      expect(await searchAttributes(first.address)).to.include.members(['UserId', 'Trigger', 'Outcome']);
      expect((await fetch(first.uiUrl ?? '')).status).to.equal(200);
      process.kill(first.pid, 'SIGKILL');
      await first.exited;
      const second = await start({ dataDir, port: first.port });
      expect(second.address).to.equal(first.address);
      await second.stop();
      expect(existsSync(temporalFiles(dataDir).database)).to.equal(true);
      expect(readdirSync(dataDir).filter(name => name.includes('aside'))).to.deep.equal([]);
    });
  });

  it('starts afresh on a damaged file', async () => {
    await inScratch(async dataDir => {
      const probe = await start({ ephemeral: true });
      const { database, version } = temporalFiles(dataDir);
      writeFileSync(database, 'this is no database '.repeat(1000));
      writeFileSync(version, JSON.stringify({ server: 'Temporal', version: probe.version }));
      const said: string[] = [];
      const server = await start({ dataDir, log: line => said.push(line) });
      expect(said.join('\n')).to.contain('is damaged');
      await server.stop();
    });
  });

  it('says which port is taken', async () => {
    const stranger = createServer(socket => socket.end()).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;
    const error = await setupFailure(() => start({ ephemeral: true, port }));
    expect(error.code).to.equal('temporal.port_taken');
    stranger.close();
  });
});
