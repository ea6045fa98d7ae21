import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What MariaDB's own programs connect with. */
export interface ClientAddress {
  /** Holds user and password; only the owner can read it, and only while the work lasts. */
  readonly optionFile: string;
  readonly database: string;
}

/** Quotes and backslashes mean something in an option file, a `#` begins a remark outside of quotes. */
const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** The option file of a `mariadb://user:password@host:port/database`. */
export function optionsOf(databaseUrl: string): string {
  const { hostname, port, username, password } = new URL(databaseUrl);
  return [
    '[client]',
    'protocol=TCP',
    `host=${quoted(hostname.replace(/^\[|\]$/g, ''))}`,
    `port=${port === '' ? '3306' : port}`,
    `user=${quoted(decodeURIComponent(username))}`,
    `password=${quoted(decodeURIComponent(password))}`,
    'default-character-set=utf8mb4',
    // As the application connects; programs from 11.4 on would refuse a server without TLS.
    'loose-ssl-verify-server-cert=0',
    '',
  ].join('\n');
}

/**
 * Runs `work` with an option file: a password on the command line would stand in the list of processes, and one in the
 * environment is handed on to every child.
 */
export async function withOptionFile<T>(databaseUrl: string, work: (address: ClientAddress) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'evosync-db-'));
  try {
    const optionFile = join(folder, 'client.cnf');
    await writeFile(optionFile, optionsOf(databaseUrl), { mode: 0o600, flag: 'wx' });
    return await work({ optionFile, database: decodeURIComponent(new URL(databaseUrl).pathname.slice(1)) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
