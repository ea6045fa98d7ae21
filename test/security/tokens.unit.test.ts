import { expect } from 'chai';
import { hashToken, newToken } from '../../src/security/hash-token.js';
import { sameSecret } from '../../src/security/same-secret.js';

describe('tokens given out', () => {
  it('are random and fit an address as they are', () => {
    const tokens = new Set(Array.from({ length: 50 }, newToken));
    expect(tokens.size).to.equal(50);
    for (const token of tokens) expect(token).to.match(/^[\w-]{43}$/);
  });

  it('are stored as their SHA-256', () => {
    expect(hashToken('abc').toString('hex')).to.equal(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('are compared whole', () => {
    expect(sameSecret('секрет', 'секрет')).to.equal(true);
    for (const other of ['', 'секре', 'секрет ', 'Секрет']) expect(sameSecret(other, 'секрет'), other).to.equal(false);
  });
});
