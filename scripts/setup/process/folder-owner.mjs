import { rmSync } from 'node:fs';
import { SetupError } from '../setup-error.mjs';
import { tryLock } from './process-lock.mjs';

/**
 * Claims a folder of server files for this process, so that a second run cannot end the first one's server.
 * @param {string} lockFile
 * @param {string} server
 * @param {string} folder
 * @returns {() => void} gives it back
 */
export function takeFolder(lockFile, server, folder) {
  const lock = tryLock(lockFile);
  if ('release' in lock) return lock.release;
  if (lock.owner.pid === process.pid) return () => rmSync(lockFile, { force: true }); // its server crashed and is started again
  throw new SetupError(
    'folder.in_use',
    `${server} already runs on ${folder}, started by process ${lock.owner.pid}.`,
    'Stop that process, or set DATA_DIR to another folder.',
  );
}
