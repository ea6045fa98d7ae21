import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { findExecutable, isExecutable } from '../process/find-executable.mjs';
import { lastWords, runCommand } from '../process/run-command.mjs';

/**
 * @typedef {object} MariadbProgram
 * @property {string} mariadbd
 * @property {string} installDb
 * @property {string} version e.g. `10.11.19`
 * @property {string} basedir
 * @property {readonly string[]} args what every call of mariadbd needs
 * @property {NodeJS.ProcessEnv} env
 */

/** `SKIP LOCKED` and the JSON functions came with 10.6. */
export const OLDEST_VERSION = '10.6';

/**
 * Looks at a mariadbd: is it MariaDB, new enough, and does it run here?
 * @param {string} mariadbd
 * @param {string} [unpackedIn] the folder of a private unpack; its libraries are found there
 * @returns {Promise<MariadbProgram | { why: string }>} the program, or why it cannot be used
 */
export async function inspectMariadb(mariadbd, unpackedIn) {
  if (!isExecutable(mariadbd)) return { why: `${mariadbd} is not a program` };
  const env = unpackedIn ? { ...process.env, LD_LIBRARY_PATH: libraryPath(unpackedIn) } : { ...process.env };
  const answer = await runCommand(mariadbd, ['--no-defaults', '--version'], { env, timeoutSeconds: 20 });
  if (answer.status !== 0) return { why: `${mariadbd} does not run: ${lastWords(answer)}` };
  const version = /Ver (\d+\.\d+\.\d+)-MariaDB/.exec(answer.stdout)?.[1];
  if (!version) return { why: `${mariadbd} is not MariaDB` };
  if (compareVersions(version, OLDEST_VERSION) < 0) {
    return { why: `${mariadbd} is MariaDB ${version}; ${OLDEST_VERSION} or newer is needed` };
  }
  const basedir = dirname(dirname(mariadbd));
  const installDb = findInstallDb(basedir, unpackedIn !== undefined);
  if (!installDb) return { why: `mariadb-install-db is missing beside ${mariadbd}` };
  const messages = unpackedIn ? messageFolder(basedir) : undefined;
  return { mariadbd, installDb, version, basedir, env, args: messages ? [`--lc-messages-dir=${messages}`] : [] };
}

/**
 * Compares by major and minor, as in `10.11` and `11.4`.
 * @param {string} a
 * @param {string} b
 */
export function compareVersions(a, b) {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}

/**
 * @param {string} basedir
 * @param {boolean} onlyThere
 */
function findInstallDb(basedir, onlyThere) {
  const names = ['mariadb-install-db', 'mysql_install_db'];
  const beside = ['bin', 'scripts', 'sbin'].flatMap(folder => names.map(name => join(basedir, folder, name)));
  return beside.find(isExecutable) ?? (onlyThere ? undefined : findExecutable(names));
}

/** @param {string} basedir */
function messageFolder(basedir) {
  return ['mysql', 'mariadb']
    .map(name => join(basedir, 'share', name))
    .find(folder => existsSync(join(folder, 'english')));
}

/** @param {string} root */
export function libraryPath(root) {
  const folders = ['usr/lib', 'lib'].map(name => join(root, name)).filter(existsSync);
  const byMachine = folders.flatMap(folder =>
    readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && basename(entry.name).includes('-linux-'))
      .map(entry => join(folder, entry.name)),
  );
  return [...byMachine, ...folders, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
}
