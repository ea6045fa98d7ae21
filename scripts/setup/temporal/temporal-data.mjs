import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord, writePrivateFile } from '../private-file.mjs';
import { endProcess } from '../process/end-process.mjs';
import { commandLineOf, isAlive } from '../process/process-identity.mjs';

const DATABASE = 'temporal.db';
const ASIDE = `${DATABASE}.aside-`;

/** @param {string} folder */
export function temporalFiles(folder) {
  return {
    database: join(folder, DATABASE),
    version: join(folder, 'server-version.json'),
    log: join(folder, 'temporal.log'),
    pid: join(folder, 'temporal.pid.json'),
    lock: join(folder, 'owner.lock'),
  };
}

/**
 * Another server version may not read an old file. What it holds can be done without (all that matters is in MariaDB),
 * so the file is moved aside.
 * @param {string} folder
 * @param {string} version
 * @param {import('../progress.mjs').Log} log
 */
export function prepareTemporalData(folder, version, log) {
  const files = temporalFiles(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const made = /** @type {{ version?: string } | undefined} */ (readRecord(files.version));
  if (existsSync(files.database) && made?.version !== version) {
    moveAside(folder, `was written by server ${made?.version ?? 'of an unknown version'}, this is ${version}`, log);
  }
  writePrivateFile(files.version, JSON.stringify({ server: 'Temporal', version }));
}

/**
 * @param {string} folder
 * @param {string} why
 * @param {import('../progress.mjs').Log} log
 */
export function moveAside(folder, why, log) {
  const names = readdirSync(folder);
  for (const old of names.filter(name => name.startsWith(ASIDE))) rmSync(join(folder, old), { force: true });
  for (const name of names.filter(name => name.startsWith(DATABASE) && !name.startsWith(ASIDE))) {
    renameSync(join(folder, name), join(folder, name.replace(DATABASE, `${ASIDE}${process.pid}`)));
  }
  log(
    `  Temporal: its file ${why}; it starts afresh (running syncs begin anew, nothing is lost; old file kept beside)`,
  );
}

/**
 * Ends a server that a killed supervisor left on this file. A process that merely carries the same id is not touched.
 * @param {string} folder
 * @param {import('../progress.mjs').Log} log
 */
export async function endLeftoverTemporal(folder, log) {
  const files = temporalFiles(folder);
  const left = /** @type {import('../process/process-identity.mjs').ProcessIdentity | undefined} */ (
    readRecord(files.pid)
  );
  if (left && isAlive(left) && commandLineOf(left.pid).includes('start-dev')) {
    log(`→ Temporal: ending the server that an interrupted run left behind (process ${left.pid})…`);
    await endProcess(left, 15_000);
  }
  rmSync(files.pid, { force: true });
}
