import { join } from 'node:path';
import { findMariadb } from './mariadb/find-mariadb.mjs';
import { startMariadb } from './mariadb.mjs';
import { freePortFrom } from './process/free-port.mjs';
import { findTemporal } from './temporal/find-temporal.mjs';
import { startTemporal } from './temporal.mjs';

/** @typedef {{ databaseUrl: string, temporalAddress: string, temporalUiUrl: string | undefined }} ServerAddresses */

const USUAL_UI_PORT = 8233;

/**
 * Fetches what is not there yet, before anything is started: it may take minutes and can be broken off without a trace.
 * @param {import('./app-settings.mjs').AppSettings} settings
 * @param {import('./progress.mjs').Log} log
 */
export async function fetchServers({ databaseUrl, temporalAddress }, log) {
  await Promise.all([databaseUrl ? undefined : findMariadb(log), temporalAddress ? undefined : findTemporal(log)]);
}

/**
 * Starts the embedded servers side by side, unless the person has servers of their own.
 * @param {import('./supervise.mjs').Supervisor} supervisor
 * @param {import('./app-settings.mjs').AppSettings} settings
 * @param {import('./progress.mjs').Log} log
 * @returns {Promise<ServerAddresses>}
 */
export async function startServers(supervisor, settings, log) {
  const mariadb = settings.databaseUrl ? undefined : keepMariadb(supervisor, settings.dataDir, log);
  const temporal = settings.temporalAddress ? undefined : keepTemporal(supervisor, settings.dataDir, log);
  const [databaseUrl, embedded] = await Promise.all([mariadb, temporal]);
  const addresses = {
    databaseUrl: /** @type {string} */ (databaseUrl ?? settings.databaseUrl),
    temporalAddress: /** @type {string} */ (embedded?.address ?? settings.temporalAddress),
    temporalUiUrl: embedded ? embedded.uiUrl : settings.temporalUiUrl,
  };
  const { temporalUiUrl, ...always } = addresses;
  supervisor.publish({ ...always, ...(temporalUiUrl ? { temporalUiUrl } : {}) });
  return addresses;
}

/**
 * @param {import('./supervise.mjs').Supervisor} supervisor
 * @param {string} dataDir
 * @param {import('./progress.mjs').Log} log
 */
async function keepMariadb(supervisor, dataDir, log) {
  /** @type {import('./mariadb.mjs').RunningMariadb | undefined} */
  let running;
  const start = async () => {
    const samePort = running ? { port: running.port } : {}; // after a crash the others look for it where it was
    running = await startMariadb({ dataDir: join(dataDir, 'mariadb'), log, ...samePort });
    return running;
  };
  await supervisor.run({ name: 'mariadb', start, logFile: join(dataDir, 'mariadb', 'mariadbd.log') });
  return running?.url;
}

/**
 * @param {import('./supervise.mjs').Supervisor} supervisor
 * @param {string} dataDir
 * @param {import('./progress.mjs').Log} log
 */
async function keepTemporal(supervisor, dataDir, log) {
  /** @type {import('./temporal.mjs').RunningTemporal | undefined} */
  let running;
  const uiPort = await freePortFrom(USUAL_UI_PORT);
  const start = async () => {
    const samePort = running ? { port: running.port } : {};
    running = await startTemporal({ dataDir: join(dataDir, 'temporal'), uiPort, log, ...samePort });
    return running;
  };
  await supervisor.run({ name: 'temporal', start, logFile: join(dataDir, 'temporal', 'temporal.log') });
  return running;
}
