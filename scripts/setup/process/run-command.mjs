import { spawn } from 'node:child_process';

/**
 * @typedef {object} CommandResult
 * @property {number | null} status exit code; null if it was ended by a signal or never started
 * @property {string} stdout
 * @property {string} stderr
 * @property {boolean} timedOut
 * @property {boolean} missing the program does not exist
 */

const KEEP = 200_000;

/**
 * Runs a program to its end with a time-out, in its own process group so that its children end with it. Never throws.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, input?: string, timeoutSeconds: number,
 *   onLine?: ((line: string) => void) | undefined }} options
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, { cwd, env = process.env, input, timeoutSeconds, onLine }) {
  return new Promise(resolve => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const result = {
      status: /** @type {number | null} */ (null),
      stdout: '',
      stderr: '',
      timedOut: false,
      missing: false,
    };
    const endGroup = () => endProcessGroup(child.pid);
    const timer = setTimeout(() => {
      result.timedOut = true;
      endGroup();
    }, timeoutSeconds * 1000);
    process.once('exit', endGroup);
    const finish = (/** @type {Partial<CommandResult>} */ end) => {
      clearTimeout(timer);
      process.removeListener('exit', endGroup);
      resolve({ ...result, ...end });
    };
    for (const stream of /** @type {const} */ (['stdout', 'stderr'])) {
      let rest = '';
      child[stream].setEncoding('utf8').on('data', text => {
        result[stream] = (result[stream] + text).slice(-KEEP);
        if (!onLine) return;
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        lines.forEach(onLine);
      });
    }
    child.once('error', error =>
      finish({ missing: /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT', stderr: String(error) }),
    );
    child.once('close', status => finish({ status }));
    child.stdin.on('error', () => {}); // a program that does not read its input is no fault of ours
    child.stdin.end(input ?? '');
  });
}

/** @param {number | undefined} pid */
function endProcessGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // already gone
  }
}

/**
 * The last words of a failed command, for an error message.
 * @param {CommandResult} result
 * @param {number} [lines]
 */
export function lastWords(result, lines = 3) {
  if (result.timedOut) return 'it took too long';
  if (result.missing) return 'the program is not installed';
  const text = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-lines).join(' | ');
  return text || `exit code ${result.status}`;
}
