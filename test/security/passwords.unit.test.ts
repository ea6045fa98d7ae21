import { expect } from 'chai';
import { AppError } from '../../src/domain/errors.js';
import { MAX_PASSWORD_CHARS, hashPassword, verifyPassword } from '../../src/security/passwords.js';

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
}

describe('passwords', () => {
  it('are hashed with argon2id at the stated cost and a salt of their own', async () => {
    const [one, two] = await Promise.all([hashPassword('Чайная 42!'), hashPassword('Чайная 42!')]);
    expect(one).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.to.equal(two);
    expect(one.length).to.be.at.most(255);
  });

  it('are told apart', async () => {
    const stored = await hashPassword('Чайная 42!');
    expect(await verifyPassword('Чайная 42!', stored)).to.equal(true);
    expect(await verifyPassword('Чайная 43!', stored)).to.equal(false);
  });

  it('do not depend on how the keyboard composes a letter', async () => {
    const stored = await hashPassword('зелёный чай'.normalize('NFC'));
    expect(await verifyPassword('зелёный чай'.normalize('NFD'), stored)).to.equal(true);
  });

  it('have bounds', async () => {
    expect(await codeOf(hashPassword('семь зн'))).to.equal('PASSWORD.TOO_SHORT');
    expect(await codeOf(hashPassword('🫖'.repeat(7)))).to.equal('PASSWORD.TOO_SHORT');
    expect(await codeOf(hashPassword('x'.repeat(MAX_PASSWORD_CHARS + 1)))).to.equal('PASSWORD.TOO_LONG');
    const longest = 'x'.repeat(MAX_PASSWORD_CHARS);
    const stored = await hashPassword(longest);
    expect(await verifyPassword(longest, stored)).to.equal(true);
    expect(await verifyPassword(`${longest}y`, stored)).to.equal(false);
  });

  it('are checked with the same work for an unknown user', async () => {
    await verifyPassword('to warm up', null);
    const stored = await hashPassword('some password');
    const time = async (hash: string | null) => {
      const start = performance.now();
      expect(await verifyPassword('wrong password', hash)).to.equal(false);
      return performance.now() - start;
    };
    const known = Math.min(await time(stored), await time(stored), await time(stored));
    const unknown = Math.min(await time(null), await time(null), await time(null));
    expect(unknown).to.be.greaterThan(known / 4);
    expect(await verifyPassword('no user has this password', null)).to.equal(false);
  });

  it('never match a stored text that is no hash', async () => {
    expect(await verifyPassword('some password', '')).to.equal(false);
    expect(await verifyPassword('some password', 'some password')).to.equal(false);
  });
});
