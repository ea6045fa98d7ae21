import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * A process is known by its id and its start time: ids are given out again, so an id alone may belong to a stranger.
 * @typedef {{ pid: number, startTime: string }} ProcessIdentity
 */

const HAS_PROC = existsSync('/proc/self/stat');

/**
 * When a process was started, as an opaque string that survives no reboot; undefined if no such process lives.
 * @param {number} pid
 */
export function startTimeOf(pid) {
  if (!HAS_PROC) return ask(pid, 'lstart=') || undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may hold anything
    const isZombie = fields[0] === 'Z';
    return isZombie ? undefined : `${fields[19]}@${bootId()}`;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
export function commandLineOf(pid) {
  if (!HAS_PROC) return ask(pid, 'command=');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  } catch {
    return '';
  }
}

/**
 * @param {number} pid
 * @returns {ProcessIdentity}
 */
export function identify(pid) {
  return { pid, startTime: startTimeOf(pid) ?? 'gone' };
}

/** @param {ProcessIdentity} identity */
export function isAlive({ pid, startTime }) {
  return Number.isInteger(pid) && pid > 1 && startTimeOf(pid) === startTime;
}

function bootId() {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  } catch {
    return 'boot';
  }
}

/**
 * @param {number} pid
 * @param {string} field
 */
function ask(pid, field) {
  try {
    return execFileSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8', timeout: 5000 }).trim();
  } catch {
    return '';
  }
}
