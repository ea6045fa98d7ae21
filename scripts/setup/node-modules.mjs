import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireFreeSpace } from './disk-space.mjs';
import { readIfThere, readRecord } from './private-file.mjs';
import { PROJECT_ROOT } from './project-root.mjs';
import { findExecutable } from './process/find-executable.mjs';
import { lastWords, runCommand } from './process/run-command.mjs';
import { step, toStderr, withHeartbeat } from './progress.mjs';
import { SetupError, explainOutput } from './setup-error.mjs';

/** @typedef {{ version?: string, integrity?: string, dev?: boolean, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage */

const OLDEST_NODE = [20, 19];
const TIMEOUT_SECONDS = 900;

/**
 * Brings `node_modules` into line with `package-lock.json`; does nothing (in some milliseconds) if it is.
 * @param {{ root?: string, log?: import('./progress.mjs').Log }} [options]
 */
export async function ensureNodeModules({ root = PROJECT_ROOT, log = toStderr } = {}) {
  requireNode(process.versions.node);
  const lock = readIfThere(join(root, 'package-lock.json'));
  if (lock === undefined) {
    throw new SetupError(
      'npm.no_lock',
      `There is no package-lock.json in ${root}.`,
      'Check the project out again; the file belongs to it.',
    );
  }
  const stampFile = join(root, 'node_modules', '.evosync-stamp');
  const stamp = createHash('sha256').update(`${process.platform} ${process.arch}\n${lock}`).digest('hex');
  if (readIfThere(stampFile) === stamp) return;
  if (!isInstalled(JSON.parse(lock), join(root, 'node_modules'))) await install(root, log);
  writeFileSync(stampFile, stamp);
}

/** @param {string} version */
export function requireNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldMajor = 0, oldMinor = 0] = OLDEST_NODE;
  if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return;
  throw new SetupError(
    'node.too_old',
    `EvoSync needs Node ${OLDEST_NODE.join('.')} or newer; this is Node ${version}.`,
    'Install a newer Node (for example with `nvm install 22`) and start again.',
  );
}

/**
 * Compares what npm noted in `node_modules/.package-lock.json` with the lock file: everything there in the same version,
 * but for packages of other platforms.
 * @param {{ packages?: Record<string, LockedPackage> }} lock
 * @param {string} folder
 */
function isInstalled(lock, folder) {
  const noted = /** @type {{ packages?: Record<string, LockedPackage> } | undefined} */ (
    readRecord(join(folder, '.package-lock.json'))
  );
  if (!noted?.packages) return false;
  return Object.entries(lock.packages ?? {}).every(([path, wanted]) => {
    const there = noted.packages?.[path];
    if (path === '') return true;
    return there ? there.version === wanted.version && there.integrity === wanted.integrity : wanted.optional === true;
  });
}

/**
 * @param {string} root
 * @param {import('./progress.mjs').Log} log
 */
async function install(root, log) {
  const npm = findExecutable(['npm']);
  if (!npm)
    throw new SetupError('npm.missing', 'npm is not installed.', 'Install npm (it comes with Node) and start again.');
  requireFreeSpace(root, 700, 'installing the packages');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const line = (/** @type {number} */ seconds) => `  packages: npm is still at it, ${seconds} s so far…`;
  const command = () => runCommand(npm, args, { cwd: root, env: npmEnv(), timeoutSeconds: TIMEOUT_SECONDS });
  const title = `packages: npm ci (${countPackages(root)} packages)`;
  const result = await step(
    log,
    title,
    () => withHeartbeat(log, 15, line, command),
    ({ status }) => `packages ${status === 0 ? 'installed' : 'failed'}`,
  );
  if (result.status !== 0) throw explainNpm(result);
}

/** Without what npm hands to a script's children, which changes what a nested npm does. */
function npmEnv() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config_(global|production|omit|dry_run)|package_|lifecycle)/.test(name),
    ),
  );
}

/** @param {string} root */
function countPackages(root) {
  const { packages = {} } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.keys(packages).length - 1;
}

/** @param {import('./process/run-command.mjs').CommandResult} result */
export function explainNpm(result) {
  const output = result.stderr + result.stdout;
  const known = explainOutput(output, 'installing the packages');
  if (known) return known;
  if (result.timedOut || /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|network/i.test(output)) {
    return new SetupError(
      'npm.offline',
      `The packages could not be fetched: the npm registry cannot be reached (${lastWords(result, 1)}).`,
      'Check the network connection (and `npm config get registry`, proxy settings) and start again.',
    );
  }
  if (/EUSAGE|can only install packages when your package.json and package-lock/i.test(output)) {
    return new SetupError(
      'npm.lock_differs',
      'package.json and package-lock.json do not fit together.',
      'Run `npm install` once and commit package-lock.json.',
    );
  }
  return new SetupError(
    'npm.failed',
    `npm ci failed: ${lastWords(result)}.`,
    'Run `npm ci` by hand to see the whole message.',
  );
}

/** @param {string} root */
export function hasNodeModules(root = PROJECT_ROOT) {
  return existsSync(join(root, 'node_modules', '.package-lock.json'));
}
