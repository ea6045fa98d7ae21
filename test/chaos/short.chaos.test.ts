import { expect } from 'chai';
import { SHORT, startChaosRun, type ChaosRun } from '../../chaos/play-all.js';
import { SCENARIOS } from '../../chaos/scenarios/index.js';

/** Fixed, so that a run can be repeated: `npm run chaos -- --short --only NAME`. */
const SEED = 1;
/** The servers start, and the scenario waits for those before it. */
const PATIENCE_MS = 400_000;

describe('chaos, short form', function () {
  this.timeout(PATIENCE_MS);
  let run: ChaosRun;

  before(async () => {
    run = await startChaosRun(SCENARIOS, SHORT, { seed: SEED });
  });

  after(async () => {
    await run.close();
  });

  SCENARIOS.forEach(({ name, what }, index) => {
    it(`${name}: ${what}`, async () => {
      const result = await run.results[index];
      expect(result?.complaints).to.deep.equal([]);
      expect(result?.secondsToConverge).to.be.a('number');
    });
  });
});
