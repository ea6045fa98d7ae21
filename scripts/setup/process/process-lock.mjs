import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isAlive } from './process-identity.mjs';

/**
 * A lock file that names its owner, so that one left by a killed process is recognised and taken over.
 * @param {string} path
 * @returns {{ release: () => void } | { owner: import('./process-identity.mjs').ProcessIdentity }}
 */
export function tryLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(identify(process.pid)), { mode: 0o600 });
  try {
    for (;;) {
      try {
        linkSync(draft, path); // appears complete or not at all
        return { release: () => release(path) };
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      }
      const owner = ownerOf(path);
      if (owner && isAlive(owner)) return { owner };
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @param {string} path */
function release(path) {
  if (ownerOf(path)?.pid === process.pid) rmSync(path, { force: true });
}

/**
 * Waits for the lock, then works under it.
 * @template T
 * @param {string} path
 * @param {(pid: number) => void} onWait told once whom it waits for
 * @param {() => Promise<T>} work
 */
export async function withLock(path, onWait, work) {
  let lock = tryLock(path);
  if ('owner' in lock) onWait(lock.owner.pid);
  while ('owner' in lock) {
    await sleep(500);
    lock = tryLock(path);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/**
 * @param {string} path
 * @returns {import('./process-identity.mjs').ProcessIdentity | undefined}
 */
function ownerOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
