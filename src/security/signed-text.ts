import { createHmac } from 'node:crypto';
import { sameSecret } from './same-secret.js';

/** A signature of ours under a short text, 43 characters that need no escaping in an address. A purpose is no other purpose. */
export function signText([key]: readonly string[], purpose: string, text: string): string {
  if (key === undefined) throw new RangeError('signing needs a key');
  return createHmac('sha256', key).update(`${purpose}\n${text}`, 'utf8').digest('base64url');
}

/** Whether one of our keys, the present or a former one, made the signature. */
export function signedBy(keys: readonly string[], purpose: string, text: string, signature: string): boolean {
  // Each key is tried, whichever fits: how long it takes tells nothing.
  return keys.map(key => sameSecret(signature, signText([key], purpose, text))).includes(true);
}
