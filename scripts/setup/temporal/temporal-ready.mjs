import { setTimeout as sleep } from 'node:timers/promises';
import { waitForPort } from '../process/free-port.mjs';
import { runCommand } from '../process/run-command.mjs';
import { temporalEnv } from './temporal-program.mjs';

/** What the app filters runs by; registered when the server starts. */
export const SEARCH_ATTRIBUTES = ['UserId', 'Trigger', 'Outcome'];

const TIMEOUT_MS = 60_000;

/**
 * Waits until the namespace answers and knows our search attributes, which is a little after the port opens.
 * @param {string} program
 * @param {number} port
 * @param {() => boolean} giveUp
 */
export async function isTemporalReady(program, port, giveUp) {
  const until = performance.now() + TIMEOUT_MS;
  await waitForPort(port, { timeoutMs: TIMEOUT_MS, wantsGreeting: false, giveUp });
  while (!giveUp() && performance.now() < until) {
    if (await answers(program, port)) return !giveUp();
    await sleep(50);
  }
  return false;
}

/**
 * @param {string} program
 * @param {number} port
 */
async function answers(program, port) {
  const ask = (/** @type {string[]} */ ...words) =>
    runCommand(program, ['operator', ...words, '--address', `127.0.0.1:${port}`], {
      env: temporalEnv(),
      timeoutSeconds: 10,
    });
  const namespace = await ask('namespace', 'describe', 'default');
  if (namespace.status !== 0) return false;
  const attributes = await ask('search-attribute', 'list', '--namespace', 'default');
  return SEARCH_ATTRIBUTES.every(name => attributes.stdout.includes(name));
}
