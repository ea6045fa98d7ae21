import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, fillCacheEntry } from './cache-folder.mjs';
import { hasApt, installDebianPackages, isRoot } from './debian-packages.mjs';
import { findExecutable, isExecutable } from './process/find-executable.mjs';
import { lastWords, runCommand } from './process/run-command.mjs';
import { step, toStderr } from './progress.mjs';
import { SetupError } from './setup-error.mjs';

/** The release the test was written against. */
const VERSION = '4.32.5';
/** Options of the command line differ between major releases. */
const MAJOR = /\b4\.\d+/;

/**
 * @typedef {object} Schemathesis
 * @property {string} command
 * @property {readonly string[]} args before those of the run
 * @property {NodeJS.ProcessEnv} env
 */

/**
 * Finds the tester of APIs or gets it: `SCHEMATHESIS`, PATH, the cache, PyPI through Python's own pip (Debian's
 * `python3-venv` is installed for it where we are root).
 * @param {import('./progress.mjs').Log} [log]
 * @returns {Promise<Schemathesis>}
 */
export async function findSchemathesis(log = toStderr) {
  const chosen = process.env['SCHEMATHESIS'];
  if (chosen) {
    if (isExecutable(chosen)) return { command: chosen, args: [], env: process.env };
    const sentence = `SCHEMATHESIS is ${chosen}, which is not a program.`;
    throw new SetupError('schemathesis.bad_choice', sentence, 'Correct or unset SCHEMATHESIS.');
  }
  const onPath = findExecutable(['schemathesis', 'st']);
  if (onPath && MAJOR.test((await runCommand(onPath, ['--version'], { timeoutSeconds: 60 })).stdout))
    return { command: onPath, args: [], env: process.env };
  try {
    return await fromCache(log);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SetupError(
      'schemathesis.not_found',
      `Schemathesis, which tries our API's description on the real site, is not on this machine and could not be fetched (${why}).`,
      `Install it (\`pip install schemathesis==${VERSION}\`) and put it on PATH, or point SCHEMATHESIS at it; ` +
        'to have it fetched, this machine needs Python 3.10 or newer with pip or venv (Debian/Ubuntu: `apt-get install python3-venv`) and PyPI.',
      error,
    );
  }
}

/** @param {import('./progress.mjs').Log} log */
async function fromCache(log) {
  const python = await findPython(log);
  const entry = join(cacheFolder(), `schemathesis-${VERSION}`);
  const isGood = async (/** @type {string} */ folder) => (await runCommand(...versionOf(python, folder))).status === 0;
  await fillCacheEntry(entry, { log, what: 'schemathesis', isGood, fill: draft => fetchTo(draft, python, log) });
  return programIn(entry, python);
}

/**
 * Packages in a plain folder, unlike a virtual environment, may be moved to where they are kept.
 * @param {string} folder
 * @param {string} python
 * @returns {Schemathesis}
 */
function programIn(folder, python) {
  return {
    command: python,
    args: ['-c', 'from schemathesis.cli import schemathesis; schemathesis()'],
    env: { ...process.env, PYTHONPATH: join(folder, 'packages'), PYTHONNOUSERSITE: '1' },
  };
}

/**
 * @param {string} python
 * @param {string} folder
 * @returns {Parameters<typeof runCommand>}
 */
function versionOf(python, folder) {
  const { command, args, env } = programIn(folder, python);
  return [command, [...args, '--version'], { env, timeoutSeconds: 60 }];
}

/** @param {import('./progress.mjs').Log} log */
async function findPython(log) {
  const found = findExecutable(['python3']);
  if (found) return found;
  await debianPython(log);
  const installed = findExecutable(['python3']);
  if (installed) return installed;
  throw new Error('there is no python3');
}

/** @param {import('./progress.mjs').Log} log */
async function debianPython(log) {
  if (!hasApt() || !isRoot()) throw new Error('no python3 with pip or venv, and apt-get install needs Debian and root');
  await step(log, 'Python: installing the Debian packages', () =>
    installDebianPackages(['python3', 'python3-venv'], log),
  );
}

/**
 * @param {string} draft
 * @param {string} python
 * @param {import('./progress.mjs').Log} log
 */
async function fetchTo(draft, python, log) {
  const pip = await findPip(draft, python, log);
  const target = join(draft, 'packages');
  await step(log, `schemathesis ${VERSION}: fetching it from PyPI`, () =>
    run(
      pip,
      [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        '--target',
        target,
        `schemathesis==${VERSION}`,
      ],
      400,
    ),
  );
}

/**
 * A Python with pip: the system's, or one in a virtual environment that is not kept.
 * @param {string} draft
 * @param {string} python
 * @param {import('./progress.mjs').Log} log
 */
async function findPip(draft, python, log) {
  if ((await runCommand(python, ['-m', 'pip', '--version'], { timeoutSeconds: 60 })).status === 0) return python;
  const venv = join(draft, 'venv');
  const make = () => runCommand(python, ['-m', 'venv', '--clear', venv], { timeoutSeconds: 120 });
  if ((await make()).status !== 0) {
    await debianPython(log);
    await run(python, ['-m', 'venv', '--clear', venv], 120);
  }
  const inside = join(venv, 'bin', 'python3');
  if (!existsSync(inside)) throw new Error('python3 -m venv made no environment');
  return inside;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {number} timeoutSeconds
 */
async function run(command, args, timeoutSeconds) {
  const result = await runCommand(command, args, { timeoutSeconds });
  if (result.status !== 0) throw new Error(`${args.slice(0, 3).join(' ')} failed: ${lastWords(result)}`);
}
