import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { endProcess } from './end-process.mjs';
import { findExecutable } from './find-executable.mjs';
import { identify } from './process-identity.mjs';

/**
 * @typedef {object} ServerProcess
 * @property {number} pid
 * @property {Promise<string>} exited how it ended, in words; never rejects
 * @property {() => boolean} hasExited
 * @property {() => string} output what it has written to its log since it was started (the last 20 kB)
 * @property {(graceMs: number) => Promise<void>} end
 */

const LOG_LIMIT = 20_000_000;
const TAIL = 20_000;

/**
 * Starts a server in a session of its own (Ctrl-C in the terminal does not reach it) that writes to a log file
 * (so it does not stumble when we are gone).
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, logFile: string, diesWithParent: boolean }} options
 * @returns {ServerProcess}
 */
export function spawnServer(command, args, { cwd, env, logFile, diesWithParent }) {
  mkdirSync(dirname(logFile), { recursive: true });
  const logStart = rotate(logFile);
  const log = openSync(logFile, 'a', 0o600);
  const [program, ...rest] = diesWithParent ? withParent(command, args) : [command, ...args];
  const child = spawn(/** @type {string} */ (program), rest, { cwd, env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  let ended = false;
  const exited = new Promise((/** @type {(how: string) => void} */ resolve) => {
    child.once('error', error => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`));
  }).finally(() => (ended = true));
  const identity = identify(child.pid ?? 0);
  return {
    pid: child.pid ?? 0,
    exited,
    hasExited: () => ended,
    output: () => tail(logFile, logStart),
    end: async graceMs => {
      if (ended) return;
      await endProcess(identity, graceMs);
      await exited;
    },
  };
}

/**
 * Lets the kernel end a throw-away server when its parent is killed. Linux only; elsewhere the server may stay behind.
 * @param {string} command
 * @param {readonly string[]} args
 */
function withParent(command, args) {
  const setpriv = process.platform === 'linux' ? findExecutable(['setpriv']) : undefined;
  return setpriv ? [setpriv, '--pdeathsig', 'KILL', '--', command, ...args] : [command, ...args];
}

/**
 * Keeps one old log beside the new one, and tells where the new text begins.
 * @param {string} file
 */
function rotate(file) {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < LOG_LIMIT) return size;
  renameSync(file, `${file}.1`);
  return 0;
}

/**
 * @param {string} file
 * @param {number} from
 */
function tail(file, from) {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const start = Math.max(from, size - TAIL);
  const buffer = Buffer.alloc(Math.max(0, size - start));
  if (buffer.length === 0) return '';
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, buffer, 0, buffer.length, start);
  } finally {
    closeSync(descriptor);
  }
  return buffer.toString('utf8');
}
