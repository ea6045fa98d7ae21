import { createHash, randomBytes } from 'node:crypto';

/** A token to give out: 32 random bytes as 43 characters that need no escaping in an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token we gave out: its SHA-256, 32 bytes. Enough for random tokens, never for passwords. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
