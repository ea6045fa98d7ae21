import { expect } from 'chai';
import fc from 'fast-check';
import { earliestDeparture, GUARD_WINDOW_MS } from '../../../src/domain/pacing/earliest-departure.js';
import { slotIntervalMs } from '../../../src/domain/pacing/interval.js';
import { reserveSlots } from '../../../src/domain/pacing/reserve-slots.js';

/** Most departures in any window of a second. */
function busiestSecond(departures: readonly number[]): number {
  const sorted = [...departures].sort((a, b) => a - b);
  return Math.max(...sorted.map((from, index) => sorted.slice(index).filter(at => at - from < 1000).length));
}

describe('pacing', () => {
  const rate = fc.integer({ min: 1, max: 20 });

  it('spaces slots so that one call more than allowed spans over a second', () => {
    expect(slotIntervalMs(3)).to.equal(343);
    fc.assert(fc.property(rate, callsPerSecond => callsPerSecond * slotIntervalMs(callsPerSecond) > 1000));
  });

  it('never reserves a slot in the past, twice, or closer than the interval', () => {
    const asks = fc.array(
      fc.record({ wait: fc.integer({ min: 0, max: 3000 }), count: fc.integer({ min: 1, max: 5 }) }),
    );
    fc.assert(
      fc.property(asks, list => {
        let now = 1_000_000;
        let nextAt = 0;
        const all: number[] = [];
        for (const { wait, count } of list) {
          now += wait;
          const taken = reserveSlots(nextAt, now, count, 343);
          expect(taken.slots).to.have.length(count);
          expect(taken.slots[0]).to.be.at.least(now);
          all.push(...taken.slots);
          nextAt = taken.nextAt;
        }
        expect(all.slice(1).every((at, index) => at - (all[index] ?? 0) >= 343)).to.equal(true);
      }),
    );
  });

  it('lets no more than the allowed calls leave in any second, however late timers fire', () => {
    const lateness = fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(rate, lateness, (callsPerSecond, late) => {
        let nextAt = 0;
        const departures: number[] = [];
        for (const delay of late) {
          const taken = reserveSlots(nextAt, departures.at(-1) ?? 0, 1, slotIntervalMs(callsPerSecond));
          nextAt = taken.nextAt;
          const planned = (taken.slots[0] ?? 0) + delay;
          departures.push(earliestDeparture(departures, Math.max(planned, departures.at(-1) ?? 0), callsPerSecond));
        }
        expect(busiestSecond(departures)).to.be.at.most(callsPerSecond);
      }),
    );
  });

  it('uses at least 97 % of the slots under constant demand with timers up to 10 ms late', () => {
    const lateness = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 300, maxLength: 300 });
    fc.assert(
      fc.property(lateness, late => {
        let nextAt = 0;
        let now = 0;
        const departures: number[] = [];
        for (const delay of late) {
          const taken = reserveSlots(nextAt, now, 1, 343);
          nextAt = taken.nextAt;
          now = earliestDeparture(departures, taken.slots[0] ?? 0, 3) + delay;
          departures.push(now);
        }
        const allowed = ((departures.at(-1) ?? 0) - (departures[0] ?? 0)) / (1000 / 3);
        expect((departures.length - 1) / allowed).to.be.at.least(0.97);
      }),
    );
  });

  it('keeps two processes on one row within the limit together', () => {
    const turns = fc.array(fc.record({ process: fc.nat(1), count: fc.integer({ min: 1, max: 3 }), late: fc.nat(10) }), {
      minLength: 10,
    });
    fc.assert(
      fc.property(turns, list => {
        let nextAt = 0;
        const own: [number[], number[]] = [[], []];
        for (const { process, count, late } of list) {
          const taken = reserveSlots(nextAt, 0, count, 343);
          nextAt = taken.nextAt;
          const departures = own[process === 0 ? 0 : 1];
          for (const at of taken.slots) departures.push(earliestDeparture(departures, at, 3) + late);
        }
        expect(busiestSecond(own.flat())).to.be.at.most(3);
      }),
    );
  });

  it('blocks on the call that is as far back as calls are allowed', () => {
    expect(earliestDeparture([0, 10, 20], 30, 3)).to.equal(GUARD_WINDOW_MS);
    expect(earliestDeparture([10, 20], 30, 3)).to.equal(30);
    expect(earliestDeparture([0, 10, 20], 5000, 3)).to.equal(5000);
  });
});
