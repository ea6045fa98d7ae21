import { expect } from 'chai';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock, withLock } from '../../scripts/setup/process/process-lock.mjs';
import { inScratch } from './fixtures/scratch.js';
import { startSleeper } from './fixtures/sleeper.js';

describe('lock files', () => {
  it('names the owner while it lives and can be taken when it is gone', async () => {
    const sleeper = await startSleeper();
    await inScratch(async folder => {
      const path = join(folder, 'x.lock');
      writeFileSync(path, JSON.stringify(sleeper.identity));
      expect(tryLock(path)).to.deep.equal({ owner: sleeper.identity });
      sleeper.kill();
      await sleeper.exited;
      expect(tryLock(path)).to.have.property('release');
      expect(readdirSync(folder)).to.deep.equal(['x.lock']);
    });
  });

  it('a broken lock file locks nobody out', async () => {
    await inScratch(folder => {
      const path = join(folder, 'x.lock');
      writeFileSync(path, '{"pid":');
      const lock = tryLock(path);
      expect(lock).to.have.property('release');
      if ('release' in lock) lock.release();
      expect(existsSync(path)).to.equal(false);
    });
  });

  it('two at once work one after the other', async () => {
    await inScratch(async folder => {
      const order: string[] = [];
      const work = (name: string) => () =>
        sleep(20).then(() => {
          order.push(`${name} begins`);
          return sleep(20).then(() => order.push(`${name} ends`));
        });
      const path = join(folder, 'x.lock');
      const waitedFor: number[] = [];
      await Promise.all([
        withLock(path, () => undefined, work('a')),
        withLock(path, pid => waitedFor.push(pid), work('b')),
      ]);
      expect(order).to.deep.equal(['a begins', 'a ends', 'b begins', 'b ends']);
      expect(waitedFor).to.deep.equal([process.pid]);
    });
  });
});
