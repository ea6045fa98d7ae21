import { expect } from 'chai';
import fc from 'fast-check';
import { explainGood, type GoodFacts } from '../../../src/domain/sync/explain-good.js';

const WANTED: GoodFacts = {
  isOnTill: true,
  listing: { isListed: true, reasonCode: null, reasonParams: {}, holdCode: null },
  link: 'none',
  lastOperation: null,
  refusedCode: null,
  isOnlyShown: false,
  isRunning: false,
  lastRunCode: null,
};
const operation = { state: 'planned', errorCode: null, isHeld: false, brakeCode: null } as const;
const codeOf = (change: Partial<GoodFacts>) => explainGood({ ...WANTED, ...change }).code;
const held = (holdCode: string) => ({ ...WANTED.listing!, holdCode });

describe('explainGood', () => {
  it('has nothing to say of a good that stands in VK as wanted', () => {
    expect(explainGood({ ...WANTED, link: 'live' })).to.deep.equal({ published: true, code: null, params: {} });
  });

  it('says of a good that stands in VK what is missing, and why it will go', () => {
    expect(explainGood({ ...WANTED, link: 'live', listing: held('LIMIT.ALBUM_FULL') })).to.include({
      published: true,
      code: 'LIMIT.ALBUM_FULL',
    });
    const listing = { isListed: false, reasonCode: 'NO_PRICE', reasonParams: { a: 'b' }, holdCode: null };
    expect(explainGood({ ...WANTED, link: 'live', listing })).to.deep.equal({
      published: true,
      code: 'NO_PRICE',
      params: { a: 'b' },
    });
  });

  it('names the rule before anything that only holds wanted goods', () => {
    const listing = { isListed: false, reasonCode: 'RESTRICTED_TYPE', reasonParams: {}, holdCode: 'SYNC.RESTING' };
    expect(codeOf({ listing, link: 'detached', refusedCode: 'SYNC.PAUSED' })).to.equal('RESTRICTED_TYPE');
  });

  it('knows goods the rules have not seen, and those that are gone', () => {
    expect(codeOf({ listing: null })).to.equal('LISTINGS.PENDING');
    expect(codeOf({ listing: null, isOnTill: false })).to.equal('GONE_FROM_TILL');
    expect(codeOf({ listing: { ...WANTED.listing!, isListed: false } })).to.equal('LISTINGS.PENDING');
  });

  /** The nearest cause first: each row stands before all below it. */
  const CAUSES: readonly (readonly [string, Partial<GoodFacts>])[] = [
    ['LINK.DETACHED', { link: 'detached' }],
    ['ADOPTION.OFFERED', { listing: held('ADOPTION.OFFERED') }],
    ['BRAKE.PRICES', { lastOperation: { ...operation, isHeld: true, brakeCode: 'BRAKE.PRICES' } }],
    ['SYNC.APPROVAL_WANTED', { lastOperation: { ...operation, isHeld: true } }],
    ['SYNC.ANSWER_OPEN', { lastOperation: { ...operation, state: 'unknown' } }],
    ['SYNC.ANSWER_OPEN', { lastOperation: { ...operation, state: 'sent' } }],
    ['VK.TOKEN_REVOKED', { refusedCode: 'VK.TOKEN_REVOKED' }],
    ['SYNC.ONLY_SHOWN', { isOnlyShown: true }],
    ['VK.REFUSED', { lastOperation: { ...operation, state: 'failed', errorCode: 'VK.REFUSED' } }],
    ['SYNC.RUNNING', { isRunning: true }],
    ['VK.CAPTCHA', { lastRunCode: 'VK.CAPTCHA' }],
    ['SYNC.WAITING', {}],
  ];

  for (const [index, [code, facts]] of CAUSES.entries()) {
    it(`names ${code} before what comes after it`, () => {
      const rest = CAUSES.slice(index)
        .map(([, one]) => one)
        .reverse();
      expect(codeOf(Object.assign({}, ...rest, facts) as Partial<GoodFacts>)).to.equal(code);
    });
  }

  it('never leaves a good that is not in VK without a code', () => {
    const code = fc.constantFrom(null, 'X.Y');
    const anything = fc.record<GoodFacts>({
      isOnTill: fc.boolean(),
      listing: fc.option(
        fc.record({ isListed: fc.boolean(), reasonCode: code, reasonParams: fc.constant({}), holdCode: code }),
      ),
      link: fc.constantFrom('none', 'live', 'hidden', 'deleted', 'detached'),
      lastOperation: fc.option(
        fc.record({
          state: fc.constantFrom('planned', 'sent', 'done', 'failed', 'unknown', 'skipped'),
          errorCode: code,
          isHeld: fc.boolean(),
          brakeCode: code,
        }),
      ),
      refusedCode: code,
      isOnlyShown: fc.boolean(),
      isRunning: fc.boolean(),
      lastRunCode: code,
    });
    fc.assert(
      fc.property(anything, facts => {
        const answer = explainGood(facts);
        expect(answer.published).to.equal(facts.link === 'live');
        if (!answer.published) expect(answer.code).to.be.a('string').with.length.greaterThan(2);
      }),
    );
  });
});
