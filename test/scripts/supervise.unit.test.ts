import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isAlive } from '../../scripts/setup/process/process-identity.mjs';
import { readRuntime, runtimePath } from '../../scripts/setup/runtime-file.mjs';
import { Supervisor } from '../../scripts/setup/supervise.mjs';
import { setupFailure } from './fixtures/failure.js';
import { inScratch } from './fixtures/scratch.js';
import { startSleeper } from './fixtures/sleeper.js';
import { until } from './fixtures/until.js';

const silent = () => undefined;
const FIXTURE = fileURLToPath(new URL('./fixtures/supervised-sleepers.mjs', import.meta.url));

/** A part that notes in `journal` when it starts and stops; `crash` ends it as a fault would. */
function part(name: string, journal: string[]) {
  let crash: (how: string) => void = silent;
  const start = () => {
    journal.push(`${name} starts`);
    const exited = new Promise<string>(resolve => (crash = resolve));
    const stop = () => {
      journal.push(`${name} stops`);
      crash('was stopped');
      return Promise.resolve();
    };
    return Promise.resolve({ pid: process.pid, exited, stop });
  };
  return {
    unit: { name, start },
    crash: () => {
      crash('crashed');
    },
  };
}

describe('the supervisor', () => {
  it('ends the parts in reverse order, tells of them while they run, and leaves no trace', async () => {
    await inScratch(async folder => {
      const journal: string[] = [];
      const supervisor = await Supervisor.claim(folder, silent);
      for (const name of ['mariadb', 'worker', 'web']) await supervisor.run(part(name, journal).unit);
      supervisor.publish({ webUrl: 'http://localhost:1' });
      expect(readRuntime(folder)).to.deep.include({ supervisorPid: process.pid, webUrl: 'http://localhost:1' });
      expect(readRuntime(folder)?.children.map(({ name }) => name)).to.deep.equal(['mariadb', 'worker', 'web']);
      await supervisor.stop();
      expect(journal.slice(3)).to.deep.equal(['web stops', 'worker stops', 'mariadb stops']);
      expect(existsSync(runtimePath(folder))).to.equal(false);
      await (await Supervisor.claim(folder, silent)).stop(); // the folder is free again
    });
  });

  it('starts a crashed part again, and no part after it was told to stop', async () => {
    await inScratch(async folder => {
      const journal: string[] = [];
      const supervisor = await Supervisor.claim(folder, silent);
      const web = part('web', journal);
      await supervisor.run(web.unit);
      web.crash();
      await until('second start', () => journal.length === 2);
      web.crash();
      await sleep(20); // it now waits for its next start
      await supervisor.stop();
      await sleep(1100);
      expect(journal).to.deep.equal(['web starts', 'web starts']);
    });
  });

  it('gives up with a sentence when a part crashes again and again', async () => {
    await inScratch(async folder => {
      const supervisor = await Supervisor.claim(folder, silent);
      const pauses: number[] = [];
      let starts = 0;
      const crash = () => {
        starts += 1;
        return Promise.resolve({
          pid: process.pid,
          exited: Promise.resolve('ended with exit code 7'),
          stop: () => Promise.resolve(),
        });
      };
      await supervisor.run({ name: 'web', start: crash, pause: ms => Promise.resolve(void pauses.push(ms)) });
      const error = await supervisor.failed;
      expect(error.message).to.equal(
        'web ended with exit code 7, for the 6th time within a minute, so everything is stopped.',
      );
      expect(starts).to.equal(6);
      expect(pauses).to.deep.equal([500, 1000, 2000, 4000, 8000]);
      await supervisor.stop();
    });
  });

  it('after kill -9 the next one ends what was left behind, and a stranger with a listed id lives on', async () => {
    const stranger = await startSleeper();
    await inScratch(async folder => {
      const child = spawn(process.execPath, [FIXTURE, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      const refusal = await setupFailure(() => Supervisor.claim(folder, silent));
      expect(refusal.message)
        .to.contain('already runs')
        .and.to.contain(String(child.pid))
        .and.to.contain('http://localhost:1');
      const left = readRuntime(folder)?.children ?? [];
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(left.map(isAlive)).to.deep.equal([true, true]);

      const said: string[] = [];
      const supervisor = await Supervisor.claim(folder, line => said.push(line));
      expect(left.map(isAlive)).to.deep.equal([false, false]);
      expect(said.map(line => line.trim().split(':')[0])).to.deep.equal(['second', 'first']);
      expect(isAlive(stranger.identity)).to.equal(true);
      await supervisor.stop();
    });
    stranger.kill();
  });
});
