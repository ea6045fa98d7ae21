import { spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { endProcess } from '../process/end-process.mjs';
import { identify } from '../process/process-identity.mjs';
import { inProject, PROJECT_ROOT } from '../project-root.mjs';
import { readIfThere } from '../private-file.mjs';
import { toStderr } from '../progress.mjs';
import { SetupError } from '../setup-error.mjs';
import { NODE_ENVIRONMENT, NODE_FLAGS } from './node-flags.mjs';

const GRACE_MS = 15_000;

/**
 * A Node program of ours as a supervised part, in a process group of its own: Ctrl-C reaches the supervisor only.
 * @param {object} options
 * @param {string} options.name
 * @param {string} options.script path in the project, e.g. `dist/src/main/web.js`
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string | undefined} [options.logFile] where its output goes; else to the terminal, each line marked with the name
 * @param {(line: string) => boolean} [options.isReady] waits for the line on stdout for which this is true
 * @param {number} [options.graceMs]
 * @returns {import('./watched-unit.mjs').Unit}
 */
export function nodeChild({ name, script, env, logFile, isReady, graceMs = GRACE_MS }) {
  return {
    name,
    ...(logFile ? { logFile } : {}),
    start: async () => {
      const log = logFile ? openLog(logFile) : undefined;
      const child = spawn(process.execPath, [...NODE_FLAGS, inProject(script)], {
        cwd: PROJECT_ROOT,
        env: { ...NODE_ENVIRONMENT, ...env },
        detached: true,
        stdio: ['ignore', isReady ? 'pipe' : (log ?? 'pipe'), log ?? 'pipe'],
      });
      if (log !== undefined) closeSync(log);
      const exited = new Promise((/** @type {(how: string) => void} */ resolve) => {
        child.once('error', error => resolve(`could not be started: ${error.message}`));
        child.once('exit', (code, signal) =>
          resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`),
        );
      });
      const identity = identify(child.pid ?? 0);
      const mark = `${name.padEnd(7)} │ `;
      if (child.stderr) createInterface({ input: child.stderr }).on('line', line => toStderr(mark + line));
      const running = { pid: identity.pid, exited, stop: async () => void (await endProcess(identity, graceMs)) };
      const { stdout } = child;
      if (!stdout) return running;
      const ready = new Promise((/** @type {(value: undefined) => void} */ resolve) => {
        createInterface({ input: stdout }).on('line', line => {
          if (isReady?.(line)) resolve(undefined);
          else if (!logFile) toStderr(mark + line);
        });
      });
      const early = isReady ? await Promise.race([ready, exited]) : undefined;
      if (early !== undefined) throw explainEarlyEnd(name, early, logFile);
      return running;
    },
  };
}

/**
 * @param {string} name
 * @param {string} how
 * @param {string | undefined} logFile
 */
function explainEarlyEnd(name, how, logFile) {
  const lines = logFile ? (readIfThere(logFile) ?? '').trim().split('\n') : [];
  const why = lines.findLast(line => /error/i.test(line));
  const remedy = logFile ? `Read ${logFile}.` : `Read the lines marked \`${name}\` above.`;
  return new SetupError(
    'app.not_started',
    `${name} ${how} before it was ready${why ? ` (${why.trim()})` : ''}.`,
    remedy,
  );
}

/** @param {string} file */
function openLog(file) {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'a', 0o600);
}
