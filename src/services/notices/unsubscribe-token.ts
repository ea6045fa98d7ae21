import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { signedBy, signText } from '../../security/signed-text.js';

const PURPOSE = 'notice-mail/off';

/**
 * What stands in the link of every letter: the merchant's id and a signature. It opens nothing but the switch of these
 * letters, so it may stay valid for as long as letters lie in a mailbox.
 */
export const unsubscribeToken = (secretKeys: readonly string[], userId: UserId): string =>
  `${userId}.${signText(secretKeys, PURPOSE, String(userId))}`;

/** Whose letters a token switches off. Throws `NOTICE.LINK_BROKEN`. */
export function unsubscribedUser(secretKeys: readonly string[], token: string): UserId {
  const [, id = '', signature = ''] = /^([1-9]\d{0,15})\.([\w-]{43})$/u.exec(token) ?? [];
  if (id === '' || !signedBy(secretKeys, PURPOSE, id, signature)) throw new AppError('not_found', 'NOTICE.LINK_BROKEN');
  return Number(id) as UserId;
}
