import { seeInstall } from '../../db/repositories/till-installs.repository.js';
import { findEmailsByPhone } from '../../db/repositories/users.repository.js';
import type { CurrentUser } from '../../domain/account.js';
import { AppError, isAppError } from '../../domain/errors.js';
import { logIn } from '../accounts/log-in.js';
import { phoneNumber } from '../accounts/phone-number.js';
import { bindTill } from '../connections/bind-till.js';
import { afterTillCame } from './after-till-came.js';
import { giveToken } from './register-till.js';
import type { TillLogIn } from './webhook-contracts.js';
import type { WebhookDeps } from './webhook-deps.js';

/** People behind one telephone whose password is tried. */
const PEOPLE_PER_PHONE = 3;

/**
 * `/user/verify`: the password of one of our merchants makes the till theirs. Tries count as those of the log-in page do,
 * by the same e-mail; in the place of the caller's address, which is Evotor's for everybody, stands the Evotor account.
 */
export async function logInTill(deps: WebhookDeps, message: TillLogIn): Promise<{ token: string }> {
  const { evotorUserId } = message;
  const { id: userId } = await merchantOf(deps, message);
  const answer = await deps.db.transaction(async queries => {
    const { install } = await seeInstall(queries, evotorUserId);
    if (install.userId !== null && install.userId !== userId) throw new AppError('conflict', 'WEBHOOK.TILL_TAKEN');
    const isFresh = install.userId === null;
    if (isFresh) await bindTill(deps.vault, queries, { install, userId, proof: 'password' });
    const came = isFresh && install.sealedToken !== null ? { id: install.id, userId } : null;
    return { ...(await giveToken(queries, install.id)), came };
  });
  if (answer.came !== null) afterTillCame(deps, answer.came);
  return { token: answer.token };
}

/** The merchant of a name and a password; who may not log in to the site has no till either. */
async function merchantOf(deps: WebhookDeps, { evotorUserId, username, password }: TillLogIn): Promise<CurrentUser> {
  for (const email of await emailsOf(deps, username)) {
    try {
      const user = await logIn(deps.db, { email, password, address: `evotor:${evotorUserId}` });
      if (user.roles.includes('user') && user.deleteRequestedAt === null) return user;
    } catch (error) {
      if (!isAppError(error) || (error.kind !== 'unauthenticated' && error.kind !== 'forbidden')) throw error;
    }
  }
  throw new AppError('unauthenticated', 'WEBHOOK.LOGIN_WRONG');
}

/** A name with an «@» is an e-mail; another is a telephone if somebody has it, and is tried and counted all the same. */
async function emailsOf({ db }: WebhookDeps, username: string): Promise<readonly string[]> {
  if (username.includes('@')) return [username];
  const phone = telephoneOf(username);
  const emails = phone === null ? [] : await findEmailsByPhone(db, phone, PEOPLE_PER_PHONE);
  return emails.length === 0 ? [username] : emails;
}

function telephoneOf(username: string): string | null {
  try {
    return phoneNumber(username);
  } catch {
    return null;
  }
}
