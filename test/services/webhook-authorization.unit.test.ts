import { expect } from 'chai';
import fc from 'fast-check';
import { tokensOf } from '../../src/services/webhooks/authorization.js';

const basic = (text: string) => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;

describe('tokens of an Authorization header', () => {
  it('are read as Bearer, as they are, and as Basic with the token on either side', () => {
    expect(tokensOf('Bearer abc')).to.deep.equal(['abc']);
    expect(tokensOf('bearer   abc')).to.deep.equal(['abc']);
    expect(tokensOf('abc')).to.deep.equal(['abc']);
    expect(tokensOf(basic('user:abc')))
      .to.include('abc')
      .and.include('user');
    expect(tokensOf(basic(':abc')))
      .to.include('abc')
      .and.not.include('');
    expect(tokensOf(basic('abc'))).to.include('abc');
    expect(tokensOf(basic('a:b:c'))).to.include('b:c');
  });

  it('are none without a header, of an empty one and of one that is far too long', () => {
    for (const header of [undefined, '', '   ', 'x'.repeat(1001)]) expect(tokensOf(header)).to.deep.equal([]);
  });

  it('are few whatever comes, and never empty', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), text => {
        for (const header of [text, `Basic ${text}`, `Bearer ${text}`, basic(text)]) {
          const tokens = tokensOf(header);
          expect(tokens.length).to.be.at.most(3);
          expect(tokens).to.not.include('');
        }
      }),
    );
  });
});
