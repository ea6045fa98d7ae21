import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { judgeDay } from '../../chaos/day/judge-day.js';
import { playDay, type DayResult } from '../../chaos/day/play-day.js';
import { toStderr } from '../../scripts/setup/progress.mjs';

/** The day itself takes ten minutes; servers, merchants and the last look at the shops come on top. */
const MINUTES = 10;
const PATIENCE_MS = 1_200_000;
/** What happens at the tills is drawn from it; when it happens depends on the machine. */
const SEED = 1;

describe('a day in the life', function () {
  this.timeout(PATIENCE_MS);
  let folder: string;
  let day: DayResult;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evosync-day-'));
    day = await playDay({ folder, seed: SEED, minutes: MINUTES, tell: toStderr });
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is lived through by fifty merchants', () => {
    expect(day.merchants).to.equal(50);
    expect(day.changes).to.be.above(300);
    expect(Object.values(day.runs).reduce((sum, n) => sum + n, 0)).to.be.above(200);
  });

  it('ends with every shop as its till says, and nobody was asked for anything', () => {
    expect(day.differences).to.deep.equal([]);
    expect(day.runs).not.to.have.any.keys('awaiting_approval', 'failed');
  });

  it('leaves nothing to complain of: pages, memory, errors with an entry in the runbook', () => {
    expect(judgeDay(day)).to.deep.equal([]);
  });
});
