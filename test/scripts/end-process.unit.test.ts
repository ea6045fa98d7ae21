import { expect } from 'chai';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftoverMariadb } from '../../scripts/setup/mariadb/leftover-mariadb.mjs';
import { mariadbFiles } from '../../scripts/setup/mariadb/mariadb-data.mjs';
import { endProcess } from '../../scripts/setup/process/end-process.mjs';
import { isAlive, startTimeOf } from '../../scripts/setup/process/process-identity.mjs';
import { endLeftoverTemporal, temporalFiles } from '../../scripts/setup/temporal/temporal-data.mjs';
import { inScratch } from './fixtures/scratch.js';
import { startSleeper } from './fixtures/sleeper.js';

const silent = () => undefined;

describe('ending processes', () => {
  it('ends exactly the process that was meant', async () => {
    const sleeper = await startSleeper();
    expect(await endProcess(sleeper.identity, 5000)).to.equal('ended');
    expect(await sleeper.exited).to.equal('ended with SIGTERM');
    expect(await endProcess(sleeper.identity, 5000)).to.equal('was gone');
  });

  it('kills what does not heed SIGTERM within the grace', async () => {
    const sleeper = await startSleeper({ isStubborn: true });
    expect(await endProcess(sleeper.identity, 100)).to.equal('killed');
    expect(isAlive(sleeper.identity)).to.equal(false);
  });

  it('leaves a stranger alone that was given the same id', async () => {
    const stranger = await startSleeper();
    expect(await endProcess({ pid: stranger.pid, startTime: '1@another' }, 50)).to.equal('was gone');
    expect(startTimeOf(stranger.pid)).to.equal(stranger.identity.startTime);
    stranger.kill();
  });

  it('a pid file that names a stranger is removed, the stranger lives on', async () => {
    const stranger = await startSleeper();
    await inScratch(async folder => {
      const files = mariadbFiles(folder);
      writeFileSync(files.pid, `${String(stranger.pid)}\n`);
      writeFileSync(files.socket, '');
      await endLeftoverMariadb(folder, silent);
      expect(isAlive(stranger.identity)).to.equal(true);
      await endLeftoverMariadb(folder, silent); // without the files it is just as well
    });
    await inScratch(async folder => {
      mkdirSync(join(folder, 'sub'));
      writeFileSync(temporalFiles(folder).pid, JSON.stringify(stranger.identity));
      await endLeftoverTemporal(folder, silent);
      expect(isAlive(stranger.identity)).to.equal(true);
    });
    stranger.kill();
  });
});
