import { join } from 'node:path';
import { cacheFolder, fillCacheEntry } from './cache-folder.mjs';
import { hasApt, installDebianPackages, isRoot, unpackDebianPackages } from './debian-packages.mjs';
import { libraryPath } from './mariadb/mariadb-program.mjs';
import { findExecutable, isExecutable } from './process/find-executable.mjs';
import { runCommand } from './process/run-command.mjs';
import { step, toStderr } from './progress.mjs';
import { SetupError } from './setup-error.mjs';

/** @typedef {{ path: string, env: NodeJS.ProcessEnv }} NginxProgram */

const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/local/nginx/sbin', '/opt/homebrew/bin'];
const PACKAGES = ['nginx'];

/**
 * Finds nginx for the tests of our configuration or gets it: `NGINX`, PATH, the cache, Debian's packages unpacked
 * privately, installed as root.
 * @param {import('./progress.mjs').Log} [log]
 * @returns {Promise<NginxProgram>}
 */
export async function findNginx(log = toStderr) {
  const chosen = process.env['NGINX'] ?? findExecutable(['nginx'], SYSTEM_FOLDERS);
  if (chosen && isExecutable(chosen)) return { path: chosen, env: { ...process.env } };
  /** @type {string[]} */
  const reasons = [];
  for (const way of [privateUnpack, systemInstall]) {
    const found = await way(log).catch(error => ({ why: error instanceof Error ? error.message : String(error) }));
    if ('path' in found) return found;
    reasons.push(found.why);
  }
  throw new SetupError(
    'nginx.not_found',
    `nginx is not on this machine and could not be fetched (${reasons.join('; ')}).`,
    'Install it (Debian/Ubuntu: `apt-get install nginx`; macOS: `brew install nginx`) or point NGINX at it.',
  );
}

/**
 * @param {import('./progress.mjs').Log} log
 * @returns {Promise<NginxProgram | { why: string }>}
 */
async function privateUnpack(log) {
  const entry = join(cacheFolder(), `nginx-${process.platform}-${process.arch}`);
  const look = async (/** @type {string} */ folder) => {
    const path = join(folder, 'usr', 'sbin', 'nginx');
    if (!isExecutable(path)) return { why: 'not unpacked' };
    const env = { ...process.env, LD_LIBRARY_PATH: libraryPath(folder) };
    const answer = await runCommand(path, ['-v'], { env, timeoutSeconds: 20 });
    return answer.status === 0 ? { path, env } : { why: `${path} does not run` };
  };
  const cached = await look(entry);
  if ('path' in cached) return cached;
  if (!hasApt()) return { why: 'there is no apt-get to fetch it with' };
  const isGood = async (/** @type {string} */ folder) => 'path' in (await look(folder));
  await fillCacheEntry(entry, {
    log,
    what: 'nginx',
    isGood,
    fill: draft => step(log, 'nginx: unpacking Debian packages', () => unpackDebianPackages(PACKAGES, draft, log)),
  });
  return look(entry);
}

/**
 * @param {import('./progress.mjs').Log} log
 * @returns {Promise<NginxProgram | { why: string }>}
 */
async function systemInstall(log) {
  if (!hasApt() || !isRoot()) return { why: 'apt-get install needs root' };
  await installDebianPackages(PACKAGES, log);
  const path = findExecutable(['nginx'], SYSTEM_FOLDERS);
  return path ? { path, env: { ...process.env } } : { why: 'the package brought no nginx' };
}
