import { setTimeout as pause } from 'node:timers/promises';
import { untilShare } from './moments.js';
import type { Scenario, Stage } from './scenario.js';
import { changeTill } from './till-changes.js';

/** A first sync and a day at the till, each with the same trouble in the middle. */
async function inBothRuns(stage: Stage, trouble: () => Promise<void>): Promise<void> {
  const first = stage.merchant.run(stage.deadline);
  await untilShare(stage, 0.1 + stage.random.next() * 0.7);
  await trouble();
  await first;
  await changeTill(stage);
  const second = stage.merchant.run(stage.deadline);
  await pause(stage.random.int(200, 2500));
  await trouble();
  await second;
}

export const serverScenarios: readonly Scenario[] = [
  {
    name: 'temporal-killed',
    what: 'kill -9 of Temporal in mid-run, started again on the same data',
    isViolent: true,
    seconds: { short: 120, long: 400 },
    play: stage =>
      inBothRuns(stage, async () => {
        await stage.env.temporal.kill();
        await pause(stage.random.int(500, 3000));
        await stage.env.temporal.startAgain();
      }),
  },
  {
    name: 'mariadb-killed',
    what: 'kill -9 of MariaDB in mid-run, started again on the same data',
    isViolent: true,
    seconds: { short: 120, long: 400 },
    play: stage =>
      inBothRuns(stage, async () => {
        await stage.env.mariadb.kill();
        await pause(stage.random.int(500, 3000));
        await stage.env.mariadb.startAgain();
      }),
  },
  {
    name: 'disk-full',
    what: 'the disk of MariaDB is full for some seconds in mid-run',
    isViolent: true,
    seconds: { short: 150, long: 400 },
    async play(stage) {
      const { mariadb } = stage.env;
      await inBothRuns(stage, async () => {
        await mariadb.fillDisk();
        const ownRefusals = mariadb.refusedWrites();
        await pause(stage.random.int(4000, 7000));
        stage.claim(mariadb.refusedWrites() > ownRefusals, 'no write of a run met the full disk');
        await mariadb.freeDisk();
      });
    },
  },
];
