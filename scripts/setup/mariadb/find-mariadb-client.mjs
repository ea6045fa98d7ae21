import { dirname, join } from 'node:path';
import { cacheFolder, fillCacheEntry } from '../cache-folder.mjs';
import { hasApt, unpackDebianPackages } from '../debian-packages.mjs';
import { requireFreeSpace } from '../disk-space.mjs';
import { findExecutable, isExecutable } from '../process/find-executable.mjs';
import { lastWords, runCommand } from '../process/run-command.mjs';
import { step } from '../progress.mjs';
import { SetupError } from '../setup-error.mjs';
import { libraryPath } from './mariadb-program.mjs';

/**
 * @typedef {object} MariadbClient
 * @property {string} dump `mariadb-dump`
 * @property {string} client `mariadb`
 * @property {Record<string, string>} env what both need in their environment
 */

const PACKAGES = ['mariadb-client', 'mariadb-client-core'];
const SYSTEM_FOLDERS = ['/opt/homebrew/bin', '/usr/local/bin', '/usr/bin'];
const DUMP = ['mariadb-dump', 'mysqldump'];
const CLIENT = ['mariadb', 'mysql'];

/**
 * Finds the programs that backups are made and read with, or gets them: `MARIADB_DUMP` and `MARIADB_CLIENT`, PATH, beside
 * `MARIADBD`, the cache, Debian's packages unpacked privately.
 * @param {import('../progress.mjs').Log} log
 * @param {readonly string[]} [systemFolders] looked at besides PATH
 * @returns {Promise<MariadbClient>}
 */
export async function findMariadbClient(log, systemFolders = SYSTEM_FOLDERS) {
  const { MARIADB_DUMP, MARIADB_CLIENT, MARIADBD } = process.env;
  const beside = MARIADBD ? ['bin', 'sbin', '.'].map(folder => join(dirname(MARIADBD), '..', folder)) : [];
  const folders = [...systemFolders, ...beside, ...(MARIADBD ? [dirname(MARIADBD)] : [])];
  const dump = MARIADB_DUMP || findExecutable(DUMP, folders);
  const client = MARIADB_CLIENT || findExecutable(CLIENT, folders);
  const own = { dump: dump ?? '', client: client ?? '', env: {} };
  const why = dump && client ? await faultOf(own) : 'not on PATH';
  if (why === undefined) return own;
  if (MARIADB_DUMP && MARIADB_CLIENT)
    throw new SetupError(
      'mariadb.bad_client',
      `MARIADB_DUMP or MARIADB_CLIENT cannot be used: ${why}.`,
      'Correct or unset them.',
    );
  return unpacked(log, why);
}

/**
 * @param {import('../progress.mjs').Log} log
 * @param {string} why why those of the machine cannot be used
 * @returns {Promise<MariadbClient>}
 */
async function unpacked(log, why) {
  const entry = join(cacheFolder(), `mariadb-client-${process.platform}-${process.arch}`);
  const at = (/** @type {string} */ folder) => ({
    dump: join(folder, 'usr', 'bin', 'mariadb-dump'),
    client: join(folder, 'usr', 'bin', 'mariadb'),
    env: { LD_LIBRARY_PATH: libraryPath(folder) },
  });
  const isGood = async (/** @type {string} */ folder) => (await faultOf(at(folder))) === undefined;
  if (await isGood(entry)) return at(entry);
  /** @type {string[]} */
  const reasons = [why];
  if (hasApt()) {
    requireFreeSpace(cacheFolder(), 100, 'unpacking the MariaDB client');
    const fill = (/** @type {string} */ draft) =>
      step(log, 'MariaDB client: unpacking Debian packages', () => unpackDebianPackages(PACKAGES, draft, log));
    await fillCacheEntry(entry, { log, what: 'the MariaDB client', isGood, fill }).catch(error => {
      reasons.push(error instanceof Error ? error.message : String(error));
    });
    if (await isGood(entry)) return at(entry);
  } else reasons.push('there is no apt-get to fetch it with');
  throw new SetupError(
    'mariadb.no_client',
    `mariadb-dump and mariadb are not on this machine and could not be fetched (${reasons.join('; ')}).`,
    'Install the client (Debian/Ubuntu: `apt-get install mariadb-client`; macOS: `brew install mariadb`), or point MARIADB_DUMP and MARIADB_CLIENT at them.',
  );
}

/**
 * Why these two cannot be used; undefined if they can.
 * @param {MariadbClient} programs
 */
async function faultOf({ dump, client, env }) {
  for (const program of [dump, client]) {
    if (program.includes('/') && !isExecutable(program)) return `${program} is not a program`;
    const answer = await runCommand(program, ['--no-defaults', '--version'], {
      env: { ...process.env, ...env },
      timeoutSeconds: 20,
    });
    if (answer.status !== 0) return `${program} does not run: ${lastWords(answer)}`;
    // MySQL's own programs know other options.
    if (!answer.stdout.includes('MariaDB')) return `${program} is not MariaDB's`;
  }
  return undefined;
}
