const ANYWHERE = 'http://local.invalid';

/**
 * A path of this site taken from a request (`next`, `back`), or the fallback.
 * Another host cannot be named: not by `//host`, `/\host`, a scheme, or a control character a browser would drop.
 */
export function localPath(value: unknown, fallback: string): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(value)) return fallback;
  const url = URL.canParse(value, ANYWHERE) ? new URL(value, ANYWHERE) : null;
  if (url === null || url.origin !== ANYWHERE || url.pathname.startsWith('//')) return fallback;
  return `${url.pathname}${url.search}${url.hash}`;
}
