import { rmSync } from 'node:fs';
import { readIfThere } from '../private-file.mjs';
import { endProcess } from '../process/end-process.mjs';
import { commandLineOf, identify } from '../process/process-identity.mjs';
import { mariadbFiles } from './mariadb-data.mjs';

const GRACE_MS = 60_000; // it may have much to write

/**
 * Ends a mariadbd that a killed supervisor left on these files, and removes its stale pid and socket files.
 * A process that merely carries the same id is not touched.
 * @param {string} folder
 * @param {import('../progress.mjs').Log} log
 */
export async function endLeftoverMariadb(folder, log) {
  const files = mariadbFiles(folder);
  const pid = Number(readIfThere(files.pid)?.trim());
  if (Number.isInteger(pid) && pid > 1 && isMariadbOn(files.data, commandLineOf(pid))) {
    log(`→ MariaDB: ending the server that an interrupted run left behind (process ${pid})…`);
    await endProcess(identify(pid), GRACE_MS);
  }
  rmSync(files.pid, { force: true });
  rmSync(files.socket, { force: true });
}

/**
 * @param {string} data
 * @param {string} commandLine
 */
function isMariadbOn(data, commandLine) {
  const [program = ''] = commandLine.split(' ');
  return /(^|\/)(mariadbd|mysqld)$/.test(program) && `${commandLine} `.includes(`--datadir=${data} `);
}
