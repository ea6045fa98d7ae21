import { expect } from 'chai';
import fc from 'fast-check';
import { hintDueAt, LONGEST_WAIT_MS, QUIET_MS } from '../../../src/domain/sync/debounce.js';
import { dueAfterFailure, failuresAfter, restUntil } from '../../../src/domain/sync/due.js';
import { goneCheckLimit, spreadSample } from '../../../src/domain/sync/gone-check.js';
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.js';

const time = fc.integer({ min: 0, max: 4e12 });
const pause = fc.integer({ min: 0, max: 3_600_000 });

describe('quiet after hints', () => {
  it('is 30 seconds after the last, but no later than 2 minutes after the first', () => {
    expect(hintDueAt(1000, 1000)).to.equal(31_000);
    expect(hintDueAt(1000, 60_000)).to.equal(90_000);
    expect(hintDueAt(1000, 100_000)).to.equal(121_000);
    expect(hintDueAt(1000, 9_000_000)).to.equal(121_000);
    expect([QUIET_MS, LONGEST_WAIT_MS]).to.deep.equal([30_000, 120_000]);
  });

  it('never comes before the quiet nor after the longest wait, and a later hint never brings it forward', () => {
    fc.assert(
      fc.property(time, pause, pause, (first, wait, more) => {
        const due = hintDueAt(first, first + wait);
        expect(due).to.be.within(first + QUIET_MS, first + LONGEST_WAIT_MS);
        expect(hintDueAt(first, first + wait + more)).to.be.at.least(due);
      }),
    );
  });

  it('does not depend on hints that were written in the wrong order', () => {
    expect(hintDueAt(5000, 4000)).to.equal(hintDueAt(5000, 5000));
  });
});

describe('rest of a merchant', () => {
  it('follows a failure until the back-off is over', () => {
    expect(restUntil({ outcome: 'failed', code: 'EVOTOR.DOWN' }, 77)).to.equal(77);
  });

  for (const code of ['EVOTOR.RATE_LIMITED', 'VK.CAPTCHA', 'VK.DOWN', 'EVOTOR.DOWN', null])
    it(`lasts until the resume time when parked by ${code}`, () => {
      expect(restUntil({ outcome: 'parked', code }, 77)).to.equal(77);
    });

  for (const code of ['VK.FLOOD', 'VK.METHOD_LIMIT', 'VK.SECTION_OFF', 'LIMIT.ADDS_PER_DAY'])
    it(`does not keep hints away while one method alone rests (${code})`, () => {
      expect(restUntil({ outcome: 'parked', code }, 77)).to.equal(null);
    });

  for (const outcome of ['success', 'partial', 'unchanged', 'cancelled', 'awaiting_approval'])
    it(`is none after ${outcome}`, () => {
      expect(restUntil({ outcome, code: null }, 77)).to.equal(null);
    });

  it('counts failures in a row: rest and a stop by hand neither add nor forgive', () => {
    expect(failuresAfter('failed', 2)).to.equal(3);
    expect(failuresAfter('parked', 2)).to.equal(2);
    expect(failuresAfter('cancelled', 2)).to.equal(2);
    for (const outcome of ['success', 'partial', 'unchanged', 'awaiting_approval'])
      expect(failuresAfter(outcome, 2)).to.equal(0);
  });

  it('grows from 5 minutes to a day and stays there', () => {
    const waits = [1, 2, 3, 4, 5, 6, 50].map(failures => dueAfterFailure(failures, 0) / 60_000);
    expect(waits).to.deep.equal([5, 15, 60, 360, 1440, 1440, 1440]);
  });
});

describe('asking for goods that a read did not show', () => {
  it('asks for as many as the brake on hides lets through', () => {
    const { brakes } = DEFAULT_SETTINGS;
    expect(goneCheckLimit(10, brakes)).to.equal(5);
    expect(goneCheckLimit(1000, brakes)).to.equal(200);
  });

  it('takes all while they are few, else so many spread over all of them', () => {
    expect(spreadSample([1, 2, 3], 5)).to.deep.equal([1, 2, 3]);
    expect(spreadSample([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4)).to.deep.equal([0, 3, 6, 9]);
    expect(spreadSample([0, 1, 2], 1)).to.deep.equal([0]);
    expect(spreadSample([0, 1, 2], 0)).to.deep.equal([]);
  });

  it('never takes one twice, keeps the order, has both ends, and leaves no gap much larger than another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 2000 }), fc.integer({ min: 2, max: 400 }), (count, size) => {
        const all = Array.from({ length: count }, (_, index) => index);
        const sample = spreadSample(all, size);
        expect(sample.length).to.equal(Math.min(count, size));
        expect([sample[0], sample.at(-1)]).to.deep.equal([0, count - 1]);
        const gaps = sample.slice(1).map((at, index) => at - (sample[index] ?? 0));
        expect(Math.min(...gaps)).to.be.at.least(1);
        expect(Math.max(...gaps) - Math.min(...gaps)).to.be.at.most(1);
      }),
    );
  });
});
