import { expect } from 'chai';
import fc from 'fast-check';
import { FIELDS, type OperationKind } from '../../../src/domain/sync/compact.js';
import { dueAfterFailure, nextDueAt } from '../../../src/domain/sync/due.js';
import { goneCheckLimit } from '../../../src/domain/sync/gone-check.js';
import { ALL_METHODS, blockMs } from '../../../src/domain/sync/method-block.js';
import { kindsOfMethod } from '../../../src/domain/sync/method-kinds.js';
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.js';
import { operationRank } from '../../../src/domain/sync/order.js';
import { secondsLeft } from '../../../src/domain/sync/progress.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 1_790_000_000_000;

describe('due', () => {
  const userId = fc.integer({ min: 1, max: 5_000_000 });
  const interval = fc.integer({ min: 60_000, max: 604_800_000 });
  const moment = fc.integer({ min: NOW, max: NOW + 1_000_000_000 });

  it('is the next slot of a rhythm that never drifts: later than now, at most one interval away', () => {
    fc.assert(
      fc.property(userId, moment, interval, (id, now, every) => {
        const due = nextDueAt(id, now, every);
        expect(due).to.be.greaterThan(now);
        expect(due - now).to.be.at.most(every);
        expect(nextDueAt(id, due - 1, every)).to.equal(due);
        expect(nextDueAt(id, due, every)).to.equal(due + every);
      }),
    );
  });

  it('spreads neighbouring merchants evenly over the interval', () => {
    const tenths = new Array<number>(10).fill(0);
    for (let id = 1; id <= 1000; id++) {
      const tenth = Math.floor(((nextDueAt(id, NOW, HOUR) - NOW - 1) / HOUR) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(count).to.be.within(60, 140);
  });

  it('backs off after failures from 5 minutes to a day, never shorter than before', () => {
    const waits = [1, 2, 3, 4, 5].map(failures => dueAfterFailure(failures, NOW) - NOW);
    expect(waits).to.deep.equal([5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR]);
    expect(dueAfterFailure(0, NOW) - NOW).to.equal(5 * MINUTE);
    fc.assert(
      fc.property(fc.nat(1000), failures => {
        expect(dueAfterFailure(failures + 1, NOW)).to.be.at.least(dueAfterFailure(failures, NOW));
        expect(dueAfterFailure(failures, NOW) - NOW).to.be.at.most(24 * HOUR);
      }),
    );
  });
});

describe('order', () => {
  it('does what protects the merchant first and what is slow last', () => {
    const ranks = (['hide', 'unhide', 'update', 'delete', 'album_create', 'create', 'album_add'] as const).map(kind =>
      operationRank(kind, ['name']),
    );
    expect(ranks).to.deep.equal([1, 3, 4, 5, 6, 7, 8]);
    expect(operationRank('album_rename', [])).to.equal(operationRank('album_create', []));
    expect(operationRank('album_remove', ['album'])).to.equal(operationRank('album_add', ['album']));
  });

  it('sends prices and stock with the unhides, and nothing else so early', () => {
    for (const fields of [['price'], ['stock'], ['price', 'stock']] as const)
      expect(operationRank('update', fields)).to.equal(3);
    for (const field of FIELDS.filter(name => name !== 'price' && name !== 'stock')) {
      expect(operationRank('update', [field])).to.equal(4);
      expect(operationRank('update', ['price', field])).to.equal(4);
    }
    expect(operationRank('create', ['price'])).to.equal(7);
    expect(operationRank('hide', ['stock'])).to.equal(1);
  });
});

describe('method blocks', () => {
  it('rests longer at each block of a day, up to a day', () => {
    const waits = [0, 1, 2, 3, 4, 99].map(step => blockMs('VK.FLOOD', step));
    expect(waits).to.deep.equal([15 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR, 24 * HOUR, 24 * HOUR]);
  });

  it('tries a captcha again each hour', () => {
    for (const step of [0, 1, 5]) expect(blockMs('VK.CAPTCHA', step)).to.equal(HOUR);
  });

  const every: readonly OperationKind[] = [
    'hide',
    'unhide',
    'update',
    'rekey',
    'restore',
    'delete',
    'twin_delete',
    'album_create',
    'album_rename',
    'create',
    'album_add',
    'album_remove',
  ];
  const table: readonly (readonly [string, readonly OperationKind[]])[] = [
    [ALL_METHODS, every],
    ['execute', every],
    ['market.edit', ['hide', 'unhide', 'update', 'rekey']],
    ['market.delete', ['delete', 'twin_delete']],
    ['market.restore', ['restore']],
    ['market.addAlbum', ['album_create']],
    ['market.editAlbum', ['album_rename']],
    ['market.add', ['create']],
    ['market.getProductPhotoUploadServer', ['create']],
    ['market.saveProductPhoto', ['create']],
    ['upload', ['create']],
    ['market.addToAlbum', ['album_add']],
    ['market.removeFromAlbum', ['album_remove']],
    ['market.get', []],
  ];
  for (const [method, kinds] of table) {
    it(`${method} at rest keeps ${kinds.length} kinds waiting`, () => {
      expect([...kindsOfMethod(method)].sort()).to.deep.equal([...kinds].sort());
    });
  }
});

describe('progress', () => {
  it('tells the time left at the pace so far, in whole seconds rounded up', () => {
    expect(secondsLeft(10, 30, 10_000)).to.equal(20);
    expect(secondsLeft(5, 6, 1000)).to.equal(1);
    expect(secondsLeft(30, 30, 10_000)).to.equal(0);
  });

  it('tells nothing too early, without a start, or when the plan has shrunk', () => {
    expect(secondsLeft(4, 30, 10_000)).to.equal(null);
    expect(secondsLeft(10, 30, 0)).to.equal(null);
    expect(secondsLeft(10, 9, 10_000)).to.equal(null);
  });
});

describe('gone-check', () => {
  const brakes = { ...DEFAULT_SETTINGS.brakes, hideCount: 5, hidePercent: 20 };
  it('asks for as many vanished goods as the brake on hides lets through', () => {
    expect(goneCheckLimit(0, brakes)).to.equal(5);
    expect(goneCheckLimit(25, brakes)).to.equal(5);
    expect(goneCheckLimit(29, brakes)).to.equal(5);
    expect(goneCheckLimit(30, brakes)).to.equal(6);
    expect(goneCheckLimit(10_000, brakes)).to.equal(2000);
  });
});
