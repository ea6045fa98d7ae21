import { expect } from 'chai';
import { clockState, intervalOf, SCHEDULE_IDS } from '../../../src/domain/clock/schedules.js';
import { systemNotices, type SystemFacts } from '../../../src/domain/clock/system-notices.js';
import { identityText, parseIdentity } from '../../../src/domain/clock/worker-identity.js';

const NOW = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const GB = 1024 ** 3;
const ago = (ms: number): Date => new Date(NOW - ms);

const FINE: SystemFacts = {
  nowMs: NOW,
  isTemporalUp: true,
  deadQueues: [],
  versions: ['1.4.0'],
  missingAttributes: [],
  schedules: SCHEDULE_IDS.map(id => ({
    id,
    intervalMs: intervalOf(id, 10 * MINUTE),
    lastAt: ago(30_000),
    pausedAt: null,
    isMissing: false,
  })),
  dispatch: { lagMs: 0, due: 0 },
  stuckJobs: 0,
  vendors: [{ vendor: 'vk', calls: 1000, failed: 10 }],
  failingLetters: 0,
  disk: { freeBytes: 40 * GB, totalBytes: 100 * GB },
  strangeMigrations: [],
};

const codes = (over: Partial<SystemFacts>): string[] => systemNotices({ ...FINE, ...over }).map(({ code }) => code);
const dispatchIs = (over: object): SystemFacts['schedules'] =>
  (FINE.schedules ?? []).map(one => (one.id === 'dispatch' ? { ...one, ...over } : one));

describe('notices of the system', () => {
  it('are none where all is well, and none where nobody could be asked', () => {
    expect(systemNotices(FINE)).to.deep.equal([]);
    const unknown = Object.fromEntries(Object.keys(FINE).map(name => [name, null]));
    expect(systemNotices({ ...(unknown as unknown as SystemFacts), nowMs: NOW })).to.deep.equal([]);
  });

  it('tell of each trouble by itself', () => {
    expect(codes({ isTemporalUp: false })).to.deep.equal(['SYSTEM.TEMPORAL_DOWN']);
    expect(codes({ deadQueues: ['vk'] })).to.deep.equal(['SYSTEM.NO_POLLERS']);
    expect(codes({ versions: ['1.3.0', '1.4.0'] })).to.deep.equal(['SYSTEM.VERSIONS_MIXED']);
    expect(codes({ missingAttributes: ['UserId'] })).to.deep.equal(['SYSTEM.ATTRIBUTES_MISSING']);
    expect(codes({ schedules: dispatchIs({ isMissing: true }) })).to.deep.equal(['SYSTEM.SCHEDULE_MISSING']);
    expect(codes({ schedules: dispatchIs({ pausedAt: ago(1) }) })).to.deep.equal(['SYSTEM.SCHEDULE_PAUSED']);
    expect(codes({ stuckJobs: 1 })).to.deep.equal(['SYSTEM.JOBS_STUCK']);
    expect(codes({ failingLetters: 3 })).to.deep.equal(['SYSTEM.LETTERS_FAILING']);
    expect(codes({ strangeMigrations: ['0042'] })).to.deep.equal(['SYSTEM.SCHEMA_MISMATCH']);
  });

  it('call a Schedule late after three of its own terms, and not while it is paused or Temporal is away', () => {
    const late = dispatchIs({ lastAt: ago(3 * MINUTE + 1) });
    expect(codes({ schedules: dispatchIs({ lastAt: ago(3 * MINUTE) }) })).to.deep.equal([]);
    expect(codes({ schedules: late })).to.deep.equal(['SYSTEM.SCHEDULE_LATE']);
    expect(codes({ schedules: late, isTemporalUp: false })).to.deep.equal(['SYSTEM.TEMPORAL_DOWN']);
    expect(codes({ schedules: dispatchIs({ lastAt: ago(MINUTE * 60), pausedAt: ago(1) }) })).to.deep.equal([
      'SYSTEM.SCHEDULE_PAUSED',
    ]);
    expect(codes({ schedules: dispatchIs({ lastAt: null }) })).to.deep.equal([]);
  });

  it('call the dispatcher late from five minutes on, unless somebody paused it', () => {
    expect(codes({ dispatch: { lagMs: 5 * MINUTE - 1, due: 2 } })).to.deep.equal([]);
    expect(codes({ dispatch: { lagMs: 5 * MINUTE, due: 2 } })).to.deep.equal(['SYSTEM.DISPATCH_LAG']);
    expect(
      codes({ dispatch: { lagMs: 500 * MINUTE, due: 2 }, schedules: dispatchIs({ pausedAt: ago(1) }) }),
    ).to.deep.equal(['SYSTEM.SCHEDULE_PAUSED']);
  });

  it('judge a vendor by enough calls, and each by itself', () => {
    const vendors = (calls: number, failed: number): SystemFacts['vendors'] => [
      { vendor: 'vk', calls, failed },
      { vendor: 'evotor', calls: 500, failed: 0 },
    ];
    expect(codes({ vendors: vendors(19, 19) })).to.deep.equal([]);
    expect(codes({ vendors: vendors(20, 5) })).to.deep.equal([]);
    expect(systemNotices({ ...FINE, vendors: vendors(20, 6) })).to.deep.equal([
      { code: 'SYSTEM.VENDOR_ERRORS', vendor: 'vk', calls: 20, failed: 6 },
    ]);
  });

  it('see a disk that fills up, a small one by its share and a large one by what is left', () => {
    const disk = (freeBytes: number, totalBytes: number) => codes({ disk: { freeBytes, totalBytes } });
    expect(disk(2 * GB, 100 * GB)).to.deep.equal([]);
    expect(disk(GB - 1, 100 * GB)).to.deep.equal(['SYSTEM.DISK_FULL']);
    expect(disk(GB / 2, 8 * GB)).to.deep.equal([]);
    expect(disk(GB / 4, 8 * GB)).to.deep.equal(['SYSTEM.DISK_FULL']);
  });

  it('put what does most harm first', () => {
    const all = codes({
      isTemporalUp: false,
      versions: ['1', '2'],
      stuckJobs: 1,
      disk: { freeBytes: 0, totalBytes: GB },
      schedules: dispatchIs({ pausedAt: ago(1) }),
    });
    expect(all).to.deep.equal([
      'SYSTEM.TEMPORAL_DOWN',
      'SYSTEM.DISK_FULL',
      'SYSTEM.JOBS_STUCK',
      'SYSTEM.SCHEDULE_PAUSED',
      'SYSTEM.VERSIONS_MIXED',
    ]);
  });
});

describe('the clock', () => {
  it('is paused before it is late, and unknown before it has ever acted', () => {
    expect(clockState({ lastAt: null, pausedAt: ago(1) }, MINUTE, NOW)).to.equal('paused');
    expect(clockState({ lastAt: null, pausedAt: null }, MINUTE, NOW)).to.equal('unknown');
    expect(clockState({ lastAt: ago(MINUTE), pausedAt: null }, MINUTE, NOW)).to.equal('running');
    expect(clockState({ lastAt: ago(4 * MINUTE), pausedAt: null }, MINUTE, NOW)).to.equal('late');
    // A clock that was set back is no reason to cry.
    expect(clockState({ lastAt: ago(-MINUTE), pausedAt: null }, MINUTE, NOW)).to.equal('running');
  });
});

describe('the name of a worker', () => {
  it('is read as it is written, and a stranger has none', () => {
    const own = { version: '1.4.0-rc.1', host: 'till-7', pid: 4711 };
    expect(parseIdentity(identityText(own))).to.deep.equal(own);
    for (const other of ['', '4711@till-7', 'evosync/1.4.0 till-7', 'evosync/1 a b c'])
      expect(parseIdentity(other)).to.equal(null);
  });
});
