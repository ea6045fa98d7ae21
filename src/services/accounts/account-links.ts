import type { Queries } from '../../db/database.js';
import type { OneTimeToken, TokenPurpose } from '../../db/repositories/one-time-tokens.repository.js';
import { findToken, insertToken } from '../../db/repositories/one-time-tokens.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { registerSecret } from '../../observability/redact.js';
import { hashToken, newToken } from '../../security/hash-token.js';

const HOUR_MS = 3_600_000;

/** How long the links of letters work, in hours; invitations have their own setting. */
export const LINK_HOURS = { confirm_email: 48, change_email: 24, reset_password: 1 } as const;

/** Makes a link's token and keeps its hash; the token goes into the letter and nowhere else. */
export async function makeLink(
  queries: Queries,
  link: { userId: UserId; purpose: TokenPurpose; email?: string; hours: number; now: number },
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const token = newToken();
  registerSecret(token);
  const expiresAt = new Date(link.now + link.hours * HOUR_MS);
  await insertToken(queries, {
    userId: link.userId,
    purpose: link.purpose,
    hash: hashToken(token),
    email: link.email ?? null,
    expiresAt,
  });
  return { token, expiresAt };
}

/** What a token of a link is good for; `null` = it never was ours, or is gone. */
export async function readLink(
  queries: Queries,
  token: string,
  purposes: readonly TokenPurpose[],
): Promise<OneTimeToken | null> {
  if (!/^[\w-]{43}$/u.test(token)) return null;
  const found = await findToken(queries, hashToken(token));
  return found !== null && purposes.includes(found.purpose) ? found : null;
}

export const isOpen = (link: OneTimeToken | null, now: number): link is OneTimeToken =>
  link !== null && link.usedAt === null && link.expiresAt.getTime() > now;

export const linkOver = (): AppError => new AppError('invalid', 'LINK.OVER');
