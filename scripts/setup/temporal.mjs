import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { requireFreeSpace } from './disk-space.mjs';
import { writePrivateFile } from './private-file.mjs';
import { takeFolder } from './process/folder-owner.mjs';
import { freePort } from './process/free-port.mjs';
import { identify } from './process/process-identity.mjs';
import { spawnServer } from './process/server-process.mjs';
import { step, toStderr } from './progress.mjs';
import { explainTemporalEnd, isBrokenFile, isPortTaken } from './temporal/temporal-faults.mjs';
import { findTemporal } from './temporal/find-temporal.mjs';
import { endLeftoverTemporal, moveAside, prepareTemporalData, temporalFiles } from './temporal/temporal-data.mjs';
import { temporalEnv } from './temporal/temporal-program.mjs';
import { SEARCH_ATTRIBUTES, isTemporalReady } from './temporal/temporal-ready.mjs';
import { makeThrowAwayFolder } from './throw-away-folder.mjs';

/**
 * @typedef {object} RunningTemporal
 * @property {string} address `127.0.0.1:PORT`
 * @property {string | undefined} uiUrl the web UI; none with `ephemeral`
 * @property {number} port
 * @property {number | undefined} uiPort
 * @property {number} pid
 * @property {string} version
 * @property {Promise<string>} exited how the server ended, in words
 * @property {() => Promise<void>} stop
 */

const STOP_GRACE_MS = 15_000;
const TRIES = 5;

const DYNAMIC_CONFIG = [
  'matching.enableFairness=true',
  'matching.numTaskqueueReadPartitions=1', // fairness and rate limits are exact with one partition
  'matching.numTaskqueueWritePartitions=1',
  'frontend.enableServerVersionCheck=false', // it would ask the vendor's site
];

/**
 * Starts a private Temporal server on loopback, with the namespace `default` and our search attributes.
 * @param {{ dataDir?: string, port?: number, uiPort?: number, log?: import('./progress.mjs').Log, ephemeral?: boolean, diesWithParent?: boolean }} options
 *   with `ephemeral` it keeps everything in memory and has no web UI
 * @returns {Promise<RunningTemporal>}
 */
export async function startTemporal({
  dataDir,
  port,
  uiPort,
  log = toStderr,
  ephemeral = false,
  diesWithParent = ephemeral,
}) {
  const program = await findTemporal(log);
  if (!dataDir && !ephemeral) throw new TypeError('dataDir is needed for a Temporal server that keeps its data');
  const folder = dataDir ? resolve(dataDir) : makeThrowAwayFolder('temporal');
  requireFreeSpace(folder, 200, 'Temporal');
  const release = takeFolder(temporalFiles(folder).lock, 'Temporal', folder);
  const discard = () => {
    release();
    if (!dataDir) rmSync(folder, { recursive: true, force: true });
  };
  const start = async () => {
    await endLeftoverTemporal(folder, log);
    prepareTemporalData(folder, program.version, log);
    return startOnSomePort({ program, folder, port, uiPort, ephemeral, diesWithParent, log });
  };
  try {
    const { server, ports } = await step(log, 'Temporal: starting', start, () => `Temporal ${program.version} ready`);
    return {
      address: `127.0.0.1:${ports.port}`,
      uiUrl: ephemeral ? undefined : `http://127.0.0.1:${ports.uiPort}`,
      ...ports,
      pid: server.pid,
      version: program.version,
      exited: server.exited,
      stop: async () => {
        await server.end(ephemeral ? 0 : STOP_GRACE_MS);
        discard();
      },
    };
  } catch (error) {
    discard();
    throw error;
  }
}

/**
 * @typedef {{ program: import('./temporal/temporal-program.mjs').TemporalProgram, folder: string, port: number | undefined,
 *   uiPort: number | undefined, ephemeral: boolean, diesWithParent: boolean, log: import('./progress.mjs').Log }} Launch
 */

/** @param {Launch} launch */
async function startOnSomePort(launch) {
  const files = temporalFiles(launch.folder);
  for (let tries = 1; ; tries++) {
    const ports = {
      port: launch.port ?? (await freePort()),
      uiPort: launch.ephemeral ? undefined : (launch.uiPort ?? (await freePort())),
    };
    const server = spawnServer(launch.program.path, serverArgs(launch, ports), {
      cwd: tmpdir(),
      env: temporalEnv(),
      logFile: files.log,
      diesWithParent: launch.diesWithParent,
    });
    writePrivateFile(files.pid, JSON.stringify(identify(server.pid)));
    if (await isTemporalReady(launch.program.path, ports.port, server.hasExited)) return { server, ports };
    const output = server.output();
    await server.end(STOP_GRACE_MS);
    const lostRace = isPortTaken(output) && launch.port === undefined;
    const isBroken = isBrokenFile(output) && tries === 1;
    if (isBroken) moveAside(launch.folder, 'is damaged', launch.log);
    if ((!lostRace && !isBroken) || tries === TRIES) throw explainTemporalEnd(output, ports, files.log);
  }
}

/**
 * @param {Launch} launch
 * @param {{ port: number, uiPort: number | undefined }} ports
 */
function serverArgs({ program, folder, ephemeral }, { port, uiPort }) {
  const storage = [
    '--db-filename',
    temporalFiles(folder).database,
    '--sqlite-pragma',
    'journal_mode=WAL',
    '--sqlite-pragma',
    'synchronous=NORMAL',
  ];
  const news = program.canSilenceNews ? ['--ui-disable-news-fetch'] : [];
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'warn'],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort), ...news]),
    ...(ephemeral ? [] : storage),
    ...SEARCH_ATTRIBUTES.flatMap(name => ['--search-attribute', `${name}=Keyword`]),
    ...DYNAMIC_CONFIG.flatMap(setting => ['--dynamic-config-value', setting]),
  ];
}
