import { inProject, PROJECT_ROOT } from './project-root.mjs';
import { runCommand } from './process/run-command.mjs';
import { SetupError } from './setup-error.mjs';

/** Enough for one line per setting that is wrong. */
const MAX_LINES = 50;

export const COMMAND_LINE = 'dist/src/main/cli.js';

/**
 * One command of the app's own command line.
 * @param {readonly string[]} words e.g. `['user:create', '--email', …]`
 * @param {{ env: NodeJS.ProcessEnv, secret?: string, timeoutSeconds?: number, onLine?: (line: string) => void }} options `secret` goes to its standard input
 * @returns {Promise<{ status: number | null, json: Record<string, unknown>, stdout: string, stderr: string }>}
 */
export async function appCommand(words, { env, secret, timeoutSeconds = 120, onLine }) {
  const args = ['--enable-source-maps', inProject(COMMAND_LINE), ...words];
  const input = secret === undefined ? {} : { input: `${secret}\n` };
  const result = await runCommand(process.execPath, args, { cwd: PROJECT_ROOT, env, timeoutSeconds, onLine, ...input });
  return {
    status: result.status,
    json: parse(result.stdout),
    stdout: result.stdout,
    stderr: result.timedOut ? 'it took too long' : result.stderr,
  };
}

/**
 * The same, but anything else than success ends the start.
 * @param {readonly string[]} words
 * @param {Parameters<typeof appCommand>[1]} options
 */
export async function mustSucceed(words, options) {
  const result = await appCommand(words, options);
  if (result.status === 0) return result;
  const said = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-MAX_LINES).join('\n    ');
  throw new SetupError(
    'app.command_failed',
    `\`evosync ${words[0]}\` failed (exit code ${result.status}):\n    ${said}`,
    'Correct what it names and start again.',
  );
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
