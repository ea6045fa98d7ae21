import { expect } from 'chai';
import { dayText } from '../../src/domain/text/day-text.js';
import { phoneText } from '../../src/web/accounts/account-words.js';
import { accountForm } from '../../src/web/accounts/account-form.page.js';
import { field } from '../../src/web/forms/field.js';
import { isEmailAddress } from '../../src/domain/email-address.js';
import { DELETION_GRACE_DAYS, deletionDate } from '../../src/domain/account.js';

describe('words of the accounts', () => {
  it('write telephones as people do', () => {
    expect(phoneText('+79161234567')).to.equal('+7 916 123-45-67');
    expect(phoneText('+375294911911')).to.equal('+375294911911');
  });

  it('write days in full, by Moscow time', () => {
    expect(dayText(new Date('2026-12-04T21:30:00Z'))).to.equal('5 декабря 2026 года');
  });

  it('count the grace in days of 24 hours', () => {
    expect(deletionDate(new Date('2026-11-21T11:00:00Z'))).to.deep.equal(new Date('2026-12-05T11:00:00Z'));
    expect(DELETION_GRACE_DAYS).to.equal(14);
  });

  it('list faults from the top of a form to its bottom, those of no field last', () => {
    const { model } = accountForm({
      heading: 'x',
      action: '/x',
      submit: 'x',
      fields: ['one', 'two', 'three'].map(name => field({ name, label: name })),
      fault: { errors: { other: 'o', three: 'c', one: 'a' } },
    });
    expect(model.summary?.items.map(({ href }) => href)).to.deep.equal(['#one', '#three', '#other']);
    expect(model.fields.map(({ error }) => error)).to.deep.equal(['a', null, 'c']);
  });
});

describe('an e-mail address', () => {
  for (const text of ['a@b', 'имя@пример.рф', 'o’neil+x@sub.example.org', '😀@example.org'])
    it(`may be ${text}`, () => {
      expect(isEmailAddress(text)).to.equal(true);
    });
  const wrong = [
    '',
    'a',
    '@b',
    'a@',
    'a b@c',
    'a@b@c',
    'a@b,c@d',
    'a<b@c',
    'a@b\n',
    'a\u0000@b',
    'a@b\u202e',
    `${'a'.repeat(65)}@b`,
    `a@${'b'.repeat(190)}`,
  ];
  for (const text of wrong)
    it(`is not ${JSON.stringify(text).slice(0, 30)}`, () => {
      expect(isEmailAddress(text)).to.equal(false);
    });
});
