import { expect } from 'chai';
import { needsPerson } from '../../../src/domain/sync/job-outcome.js';
import { refusalOf, type RunFacts } from '../../../src/domain/sync/may-run.js';
import { ALL_METHODS } from '../../../src/domain/sync/method-block.js';

/** A merchant who has everything against a run but the account and the connections. */
const STUCK: RunFacts = {
  kind: 'sync',
  isAutomatic: false,
  isMerchant: true,
  isActive: true,
  isConnected: true,
  isBlocked: false,
  isEnabled: false,
  isConfirmed: false,
  isPaused: true,
  mustChooseMerge: true,
};

describe('a merchant who leaves', () => {
  const leaving: RunFacts = { ...STUCK, kind: 'disconnect' };

  it('is let go whatever state the exchange is in', () => {
    expect(refusalOf(leaving)).to.equal(null);
    expect(refusalOf({ ...leaving, isAutomatic: true })).to.equal(null);
    expect(refusalOf({ ...leaving, isConnected: false })).to.equal('SYNC.NOT_CONNECTED');
  });

  it('waits while the vendor refuses the token, unless a person tries', () => {
    expect(refusalOf({ ...leaving, isBlocked: true, isAutomatic: true })).to.equal('SYNC.BLOCKED');
    expect(refusalOf({ ...leaving, isBlocked: true })).to.equal(null);
  });
});

describe('the choice how stores are merged', () => {
  it('comes before anything is published, and is nothing to a look or to taking back', () => {
    expect(refusalOf({ ...STUCK, kind: 'sync' })).to.equal('SYNC.MERGE_NOT_CHOSEN');
    expect(refusalOf({ ...STUCK, kind: 'pilot' })).to.equal('SYNC.MERGE_NOT_CHOSEN');
    expect(refusalOf({ ...STUCK, kind: 'preview' })).to.equal(null);
    expect(refusalOf({ ...STUCK, kind: 'undo' })).to.equal('SYNC.NOT_CONFIRMED');
  });
});

describe('a stop', () => {
  it('waits for a person when VK ID gave no new token or the merge is not chosen', () => {
    expect([needsPerson('VK_ID.GRANT_REJECTED'), needsPerson('SYNC.MERGE_NOT_CHOSEN')]).to.deep.equal([true, true]);
  });

  it('of all methods is kept under a name no method has', () => {
    expect(ALL_METHODS).to.equal('*');
  });
});
