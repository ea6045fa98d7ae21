import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord, writePrivateFile } from './private-file.mjs';

/**
 * What runs on a data folder; the command line finds the embedded servers through it.
 * @typedef {object} Runtime
 * @property {number} supervisorPid
 * @property {string} supervisorStartTime
 * @property {string} startedAt
 * @property {string} [databaseUrl]
 * @property {string} [temporalAddress]
 * @property {string} [temporalUiUrl]
 * @property {string} [webUrl]
 * @property {string} [sandboxUrl]
 * @property {Child[]} children in the order they were started
 *
 * @typedef {{ name: string } & import('./process/process-identity.mjs').ProcessIdentity} Child
 */

/** @param {string} dataDir */
export function runtimePath(dataDir) {
  return join(dataDir, 'runtime.json');
}

/**
 * @param {string} dataDir
 * @param {Runtime} runtime
 */
export function writeRuntime(dataDir, runtime) {
  writePrivateFile(runtimePath(dataDir), `${JSON.stringify(runtime, null, 2)}\n`);
}

/**
 * @param {string} dataDir
 * @returns {Runtime | undefined}
 */
export function readRuntime(dataDir) {
  return readRecord(runtimePath(dataDir));
}

/** @param {string} dataDir */
export function removeRuntime(dataDir) {
  rmSync(runtimePath(dataDir), { force: true });
}
