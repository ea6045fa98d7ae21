import type { RequestHandler } from 'express';
import helmet from 'helmet';

const SELF = ["'self'"];
const NONE = ["'none'"];

/** What a page may load besides our own: sources by directive. */
export type Openings = Readonly<
  Partial<Record<'scriptSrc' | 'styleSrc' | 'imgSrc' | 'fontSrc' | 'connectSrc' | 'frameSrc' | 'mediaSrc', string[]>>
>;

/** Our content security policy. */
function directivesOf(isSecure: boolean): Record<string, string[]> {
  return {
    defaultSrc: SELF,
    scriptSrc: SELF,
    styleSrc: SELF,
    imgSrc: [...SELF, 'data:'],
    fontSrc: SELF,
    connectSrc: SELF,
    objectSrc: NONE,
    baseUri: NONE,
    formAction: SELF,
    frameAncestors: NONE,
    ...(isSecure ? { upgradeInsecureRequests: [] } : {}),
  };
}

/** Nothing of the device is asked for. */
const PERMISSIONS = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'microphone',
  'payment',
  'usb',
]
  .map(name => `${name}=()`)
  .join(', ');

/** No inline script or style anywhere, nothing from another host, no frame around us, nothing kept by a cache unless a route says so. */
export function securityHeaders(isSecure: boolean): RequestHandler {
  const protect = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: directivesOf(isSecure) },
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
  });
  return (req, res, next) => {
    res.set({ 'Permissions-Policy': PERMISSIONS, 'Cache-Control': 'no-store' });
    protect(req, res, next);
  };
}

/** The same policy with openings, for the few pages that need them; it replaces the strict one. */
export function contentPolicy(isSecure: boolean, openings: Openings): RequestHandler {
  const directives = directivesOf(isSecure);
  for (const [name, sources] of Object.entries(openings))
    directives[name] = [...(directives[name] ?? SELF), ...sources];
  return helmet.contentSecurityPolicy({ useDefaults: false, directives });
}
