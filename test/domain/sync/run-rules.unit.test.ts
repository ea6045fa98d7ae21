import { expect } from 'chai';
import { isThrough, jobOutcome, needsPerson, type JobFacts } from '../../../src/domain/sync/job-outcome.js';
import { refusalOf, type RunFacts } from '../../../src/domain/sync/may-run.js';
import { maySkipShopRead, SHOP_READ_MAX_AGE_MS, type ShopReadFacts } from '../../../src/domain/sync/shop-read.js';

describe('may-run', () => {
  const READY: RunFacts = {
    kind: 'sync',
    isAutomatic: true,
    isMerchant: true,
    isActive: true,
    isConnected: true,
    isBlocked: false,
    isEnabled: true,
    isConfirmed: true,
    isPaused: false,
    mustChooseMerge: false,
  };
  const BREACHES: readonly (readonly [string, Partial<RunFacts>])[] = [
    ['SYNC.NOT_A_MERCHANT', { isMerchant: false }],
    ['ACCOUNT.SUSPENDED', { isActive: false }],
    ['SYNC.NOT_CONNECTED', { isConnected: false }],
    ['SYNC.MERGE_NOT_CHOSEN', { mustChooseMerge: true }],
    ['SYNC.NOT_CONFIRMED', { isConfirmed: false }],
    ['SYNC.DISABLED', { isEnabled: false }],
    ['SYNC.PAUSED', { isPaused: true }],
    ['SYNC.BLOCKED', { isBlocked: true }],
  ];

  it('lets a ready merchant run, by the clock and by hand', () => {
    expect(refusalOf(READY)).to.equal(null);
    expect(refusalOf({ ...READY, isAutomatic: false })).to.equal(null);
  });

  for (const [code, breach] of BREACHES) {
    it(`refuses with ${code}`, () => {
      expect(refusalOf({ ...READY, ...breach })).to.equal(code);
    });
  }

  it('names the first reason of several, in the order a merchant would put them right', () => {
    for (const [index, [code]] of BREACHES.entries()) {
      const rest = Object.assign({}, READY, ...BREACHES.slice(index).map(([, breach]) => breach)) as RunFacts;
      expect(refusalOf(rest)).to.equal(code);
    }
  });

  it('asks how stores are merged before anything is published, and not before a look or a way back', () => {
    const asked = { ...READY, mustChooseMerge: true };
    expect(refusalOf({ ...asked, kind: 'pilot' })).to.equal('SYNC.MERGE_NOT_CHOSEN');
    for (const kind of ['preview', 'undo', 'disconnect'] as const)
      expect(refusalOf({ ...asked, kind }), kind).to.equal(null);
    expect(needsPerson('SYNC.MERGE_NOT_CHOSEN')).to.equal(true);
  });

  it('lets a person try a blocked connection: only that tells whether it is over', () => {
    expect(refusalOf({ ...READY, isBlocked: true, isAutomatic: false })).to.equal(null);
  });

  for (const kind of ['preview', 'pilot'] as const) {
    it(`asks of a ${kind} both connections and a click, nothing more`, () => {
      const off = { ...READY, kind, isEnabled: false, isConfirmed: false, isPaused: true, isBlocked: true };
      expect(refusalOf(off)).to.equal(null);
      expect(refusalOf({ ...off, isConnected: false })).to.equal('SYNC.NOT_CONNECTED');
      expect(refusalOf({ ...off, isActive: false })).to.equal('ACCOUNT.SUSPENDED');
      expect(refusalOf({ ...off, isMerchant: false })).to.equal('SYNC.NOT_A_MERCHANT');
    });
  }
});

describe('shop-read', () => {
  const SKIP: ShopReadFacts = {
    trigger: 'schedule',
    kind: 'sync',
    tillDigest: 'a',
    convergedTillDigest: 'a',
    inputVersion: 7,
    convergedInputVersion: 7,
    shopReadAgeMs: SHOP_READ_MAX_AGE_MS - 1,
    hasDueDeletes: false,
  };
  const FLIPS: readonly (readonly [string, Partial<ShopReadFacts>])[] = [
    ['a person asked', { trigger: 'manual' }],
    ['it is an approval', { trigger: 'approval' }],
    ['it is an undo', { trigger: 'undo' }],
    ['it is a preview', { kind: 'preview' }],
    ['it is a pilot', { kind: 'pilot' }],
    ['it undoes', { kind: 'undo' }],
    ['it disconnects', { kind: 'disconnect' }],
    ['the till changed', { tillDigest: 'b' }],
    ['a store was incomplete', { tillDigest: null }],
    ['no store was complete, now or ever', { tillDigest: null, convergedTillDigest: null }],
    ['nothing ever converged', { convergedTillDigest: null }],
    ['a wish changed', { inputVersion: 8 }],
    ['no wish ever converged', { convergedInputVersion: null }],
    ['the shop was never read', { shopReadAgeMs: null }],
    ['the shop was read 24 hours ago', { shopReadAgeMs: SHOP_READ_MAX_AGE_MS }],
    ['a delete is due', { hasDueDeletes: true }],
  ];

  it('is skipped by the clock and by a webhook when nothing can have to be done', () => {
    expect(maySkipShopRead(SKIP)).to.equal(true);
    expect(maySkipShopRead({ ...SKIP, trigger: 'webhook' })).to.equal(true);
    expect(SHOP_READ_MAX_AGE_MS).to.equal(86_400_000);
  });

  for (const [why, flip] of FLIPS) {
    it(`is done when ${why}`, () => {
      expect(maySkipShopRead({ ...SKIP, ...flip })).to.equal(false);
    });
  }
});

describe('job-outcome', () => {
  const FACTS: JobFacts = { stop: null, planned: 3, failedOperations: 0, hasIncompleteStore: false };

  it('tells success, nothing to do and a part that failed', () => {
    expect(jobOutcome(FACTS)).to.equal('success');
    expect(jobOutcome({ ...FACTS, planned: 0 })).to.equal('unchanged');
    expect(jobOutcome({ ...FACTS, failedOperations: 1 })).to.equal('partial');
    expect(jobOutcome({ ...FACTS, hasIncompleteStore: true })).to.equal('partial');
    expect(jobOutcome({ ...FACTS, planned: 0, hasIncompleteStore: true })).to.equal('partial');
  });

  it('ends as it was stopped, whatever else went wrong', () => {
    const facts = { ...FACTS, failedOperations: 2, hasIncompleteStore: true };
    expect(jobOutcome({ ...facts, stop: { kind: 'parked', code: 'VK.FLOOD', resumeAtMs: 1 } })).to.equal('parked');
    expect(jobOutcome({ ...facts, stop: { kind: 'failed', code: 'VK.TOKEN_REVOKED' } })).to.equal('failed');
    expect(jobOutcome({ ...facts, stop: { kind: 'cancelled', code: 'SYNC.CANCELLED' } })).to.equal('cancelled');
  });

  it('knows which stops wait for a person', () => {
    const person = [
      'VK.CAPTCHA',
      'VK.TOKEN_REVOKED',
      'VK.TOKEN_EXPIRED',
      'VK.TOKEN_OTHER_ADDRESS',
      'VK.VALIDATION_NEEDED',
      'VK.GROUP_TOKEN',
      'EVOTOR.TOKEN_REJECTED',
      'EVOTOR.RIGHT_MISSING',
      'SYNC.DISABLED',
      'SYNC.NOT_CONFIRMED',
      'SYNC.NOT_CONNECTED',
      'SYNC.PAUSED',
    ];
    for (const code of person) expect(needsPerson(code), code).to.equal(true);
    for (const code of ['VK.FLOOD', 'VK.DOWN', 'EVOTOR.DOWN', 'EVOTOR.RATE_LIMITED', 'VK.MARKET_OFF', 'BUG', null])
      expect(needsPerson(code), String(code)).to.equal(false);
  });
});

describe('a job that went through', () => {
  it('did what could be done', () => {
    const outcomes = ['success', 'partial', 'unchanged', 'failed', 'parked', 'cancelled', 'awaiting_approval'] as const;
    expect(outcomes.filter(isThrough)).to.deep.equal(['success', 'partial', 'unchanged']);
  });
});
