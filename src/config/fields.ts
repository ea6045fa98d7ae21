import { domainToASCII } from 'node:url';
import { z } from 'zod';

/** Field types of the environment schema. Each message says what is expected and never repeats the value. */

/** A whole number within bounds. */
export function whole(min: number, max: number, fallback: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine(value => value >= min && value <= max, message)
    .default(fallback);
}

/** A whole number within bounds, or null. */
export function wholeOrNone(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine(value => value >= min && value <= max, message)
    .nullable()
    .default(null);
}

/** A text or null; never empty, never with control characters. */
export function text(maxChars = 200) {
  return z
    .string()
    .max(maxChars, `must be at most ${maxChars} characters`)
    .refine(value => !/\p{Cc}/u.test(value), 'must not contain control characters')
    .nullable()
    .default(null);
}

/** One e-mail address or null. */
export function mailbox() {
  return z
    .email({ pattern: /^[\w.+-]{1,64}@(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}$/i, error: 'must be one e-mail address' })
    .max(254, 'must be at most 254 characters')
    .nullable()
    .default(null);
}

/** A secret text or null. */
export function secretText(minChars: number) {
  return z.string().min(minChars, `must be at least ${minChars} characters`).nullable().default(null);
}

/** Labels of 1 to 63 letters, digits and inner hyphens, 253 characters in all: what certificates and mail servers take. */
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** A bare host name; one in national letters («мои-товары.рф») becomes the form that machines use (xn--…). */
export function hostName() {
  return z
    .string()
    .transform(value => (/[\s/:@?#%\\]/.test(value) ? '' : domainToASCII(value)))
    .refine(value => HOST_NAME.test(value), 'must be a bare host name such as example.org or мои-товары.рф');
}

/** Start of web addresses: no query, no user; slashes at the end are dropped, the host comes out as machines write it. */
export function webAddress() {
  return z
    .string()
    .refine(isWebAddress, 'must be an address such as https://example.org, without user, query or fragment')
    .transform(value => {
      const { protocol, host, pathname } = new URL(value);
      return `${protocol}//${host}${pathname}`.replace(/\/+$/, '');
    });
}

function isWebAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === '';
}

/** An address with one of these schemes that may carry a user and a password. */
export function serverAddress(...schemes: readonly string[]) {
  return z
    .string()
    .refine(
      value => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)),
      `must be an address that begins with ${schemes.map(scheme => `${scheme}://`).join(' or ')}`,
    )
    .nullable()
    .default(null);
}

/** A comma list of secrets, newest first. */
export function secretList(minChars: number) {
  return z
    .string()
    .transform(value => value.split(',').map(item => item.trim()))
    .refine(
      items => items.every(item => item.length >= minChars),
      `must hold at least ${minChars} characters (each part of a comma list)`,
    )
    .nullable()
    .default(null);
}

/** A comma list of 32-byte keys in base64, newest first. */
export function keyList() {
  return z
    .string()
    .transform(value => value.split(',').map(item => item.trim()))
    .refine(items => items.every(isKey), 'must be 32 bytes in base64 (each part of a comma list)')
    .transform(items => items.map(item => new Uint8Array(Buffer.from(item, 'base64'))))
    .nullable()
    .default(null);
}

function isKey(value: string): boolean {
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(value) && Buffer.from(value, 'base64').length === 32;
}
