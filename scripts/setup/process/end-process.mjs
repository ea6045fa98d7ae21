import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './process-identity.mjs';

/** @typedef {import('./process-identity.mjs').ProcessIdentity} ProcessIdentity */

const LOOK_EVERY_MS = 25;

/**
 * Asks a process to end, and ends it if it does not within the grace. Signals exactly the process that was meant:
 * a stranger with the same id is left alone.
 * @param {ProcessIdentity} identity
 * @param {number} graceMs
 * @returns {Promise<'was gone' | 'ended' | 'killed'>}
 */
export async function endProcess(identity, graceMs) {
  if (!signal(identity, 'SIGTERM')) return 'was gone';
  if (await isGone(identity, graceMs)) return 'ended';
  signal(identity, 'SIGKILL');
  await isGone(identity, 5_000);
  return 'killed';
}

/**
 * @param {ProcessIdentity} identity
 * @param {NodeJS.Signals} name
 */
export function signal(identity, name) {
  if (!isAlive(identity)) return false;
  try {
    process.kill(identity.pid, name);
    return true;
  } catch {
    return false; // it ended between the look and the signal, or is not ours
  }
}

/**
 * @param {ProcessIdentity} identity
 * @param {number} withinMs
 */
export async function isGone(identity, withinMs) {
  const until = performance.now() + withinMs;
  while (isAlive(identity)) {
    if (performance.now() > until) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}
