import type { KeptWorker } from '../servers/kept-worker.js';
import { untilRandomMoment, untilShare } from './moments.js';
import type { Scenario, Stage } from './scenario.js';
import { changeTill } from './till-changes.js';

/** Kills the worker so many times, while runs follow each other: a first sync, then days at the till. */
async function killAgainAndAgain(stage: Stage, pickWorker: () => KeptWorker): Promise<void> {
  const over = new AbortController();
  const runs = (async () => {
    await stage.merchant.run(stage.deadline);
    while (!over.signal.aborted) {
      await changeTill(stage);
      await stage.merchant.run(stage.deadline);
    }
  })();
  const kills = (async () => {
    for (let kill = 0; kill < stage.size.kills; kill++) {
      const worker = pickWorker();
      await worker.ready();
      await untilRandomMoment(stage);
      await worker.kill();
    }
  })().finally(() => {
    over.abort();
  });
  await Promise.all([runs, kills]);
}

export const workerScenarios: readonly Scenario[] = [
  {
    name: 'worker-killed',
    what: 'kill -9 of the worker at random moments (20; short form 3)',
    isViolent: true,
    seconds: { short: 150, long: 1500 },
    play: stage => killAgainAndAgain(stage, () => stage.env.worker),
  },
  {
    name: 'two-workers',
    what: 'two workers share the queues, and one of them is killed in mid-run',
    isViolent: true,
    seconds: { short: 120, long: 400 },
    async play(stage) {
      const second = await stage.env.secondWorker();
      const run = stage.merchant.run(stage.deadline);
      await untilShare(stage, 0.4);
      await stage.random.pick([stage.env.worker, second]).kill();
      await run;
      await changeTill(stage);
      await stage.merchant.run(stage.deadline);
      await second.end();
    },
  },
];
