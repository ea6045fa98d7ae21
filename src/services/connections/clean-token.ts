import { AppError } from '../../domain/errors.js';
import { registerSecret } from '../../observability/redact.js';

/** Longest token taken; Evotor's and VK's are under 300 characters. */
const MAX_TOKEN = 2000;
/** Tokens travel in headers and forms: visible ASCII without blanks. */
const TOKEN = /^[\x21-\x7e]+$/;

/** An entered token without the blanks around it, kept out of every log from now on. Throws `CONNECTION.TOKEN_SHAPE`. */
export function cleanToken(token: string): string {
  const clean = token.trim();
  if (clean === '' || clean.length > MAX_TOKEN || !TOKEN.test(clean))
    throw new AppError('invalid', 'CONNECTION.TOKEN_SHAPE', { field: 'token' });
  registerSecret(clean);
  return clean;
}
