import { expect } from 'chai';
import { shownText } from '../../../src/domain/text/shown-text.js';

describe('a text as VK shows it', () => {
  const same: readonly (readonly [string, string])[] = [
    ['&quot;Чай&quot; &amp; &lt;кофе&gt;', '"Чай" & <кофе>'],
    ['Кар&apos;ер&nbsp;5', "Кар'ер 5"],
    ['&QUOT;Чай&Quot;', '"Чай"'],
    ['&#1063;&#x430;&#X439;', 'Чай'],
    ['  две \n\t строки ', 'две строки'],
  ];
  for (const [shown, written] of same)
    it(`${JSON.stringify(shown)} reads ${written}`, () => {
      expect(shownText(shown)).to.equal(written);
    });

  it('keeps what is no entity', () => {
    for (const text of ['A&B; C', '&хлеб;', '&unknown;', '&#0;', '&#9999999;', '&#xFFFFFF;', '5 & 6', '&#12345678;'])
      expect(shownText(text)).to.equal(text);
    expect(shownText('&#x10FFFF;').codePointAt(0)).to.equal(0x10ffff);
  });

  it('reads an entity once: what VK wrote twice is not one sign', () => {
    expect(shownText('&amp;quot;')).to.equal('&quot;');
  });
});
