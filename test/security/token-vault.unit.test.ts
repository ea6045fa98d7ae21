import { expect } from 'chai';
import fc from 'fast-check';
import { AppError } from '../../src/domain/errors.js';
import { type VaultPlace, createTokenVault } from '../../src/security/token-vault.js';

const OLD = new Uint8Array(32).fill(1);
const NEW = new Uint8Array(32).fill(2);
const PLACE: VaultPlace = { table: 'vk_connections', column: 'access_token', rowKey: 7 };
const TOKEN = 'vk1.a.a-token-that-must-stay-secret';

function expectUnreadable(open: () => string): void {
  try {
    open();
  } catch (error) {
    expect(error).to.be.instanceOf(AppError).with.property('code', 'VAULT.UNREADABLE');
    const shown = JSON.stringify([(error as AppError).details, (error as AppError).stack, (error as AppError).cause]);
    expect(shown).not.to.contain(TOKEN);
    return;
  }
  throw new Error('opened');
}

describe('token vault', () => {
  const vault = createTokenVault([NEW]);

  it('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => vault.open(vault.seal(text, PLACE), PLACE) === text),
    );
  });

  it('never makes the same ciphertext twice, and stays in plain ASCII', () => {
    expect(vault.seal(TOKEN, PLACE)).not.to.equal(vault.seal(TOKEN, PLACE));
    expect(vault.seal('токен', PLACE)).to.match(/^v1\.[\w-]{8}\.[\w-]+$/);
    expect(vault.seal(TOKEN, PLACE)).not.to.contain(TOKEN);
  });

  const others: Record<string, VaultPlace> = {
    'another row': { ...PLACE, rowKey: 8 },
    'another column': { ...PLACE, column: 'refresh_token' },
    'another table': { ...PLACE, table: 'evotor_connections' },
  };
  for (const [name, place] of Object.entries(others)) {
    it(`does not open a text moved to ${name}`, () => {
      const sealed = vault.seal(TOKEN, PLACE);
      expectUnreadable(() => vault.open(sealed, place));
    });
  }

  it('does not open a text of which a single byte was changed', () => {
    const [version, id, data] = vault.seal(TOKEN, PLACE).split('.') as [string, string, string];
    const bytes = Buffer.from(data, 'base64url');
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed.readUInt8(index) + 1) % 256, index);
      expectUnreadable(() => vault.open(`${version}.${id}.${changed.toString('base64url')}`, PLACE));
    }
  });

  it('does not open a short, foreign or empty text', () => {
    const sealed = vault.seal(TOKEN, PLACE);
    const cut = [
      sealed.slice(0, 20),
      sealed.slice(0, -1),
      sealed.slice(0, -24),
      `${sealed}.x`,
      sealed.replace('v1', 'v2'),
    ];
    for (const text of [...cut, TOKEN, '', 'v1..']) expectUnreadable(() => vault.open(text, PLACE));
  });

  it('rotates: a new key in front seals, the old one still opens, and is then dropped', () => {
    const sealedOld = createTokenVault([OLD]).seal(TOKEN, PLACE);
    const both = createTokenVault([NEW, OLD]);
    expect(both.open(sealedOld, PLACE)).to.equal(TOKEN);
    const sealedNew = both.seal(TOKEN, PLACE);
    expect(vault.open(sealedNew, PLACE)).to.equal(TOKEN);
    expectUnreadable(() => vault.open(sealedOld, PLACE));
  });

  it('refuses to work without a whole key', () => {
    expect(() => createTokenVault([])).to.throw(RangeError);
    expect(() => createTokenVault([NEW, new Uint8Array(16)])).to.throw(RangeError);
  });
});
