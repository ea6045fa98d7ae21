import { isExecutable } from '../process/find-executable.mjs';
import { lastWords, runCommand } from '../process/run-command.mjs';

/**
 * @typedef {object} TemporalProgram
 * @property {string} path
 * @property {string} version of the server inside, e.g. `1.31.2`
 * @property {boolean} canSilenceNews
 */

/** Fairness per task came with server 1.29. */
const OLDEST_SERVER = [1, 29];

/**
 * Looks at a Temporal CLI: does it run here, and is the server inside new enough?
 * @param {string} path
 * @returns {Promise<TemporalProgram | { why: string }>} the program, or why it cannot be used
 */
export async function inspectTemporal(path) {
  if (!isExecutable(path)) return { why: `${path} is not a program` };
  const answer = await runCommand(path, ['--version'], { env: temporalEnv(), timeoutSeconds: 20 });
  if (answer.status !== 0) return { why: `${path} does not run: ${lastWords(answer)}` };
  const found = /Server ((\d+)\.(\d+)\.\d+)/.exec(answer.stdout);
  if (!found?.[1]) return { why: `${path} is not the Temporal CLI` };
  const [major = 0, minor = 0] = [Number(found[2]), Number(found[3])];
  const isOld = major - /** @type {number} */ (OLDEST_SERVER[0]) || minor - /** @type {number} */ (OLDEST_SERVER[1]);
  if (isOld < 0)
    return { why: `${path} holds Temporal server ${found[1]}; ${OLDEST_SERVER.join('.')} or newer is needed` };
  const help = await runCommand(path, ['server', 'start-dev', '--help'], { env: temporalEnv(), timeoutSeconds: 20 });
  return { path, version: found[1], canSilenceNews: help.stdout.includes('--ui-disable-news-fetch') };
}

/** Our environment without the settings meant for the app or for a person's own use of the CLI. */
export function temporalEnv() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}
