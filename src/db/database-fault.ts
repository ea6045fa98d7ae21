import { AppError } from '../domain/errors.js';

/** What the driver says of an error; Sequelize keeps it as `parent`. */
interface DriverError {
  readonly errno?: number;
  readonly code?: string;
  readonly sqlState?: string | null;
  readonly fatal?: boolean;
  readonly message?: string;
}

/** MariaDB's own numbers, https://mariadb.com/docs/server/reference/error-codes */
const REFUSED = [1045, 1130, 1698];
/** To a user without rights the server does not say whether there is such a database. */
const UNKNOWN_DATABASE = [1044, 1049];
const FULL = [1021, 1114, 3675];
/** Too many connections, shutting down, starting up with its files still being repaired. */
const BUSY = [1040, 1053, 1203, 1226, 1927];
const NETWORK =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ER_CONNECTION_TIMEOUT|ER_SOCKET_\w+|ER_CMD_CONNECTION_CLOSED|ER_CMD_NOT_EXECUTED_DESTROYED)$/;
/** The server's words when the system refuses to write: error 28 is ENOSPC, 122 EDQUOT. */
const NO_SPACE = /No space left on device|Disk quota exceeded|Errcode: (28|122)\b|error (28|122)\b/i;

/**
 * The error as one of ours when it is the server's state and no statement's fault, else `null`. The cause keeps the story
 * for the log; the details name neither user nor password.
 */
export function databaseFault(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  const fault = (code: string, reason: string) => new AppError('unavailable', code, { reason }, { cause: error });
  const { errno = 0, code = '', sqlState, message = '' } = innermost(error);
  const reason = code === '' ? nameOf(error) : code;
  if (REFUSED.includes(errno)) return fault('DB.ACCESS_DENIED', reason);
  if (UNKNOWN_DATABASE.includes(errno)) return fault('DB.UNKNOWN', reason);
  if (FULL.includes(errno) || NO_SPACE.test(message)) return fault('DISK.FULL', reason);
  if (BUSY.includes(errno) || NETWORK.test(code) || sqlState === '08S01' || sqlState === '08000')
    return fault('DB.DOWN', reason);
  // The pool gave up waiting, or the connector could not even begin.
  if (/^Sequelize(Connection|HostNot)/.test(nameOf(error))) return fault('DB.DOWN', reason);
  return null;
}

/** Runs `work`; what is the server's state comes out as an error of ours. */
export async function withDatabaseFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw databaseFault(error) ?? error;
  }
}

function innermost(error: unknown): DriverError {
  let inner: DriverError & { parent?: unknown; cause?: unknown } = error ?? {};
  for (let depth = 0; depth < 5; depth += 1) {
    const next = inner.parent ?? inner.cause;
    if (typeof next !== 'object' || next === null) break;
    inner = next;
  }
  return typeof inner === 'object' ? inner : {};
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
