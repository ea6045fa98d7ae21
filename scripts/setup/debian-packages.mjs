import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findExecutable } from './process/find-executable.mjs';
import { lastWords, runCommand } from './process/run-command.mjs';
import { explainOutput } from './setup-error.mjs';

const ENV = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
const NETWORK = ['-o', 'Acquire::Retries=2', '-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::https::Timeout=20'];

export function hasApt() {
  return ['apt-get', 'dpkg'].every(name => findExecutable([name]) !== undefined);
}

export function isRoot() {
  return process.getuid?.() === 0;
}

/**
 * Fetches Debian packages with all they need that is not installed, and unpacks them into a folder.
 * Nothing is installed and no root is needed.
 * @param {readonly string[]} names
 * @param {string} target
 * @param {import('./progress.mjs').Log} log
 */
export async function unpackDebianPackages(names, target, log) {
  const scratch = mkdtempSync(join(tmpdir(), 'evosync-apt-'));
  try {
    const options = await withPackageLists(names, scratch, log);
    const packages = await missingPackages(names, options);
    await download(packages, scratch, options, log);
    mkdirSync(target, { recursive: true });
    for (const file of readdirSync(scratch).filter(name => name.endsWith('.deb'))) {
      await run('dpkg', ['-x', join(scratch, file), target], 120, `unpacking ${file}`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * @param {readonly string[]} names
 * @param {import('./progress.mjs').Log} log
 */
export async function installDebianPackages(names, log) {
  if (!isRoot()) throw new Error('installing needs root');
  log(`→ installing ${names.join(', ')} with apt-get…`);
  await run('apt-get', ['update', '-q', ...NETWORK], 180, 'apt-get update');
  await run(
    'apt-get',
    ['install', '-y', '-q', '--no-install-recommends', ...NETWORK, ...names],
    600,
    'apt-get install',
  );
}

/**
 * Options under which apt knows these packages: none if the system has lists, else lists of our own.
 * @param {readonly string[]} names
 * @param {string} scratch
 * @param {import('./progress.mjs').Log} log
 */
async function withPackageLists(names, scratch, log) {
  if (await isKnown(names, [])) return [];
  log('→ Debian packages: reading the package lists (apt-get update)…');
  if (isRoot()) {
    await run('apt-get', ['update', '-q', ...NETWORK], 180, 'apt-get update');
    return [];
  }
  const options = privateState(scratch);
  await run('apt-get', ['update', '-q', ...NETWORK, ...options], 180, 'apt-get update');
  return options;
}

/**
 * @param {readonly string[]} names
 * @param {readonly string[]} options
 */
async function isKnown(names, options) {
  const answer = await runCommand('apt-cache', ['policy', ...options, ...names], { env: ENV, timeoutSeconds: 30 });
  const candidates = answer.stdout.match(/^ {2}Candidate: (?!\(none\))\S+/gm) ?? [];
  return candidates.length >= names.length;
}

/**
 * Lists and caches in a folder of our own, as a plain user may not touch the system's.
 * @param {string} scratch
 */
function privateState(scratch) {
  const state = join(scratch, 'state');
  const cache = join(scratch, 'cache');
  mkdirSync(join(state, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(cache, 'archives', 'partial'), { recursive: true });
  const status = 'Dir::State::status=/var/lib/dpkg/status';
  return ['-o', `Dir::State=${state}`, '-o', status, '-o', `Dir::Cache=${cache}`];
}

/**
 * What would have to be installed for these packages to work; the names differ by release, so apt is asked.
 * @param {readonly string[]} names
 * @param {readonly string[]} options
 */
async function missingPackages(names, options) {
  const plan = await run(
    'apt-get',
    ['-s', 'install', '--no-install-recommends', ...options, ...names],
    60,
    'apt-get -s install',
  );
  const missing = [...plan.stdout.matchAll(/^Inst (\S+)/gm)].map(match => /** @type {string} */ (match[1]));
  return [...new Set([...names, ...missing])];
}

/**
 * @param {readonly string[]} packages
 * @param {string} folder
 * @param {readonly string[]} options
 * @param {import('./progress.mjs').Log} log
 */
async function download(packages, folder, options, log) {
  const args = ['download', '-q', '-o', 'APT::Sandbox::User=root', ...NETWORK, ...options, ...packages];
  const first = await runCommand('apt-get', args, { cwd: folder, env: ENV, timeoutSeconds: 300 });
  if (first.status === 0) return;
  log('→ Debian packages: the package lists are out of date, reading them anew (apt-get update)…');
  const fresh = isRoot() ? [] : privateState(folder);
  await run('apt-get', ['update', '-q', ...NETWORK, ...fresh], 180, 'apt-get update');
  await run('apt-get', [...args, ...fresh], 300, 'apt-get download', folder);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {number} timeoutSeconds
 * @param {string} doing
 * @param {string} [cwd]
 */
async function run(command, args, timeoutSeconds, doing, cwd) {
  const result = await runCommand(command, args, { env: ENV, timeoutSeconds, ...(cwd ? { cwd } : {}) });
  if (result.status === 0) return result;
  throw explainOutput(result.stderr, doing) ?? new Error(`${doing} failed: ${lastWords(result)}`);
}
