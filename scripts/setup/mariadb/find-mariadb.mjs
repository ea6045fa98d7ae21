import { join } from 'node:path';
import { cacheFolder, fillCacheEntry } from '../cache-folder.mjs';
import { hasApt, installDebianPackages, isRoot, unpackDebianPackages } from '../debian-packages.mjs';
import { requireFreeSpace } from '../disk-space.mjs';
import { findExecutable } from '../process/find-executable.mjs';
import { SetupError } from '../setup-error.mjs';
import { step } from '../progress.mjs';
import { inspectMariadb } from './mariadb-program.mjs';

/** @typedef {import('./mariadb-program.mjs').MariadbProgram} MariadbProgram */

const PACKAGES = ['mariadb-server-core', 'mariadb-client-core'];
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/libexec', '/usr/local/sbin', '/opt/homebrew/bin', '/usr/local/bin'];

/**
 * Finds MariaDB or gets it: `MARIADBD`, PATH, the cache, Debian's packages unpacked privately, installed as root.
 * @param {import('../progress.mjs').Log} log
 * @param {readonly string[]} [systemFolders] looked at besides PATH
 * @returns {Promise<MariadbProgram>}
 */
export async function findMariadb(log, systemFolders = SYSTEM_FOLDERS) {
  if (process.env['MARIADBD']) return chosen(process.env['MARIADBD']);
  /** @type {string[]} */
  const reasons = [];
  for (const way of [onPath, privateUnpack, systemInstall]) {
    const found = await way(log, systemFolders).catch(error => ({ why: asSentence(error) }));
    if ('mariadbd' in found) return found;
    if (found.why) reasons.push(found.why);
  }
  throw new SetupError(
    'mariadb.not_found',
    `MariaDB is not on this machine and could not be fetched (${reasons.join('; ')}).`,
    'Install MariaDB 10.6 or newer (Debian/Ubuntu: `apt-get install mariadb-server-core mariadb-client-core`; macOS: `brew install mariadb`), ' +
      'point MARIADBD at its mariadbd, or set DATABASE_URL to a server of your own.',
  );
}

/** @param {string} mariadbd */
async function chosen(mariadbd) {
  const found = await inspectMariadb(mariadbd);
  if ('mariadbd' in found) return found;
  throw new SetupError('mariadb.bad_choice', `MARIADBD cannot be used: ${found.why}.`, 'Correct or unset MARIADBD.');
}

/**
 * @param {import('../progress.mjs').Log} _log
 * @param {readonly string[]} systemFolders
 */
async function onPath(_log, systemFolders) {
  const candidates = ['mariadbd', 'mysqld'].map(name => findExecutable([name], systemFolders));
  /** @type {string[]} */
  const reasons = [];
  for (const candidate of candidates.filter(path => path !== undefined)) {
    const found = await inspectMariadb(candidate);
    if ('mariadbd' in found) return found;
    reasons.push(found.why);
  }
  return { why: reasons.join('; ') || 'not on PATH' };
}

/** @param {import('../progress.mjs').Log} log */
async function privateUnpack(log) {
  const entry = join(cacheFolder(), `mariadb-${process.platform}-${process.arch}`);
  const look = (/** @type {string} */ folder) => inspectMariadb(join(folder, 'usr', 'sbin', 'mariadbd'), folder);
  const cached = await look(entry);
  if ('mariadbd' in cached) return cached;
  if (!hasApt()) return { why: 'there is no apt-get to fetch it with' };
  requireFreeSpace(cacheFolder(), 250, 'unpacking MariaDB');
  const isGood = async (/** @type {string} */ folder) => 'mariadbd' in (await look(folder));
  await fillCacheEntry(entry, {
    log,
    what: 'MariaDB',
    isGood,
    fill: draft =>
      step(log, 'MariaDB: unpacking Debian packages (8 MB)', () => unpackDebianPackages(PACKAGES, draft, log)),
  });
  return look(entry);
}

/**
 * @param {import('../progress.mjs').Log} log
 * @param {readonly string[]} systemFolders
 */
async function systemInstall(log, systemFolders) {
  if (!hasApt() || !isRoot()) return { why: 'apt-get install needs root' };
  await installDebianPackages(PACKAGES, log);
  return onPath(log, systemFolders);
}

/** @param {unknown} error */
function asSentence(error) {
  if (error instanceof SetupError && error.code.startsWith('disk.')) throw error;
  return error instanceof Error ? error.message : String(error);
}
