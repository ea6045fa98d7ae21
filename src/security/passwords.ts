import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../domain/errors.js';
import { isCommonPassword } from './common-passwords.js';

/** Shortest password accepted, in characters as a person counts them. */
export const MIN_PASSWORD_CHARS = 8;
/** Longest one looked at, so that nobody makes us hash megabytes. */
export const MAX_PASSWORD_CHARS = 1024;

/** Number of argon2id in the package, whose enum has no value at run time. */
const ARGON2ID = 2;
/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 50 ms. */
const COST = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Hash of a new password, in the PHC text form. Never call it inside a transaction.
 * @throws AppError `PASSWORD.TOO_SHORT` or `PASSWORD.TOO_LONG`
 */
export async function hashPassword(password: string): Promise<string> {
  const plain = normalise(password);
  if ([...plain].length < MIN_PASSWORD_CHARS) {
    throw new AppError('invalid', 'PASSWORD.TOO_SHORT', { field: 'password', min: MIN_PASSWORD_CHARS });
  }
  if (plain.length > MAX_PASSWORD_CHARS) {
    throw new AppError('invalid', 'PASSWORD.TOO_LONG', { field: 'password', max: MAX_PASSWORD_CHARS });
  }
  return hash(plain, COST);
}

/**
 * Hash of a password somebody chose on the site, where the first ones a guesser tries are refused.
 * `own`: e-mail and names of its owner, which make no password.
 * @throws AppError `PASSWORD.COMMON`, and as `hashPassword`
 */
export async function hashChosenPassword(password: string, own: readonly string[]): Promise<string> {
  const made = await hashPassword(password);
  if (isCommonPassword(password, own)) throw new AppError('invalid', 'PASSWORD.COMMON', { field: 'password' });
  return made;
}

/** A right password hashed anew, whatever is asked of new ones; `null` = its hash is up to date. */
export async function rehashIfOld(password: string, storedHash: string): Promise<string | null> {
  const { memoryCost, timeCost, parallelism } = COST;
  const isToday = storedHash.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
  return isToday ? null : hash(normalise(password), COST);
}

/**
 * Whether this is the password. Give `null` for an unknown user: the answer is no, and takes just as long as for a
 * known one, so that nobody learns from the clock who has an account.
 */
export async function verifyPassword(password: string, storedHash: string | null): Promise<boolean> {
  const plain = normalise(password);
  const fits = plain.length <= MAX_PASSWORD_CHARS;
  const matches = await verifyOrFalse(storedHash ?? (await dummyHash()), fits ? plain : '');
  return matches && fits && storedHash !== null;
}

async function verifyOrFalse(storedHash: string, plain: string): Promise<boolean> {
  try {
    return await verify(storedHash, plain);
  } catch {
    return false;
  }
}

/** «й» may come as one sign or as two, depending on the keyboard. */
function normalise(password: string): string {
  return password.slice(0, 2 * MAX_PASSWORD_CHARS).normalize('NFKC');
}

let dummy: Promise<string> | null = null;
function dummyHash(): Promise<string> {
  return (dummy ??= hash('no user has this password', COST));
}
