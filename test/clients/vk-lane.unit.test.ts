import { expect } from 'chai';
import fc from 'fast-check';
import { createLane } from '../../src/clients/vk/lane.js';
import { reserveSlots } from '../../src/domain/pacing/reserve-slots.js';
import { createFakeClock } from './fake-clock.js';
import type { FakeClock } from './fake-clock.js';

/** A shared row as the database keeps it. */
function sharedRow(clock: FakeClock, intervalMs = 343) {
  const row = { nextAt: 0, reservations: [] as number[] };
  return {
    row,
    reserve: async (n: number) => {
      row.reservations.push(n);
      const taken = reserveSlots(row.nextAt, clock.now(), n, intervalMs);
      row.nextAt = taken.nextAt;
      return Promise.resolve(taken.slots);
    },
    postpone: async (ms: number) => {
      row.nextAt = Math.max(row.nextAt, clock.now() + ms);
      return Promise.resolve();
    },
  };
}

function laneOn(clock: FakeClock, shared: ReturnType<typeof sharedRow>, intervalMs = 343) {
  return createLane({ ...shared, now: clock.now, sleep: clock.sleep, intervalMs });
}

async function departuresOf(clock: FakeClock, lanes: readonly { slot(): Promise<void> }[], calls: number) {
  const left: number[] = [];
  const all = Array.from({ length: calls }, async (_, nth) => {
    await lanes[nth % lanes.length]?.slot();
    left.push(clock.now());
  });
  await clock.run(Promise.all(all));
  return left.sort((a, b) => a - b);
}

const isWithin = (left: readonly number[], limit: number) =>
  left.every((at, index) => at - (left[index - limit] ?? -Infinity) >= 1000);

describe('VK lane', () => {
  it('lets 3 calls a second leave under constant demand, from a few reservations', async () => {
    const clock = createFakeClock();
    const shared = sharedRow(clock);
    const lane = laneOn(clock, shared);
    const left = await departuresOf(clock, [lane], 60);
    expect(isWithin(left, 3)).to.equal(true);
    expect(59 / (((left.at(-1) ?? 0) - (left[0] ?? 0)) / (1000 / 3))).to.be.at.least(0.97);
    expect(shared.row.reservations.every(n => n <= 3)).to.equal(true);
    expect(shared.row.reservations.length).to.be.at.most(22);
    expect(lane.slotsUsed).to.equal(60);
    expect(lane.waitedMs).to.be.greaterThan(0);
  });

  it('holds the limit with late timers, and over two processes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(8), { minLength: 5, maxLength: 5 }), async late => {
        let turn = 0;
        const clock = createFakeClock(1_000_000, () => late[(turn += 1) % late.length] ?? 0);
        const shared = sharedRow(clock);
        const left = await departuresOf(clock, [laneOn(clock, shared), laneOn(clock, shared)], 24);
        expect(isWithin(left, 3)).to.equal(true);
      }),
      { numRuns: 20 },
    );
  });

  it('guards a second on its own when the row is too generous', async () => {
    const clock = createFakeClock();
    const lane = createLane({
      reserve: async n => Promise.resolve(Array.from({ length: n }, () => clock.now())),
      now: clock.now,
      sleep: clock.sleep,
      intervalMs: 343,
    });
    expect(isWithin(await departuresOf(clock, [lane], 12), 3)).to.equal(true);
  });

  it('rests after a penalty, for all processes, and takes new slots for those it missed', async () => {
    const clock = createFakeClock();
    const shared = sharedRow(clock);
    const [lane, other] = [laneOn(clock, shared), laneOn(clock, shared)];
    await clock.run(lane.slot());
    const since = clock.now();
    const waiting = departuresOf(clock, [lane], 3);
    await lane.penalty(2000);
    const left = await waiting;
    expect((left[0] ?? 0) - since).to.be.at.least(2000);
    await clock.run(other.slot());
    expect(isWithin([...left, clock.now()], 3)).to.equal(true);
  });

  it('keeps write batches a second apart while other calls go on', async () => {
    const clock = createFakeClock();
    const lane = laneOn(clock, sharedRow(clock));
    const batches: number[] = [];
    const calls: number[] = [];
    await clock.run(
      Promise.all([
        ...Array.from({ length: 4 }, async () => {
          await lane.writeBatch();
          batches.push(clock.now());
        }),
        ...Array.from({ length: 5 }, async () => {
          await lane.slot();
          calls.push(clock.now());
        }),
      ]),
    );
    expect(batches.every((at, index) => at - (batches[index - 1] ?? -Infinity) >= 1000)).to.equal(true);
    expect(Math.max(...calls)).to.be.lessThan(batches[3] ?? 0);
  });

  it('passes a failing reservation on to those who wait, and works again afterwards', async () => {
    const clock = createFakeClock();
    let broken = true;
    const lane = createLane({
      reserve: async () => (broken ? Promise.reject(new Error('no database')) : Promise.resolve([clock.now()])),
      now: clock.now,
      sleep: clock.sleep,
      intervalMs: 343,
    });
    const settled = await Promise.allSettled([lane.slot(), lane.slot()]);
    expect(settled.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    broken = false;
    await clock.run(lane.slot());
    expect(lane.slotsUsed).to.equal(1);
  });
});
