import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { AppError } from '../domain/errors.js';

/** The one place a sealed text may be opened at. A ciphertext moved to another row or column does not open. */
export interface VaultPlace {
  readonly table: string;
  readonly column: string;
  /** What tells the row apart and never changes: its id, or the id of its owner. */
  readonly rowKey: number | string;
}

/** Keeps vendor tokens unreadable in the database. */
export interface TokenVault {
  /** `v1.<key id>.<base64url>`, about 1.4 times as long as the text plus 50 characters; differs each time. */
  seal(text: string, place: VaultPlace): string;
  /** @throws AppError `VAULT.UNREADABLE` when key, place or content do not fit */
  open(sealed: string, place: VaultPlace): string;
  /** Names of the keys it holds, the one that seals first; they tell nothing about the keys. */
  readonly keyIds: readonly string[];
}

const CIPHER = 'aes-256-gcm';
const VERSION = 'v1';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `keys`: 32 bytes each; the first seals, all open, so that a key is replaced by putting a new one in front. */
export function createTokenVault(keys: readonly Uint8Array[]): TokenVault {
  const ring = new Map(keys.map(key => [keyId(key), key]));
  const [current] = ring.entries();
  if (current === undefined || keys.some(key => key.length !== KEY_BYTES)) {
    throw new RangeError(`a token vault needs keys of ${KEY_BYTES} bytes`);
  }
  return {
    seal: (text, place) => `${VERSION}.${current[0]}.${encrypt(current[1], text, place).toString('base64url')}`,
    open(sealed, place) {
      const [version, id, data, ...rest] = sealed.split('.');
      const key = version === VERSION && rest.length === 0 ? ring.get(id ?? '') : undefined;
      if (key === undefined || data === undefined) throw unreadable(place);
      return decrypt(key, Buffer.from(data, 'base64url'), place);
    },
    keyIds: [...ring.keys()],
  };
}

/** The name of the key that a sealed text needs; `null` = it is no sealed text. */
export function keyIdOf(sealed: string): string | null {
  return new RegExp(`^${VERSION}\\.([\\w-]+)\\.[\\w-]+$`).exec(sealed)?.[1] ?? null;
}

function encrypt(key: Uint8Array, text: string, place: VaultPlace): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(place));
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, data: Buffer, place: VaultPlace): string {
  if (data.length < NONCE_BYTES + TAG_BYTES) throw unreadable(place);
  try {
    const decipher = createDecipheriv(CIPHER, key, data.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(associatedData(place));
    decipher.setAuthTag(data.subarray(-TAG_BYTES));
    return decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw unreadable(place);
  }
}

/** Names the key without telling anything about it. */
function keyId(key: Uint8Array): string {
  return createHash('sha256').update('evosync token key').update(key).digest('base64url').slice(0, 8);
}

function associatedData(place: VaultPlace): Buffer {
  return Buffer.from(`${place.table}:${place.column}:${place.rowKey}`, 'utf8');
}

function unreadable(place: VaultPlace): AppError {
  return new AppError('unavailable', 'VAULT.UNREADABLE', { table: place.table, column: place.column });
}
