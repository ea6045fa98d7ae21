import { expect } from 'chai';
import fc from 'fast-check';
import { causeOf } from '../../../src/domain/notices/causes.js';
import {
  LETTER_EVERY_MS,
  SETTLED_AFTER_MS,
  lettersDue,
  mailRestMs,
  type CauseState,
} from '../../../src/domain/notices/letters-due.js';
import { isParkedLong } from '../../../src/domain/notices/parked-long.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;

const state = (over: Partial<CauseState> = {}): CauseState => ({
  cause: 'shop',
  nature: 'trouble',
  isOpen: true,
  hasUntold: true,
  closedAtMs: null,
  toldAtMs: null,
  owesRecovery: false,
  ...over,
});

interface Sent {
  readonly atMs: number;
  readonly kind: 'told' | 'recovered';
}

/** Plays a cause that opens and closes, with the clock looking at it every minute, and what is remembered of letters. */
function play(steps: readonly { minutes: number; opens: boolean }[], nature: CauseState['nature'] = 'trouble'): Sent[] {
  const sent: Sent[] = [];
  let now = 0;
  let known = state({ nature, isOpen: false, hasUntold: false });
  const look = (): void => {
    const { tell, recovered } = lettersDue([known], now);
    if (tell.length > 0) {
      sent.push({ atMs: now, kind: 'told' });
      known = { ...known, hasUntold: false, toldAtMs: now, owesRecovery: true };
    }
    if (recovered.length > 0) {
      sent.push({ atMs: now, kind: 'recovered' });
      known = { ...known, owesRecovery: false };
    }
  };
  for (const { minutes, opens } of steps) {
    if (opens && !known.isOpen) known = { ...known, isOpen: true, hasUntold: true };
    if (!opens && known.isOpen) known = { ...known, isOpen: false, hasUntold: false, closedAtMs: now };
    for (let minute = 0; minute < minutes; minute += 1) {
      look();
      now += MINUTE;
    }
  }
  return sent;
}

const history = fc.array(fc.record({ minutes: fc.integer({ min: 1, max: 600 }), opens: fc.boolean() }), {
  maxLength: 25,
});

describe('letters due', () => {
  it('tell at once, and not again while nothing opens anew', () => {
    expect(lettersDue([state()], 0)).to.deep.equal({ tell: ['shop'], recovered: [] });
    expect(lettersDue([state({ hasUntold: false, toldAtMs: 0 })], 30 * HOUR)).to.deep.equal({
      tell: [],
      recovered: [],
    });
    expect(play([{ minutes: 2000, opens: true }])).to.deep.equal([{ atMs: 0, kind: 'told' }]);
  });

  it('put several causes into one letter', () => {
    const states = [
      state(),
      state({ cause: 'till' }),
      state({ cause: 'captcha', isOpen: false, hasUntold: false, closedAtMs: 0, toldAtMs: 0, owesRecovery: true }),
    ];
    expect(lettersDue(states, SETTLED_AFTER_MS)).to.deep.equal({ tell: ['shop', 'till'], recovered: ['captcha'] });
  });

  it('never tell of one cause twice within six hours', () => {
    fc.assert(
      fc.property(history, steps => {
        const told = play(steps).filter(({ kind }) => kind === 'told');
        for (const [index, { atMs }] of told.entries())
          if (index > 0) expect(atMs - told[index - 1]!.atMs).to.be.at.least(LETTER_EVERY_MS);
      }),
    );
  });

  it('say that it works again once after each letter of trouble at most, and never before one', () => {
    fc.assert(
      fc.property(history, steps => {
        const kinds = play(steps).map(({ kind }) => kind);
        expect(kinds[0] ?? 'told').to.equal('told');
        for (const [index, kind] of kinds.entries())
          if (kind === 'recovered') expect(kinds[index - 1]).to.equal('told');
      }),
    );
  });

  it('say it in the end whenever a trouble that was told of stays over', () => {
    fc.assert(
      fc.property(history, steps => {
        const kinds = play([...steps, { minutes: 10, opens: false }]).map(({ kind }) => kind);
        expect(kinds.at(-1) ?? 'recovered').to.equal('recovered');
      }),
    );
  });

  it('are two for a day of flickering: nothing is over while it flickers', () => {
    const flicker = Array.from({ length: 300 }, (_, index) => ({ minutes: 1, opens: index % 2 === 0 }));
    expect(play([...flicker, { minutes: 30, opens: false }]).map(({ kind }) => kind)).to.deep.equal([
      'told',
      'recovered',
    ]);
  });

  it('tell of a trouble that came back within six hours only if it still stands then', () => {
    const back = [
      { minutes: 10, opens: true },
      { minutes: 10, opens: false },
    ];
    expect(play([...back, { minutes: 600, opens: true }]).map(({ atMs }) => atMs / MINUTE)).to.deep.equal([0, 12, 360]);
    expect(play([...back, { minutes: 5, opens: true }, { minutes: 900, opens: false }])).to.have.length(2);
  });

  for (const nature of ['question', 'news'] as const)
    it(`say of no ${nature} that it is over`, () => {
      fc.assert(fc.property(history, steps => play(steps, nature).every(({ kind }) => kind === 'told')));
    });

  it('do not tell a day later what nobody wanted to hear in time', () => {
    const over = state({ isOpen: false, hasUntold: false, closedAtMs: 0, toldAtMs: 0, owesRecovery: true });
    expect(lettersDue([over], 23 * HOUR).recovered).to.deep.equal(['shop']);
    expect(lettersDue([over], 24 * HOUR).recovered).to.deep.equal([]);
  });

  it('wait longer and longer for a mail server that is away, an hour at most', () => {
    const rests = [1, 2, 3, 6, 50].map(mailRestMs);
    expect(rests).to.deep.equal([2, 4, 8, 60, 60].map(minutes => minutes * MINUTE));
  });
});

describe('the cause of a notice', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['EVOTOR.TOKEN_REJECTED', 'till', 'trouble'],
    ['EVOTOR.STORE_STALE', 'stale_store', 'trouble'],
    ['VK.TOKEN_REVOKED', 'shop', 'trouble'],
    ['VK_ID.GRANT_REJECTED', 'shop', 'trouble'],
    ['VK.CAPTCHA', 'captcha', 'trouble'],
    ['BRAKE.PRICES', 'approval', 'question'],
    ['SYNC.APPROVAL_WANTED', 'approval', 'question'],
    ['SYNC.FIRST_LOAD', 'first_load', 'news'],
    ['NO_AREA', 'NO_AREA', 'question'],
  ];
  for (const [code, id, nature] of rows)
    it(`of ${code} is ${id}`, () => expect(causeOf(code)).to.deep.equal({ id, nature }));
});

describe('a long rest', () => {
  const rest = { code: 'VK.FLOOD', sinceMs: 0, resumeAtMs: null, nowMs: 0 };
  it('is one that lasts for six hours, or is known to', () => {
    expect(isParkedLong({ ...rest, nowMs: 6 * HOUR })).to.equal(true);
    expect(isParkedLong({ ...rest, nowMs: 6 * HOUR - 1 })).to.equal(false);
    expect(isParkedLong({ ...rest, resumeAtMs: 6 * HOUR })).to.equal(true);
    expect(isParkedLong({ ...rest, resumeAtMs: HOUR })).to.equal(false);
  });
  it('is not what has words of its own', () => {
    for (const code of ['LIMIT.ADDS_PER_DAY', 'VK.CAPTCHA'])
      expect(isParkedLong({ ...rest, code, nowMs: 48 * HOUR }), code).to.equal(false);
  });
});
