import { expect } from 'chai';
import { REASONS } from '../../src/domain/listing/reasons.js';
import { MESSAGES, UNKNOWN_MESSAGE, messageOf } from '../../src/web/texts/messages.js';
import { problemCard } from '../../src/web/texts/problem.js';
import { ownFiles } from '../repo/own-files.js';

const CODE = /['"`]([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\.[A-Z][A-Z0-9_]*)['"`]/gu;

describe('messages', () => {
  it('have a sentence for every code of the sources', () => {
    const files = ownFiles(/^(src|workflows|activities|temporal)\/.*\.ts$/u);
    const codes = new Set(files.flatMap(({ text }) => [...text.matchAll(CODE)].map(([, code = '']) => code)));
    const silent = [...codes].filter(code => messageOf(code) === UNKNOWN_MESSAGE && !Object.hasOwn(REASONS, code));
    expect(silent.map(code => `add to src/web/texts/messages: ${code}`)).to.deep.equal([]);
  });

  for (const code of Object.keys(MESSAGES)) {
    it(`${code} says what, why and what to do, in whole sentences`, () => {
      const { what, why, fix } = messageOf(code);
      expect(what).to.match(/^[А-ЯЁA-Z][^]*[^.!]$/u);
      expect(why).to.match(/^[А-ЯЁA-Z][^]*\.$/u);
      expect(fix).to.match(/^[А-ЯЁA-Z][^]*[.]$/u);
      expect(`${what}${why}${fix}`).not.to.include('!');
    });
  }

  it('fill in what is known and leave no brace', () => {
    expect(problemCard('LOGIN.TOO_MANY', { retryAfterSeconds: 61 }).fix).to.equal(
      'Попробуйте снова через 2\u00a0минуты.',
    );
    expect(problemCard('EVOTOR.RATE_LIMITED').fix).to.include('через некоторое время');
    expect(problemCard('EVOTOR.STORE_NOT_PAID', { store: 'Склад' }).what).to.include('магазина «Склад»');
    expect(problemCard('RESTRICTED_WORD', { word: 'вино' }).why).to.include('«вино»');
    for (const code of Object.keys(MESSAGES)) expect(JSON.stringify(problemCard(code)), code).not.to.match(/\{\w+\}/u);
  });
});
