import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRecord } from '../private-file.mjs';
import { inProject, PROJECT_ROOT } from '../project-root.mjs';
import { testFiles } from './stages.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number, note?: string }} Counts */

const REPORTER = fileURLToPath(new URL('./test-reporter.cjs', import.meta.url));
const GRACE_MS = 5_000;

/**
 * A static check counts as one: passed or failed.
 * @param {import('./stages.mjs').Stage} stage
 * @returns {Promise<Counts>}
 */
export async function runCheck(stage) {
  let note;
  for (const [script = '', ...args] of stage.commands ?? []) {
    const how = await runNode([inProject('node_modules', script), ...args], process.env, stage.timeoutSeconds);
    if (how !== 'ended with exit code 0') note ??= `${script.split('/')[0]} ${how}`;
  }
  return note ? { passed: 0, failed: 1, skipped: 0, note } : { passed: 1, failed: 0, skipped: 0 };
}

/**
 * A mocha suite in a process of its own.
 * @param {import('./stages.mjs').Stage} stage
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} mochaArgs
 * @returns {Promise<Counts>}
 */
export async function runSuite(stage, env, mochaArgs) {
  const files = testFiles(stage.name);
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0, note: 'no such tests yet' };
  const folder = mkdtempSync(join(tmpdir(), 'evosync-counts-'));
  const countsFile = join(folder, 'counts.json');
  try {
    const reporter = ['--reporter', REPORTER, '--reporter-option', `counts=${countsFile}`];
    const config = join(folder, 'mocharc.json');
    writeFileSync(config, JSON.stringify({ ...readRecord(inProject('.mocharc.json')), spec: files })); // mocha would add its own `spec` to ours
    const mocha = [inProject('node_modules', 'mocha', 'bin', 'mocha.js'), '--config', config];
    const args = [...mocha, ...timeoutOf(stage.name), ...reporter, ...mochaArgs];
    const how = await runNode(args, env, stage.timeoutSeconds);
    const counts = /** @type {Counts | undefined} */ (readRecord(countsFile));
    if (!counts) return { passed: 0, failed: 1, skipped: 0, note: `mocha ${how} without a result` };
    if (counts.passed + counts.failed + counts.skipped === 0 && mochaArgs.length === 0)
      return { ...counts, failed: 1, note: 'no test in the files' };
    const isUnclean = counts.failed === 0 && how !== 'ended with exit code 0';
    return isUnclean ? { ...counts, failed: 1, note: `all passed, but mocha ${how}` } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} suite */
function timeoutOf(suite) {
  const seconds = { temporal: 60, browser: 60, web: 20, db: 20 }[suite] ?? 10;
  return ['--timeout', String(seconds * 1000)];
}

/**
 * Runs Node on a script, with its output on ours; on time-out it gets a moment to close its browsers.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {number} timeoutSeconds
 * @returns {Promise<string>} how it ended
 */
function runNode(args, env, timeoutSeconds) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, args, {
      cwd: PROJECT_ROOT,
      env,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const signalGroup = (/** @type {NodeJS.Signals} */ name) => {
      try {
        process.kill(-(child.pid ?? 0), name);
      } catch {
        // already gone
      }
    };
    const onExit = () => signalGroup('SIGTERM');
    process.once('exit', onExit);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      signalGroup('SIGTERM');
      setTimeout(() => signalGroup('SIGKILL'), GRACE_MS).unref();
    }, timeoutSeconds * 1000);
    child.once('error', error => resolve(`could not be started: ${error.message}`));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      process.removeListener('exit', onExit);
      resolve(
        timedOut
          ? `did not end within ${timeoutSeconds} s`
          : signal
            ? `was ended by ${signal}`
            : `ended with exit code ${code}`,
      );
    });
  });
}
