import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupError } from './setup-error.mjs';

/**
 * Refuses early, in words, what would otherwise fail in the middle with ENOSPC.
 * @param {string} folder may not exist yet
 * @param {number} megabytes
 * @param {string} purpose e.g. `building Temporal`
 * @param {(folder: string) => number} [freeMegabytesOf]
 */
export function requireFreeSpace(folder, megabytes, purpose, freeMegabytesOf = freeMegabytes) {
  const existing = nearestExisting(folder);
  const free = freeMegabytesOf(existing);
  if (free >= megabytes) return;
  throw new SetupError(
    'disk.full',
    `Only ${Math.floor(free)} MB are free in ${existing}, but ${purpose} needs about ${megabytes} MB.`,
    'Free some space, or set EVOSYNC_CACHE (programs) or DATA_DIR (data) to a folder on a larger disk.',
  );
}

/** @param {string} folder */
function freeMegabytes(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return (bavail * bsize) / 1_000_000;
}

/**
 * @param {string} folder
 * @returns {string}
 */
function nearestExisting(folder) {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearestExisting(dirname(folder));
}
