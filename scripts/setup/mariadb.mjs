import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRoot } from './debian-packages.mjs';
import { requireFreeSpace } from './disk-space.mjs';
import { findMariadb } from './mariadb/find-mariadb.mjs';
import { endLeftoverMariadb } from './mariadb/leftover-mariadb.mjs';
import { mariadbFiles, prepareMariadbData } from './mariadb/mariadb-data.mjs';
import { explainMariadbEnd } from './mariadb/mariadb-faults.mjs';
import { freePort, waitForPort } from './process/free-port.mjs';
import { takeFolder } from './process/folder-owner.mjs';
import { spawnServer } from './process/server-process.mjs';
import { readIfThere } from './private-file.mjs';
import { step, toStderr } from './progress.mjs';
import { makeThrowAwayFolder } from './throw-away-folder.mjs';

/**
 * @typedef {object} RunningMariadb
 * @property {string} url `mariadb://evosync:…@127.0.0.1:PORT/evosync`
 * @property {number} port
 * @property {number} pid
 * @property {string} version
 * @property {Promise<string>} exited how the server ended, in words
 * @property {() => Promise<void>} stop
 */

/**
 * @typedef {object} Drill for a server that is going to be killed and starved
 * @property {boolean} [diesWithParent] as an ephemeral server does, but with its data on the disk
 * @property {readonly string[]} [args] more arguments of the server
 * @property {readonly string[]} [via] a command that becomes the server by `exec`
 */

const START_TIMEOUT_MS = 120_000; // after a crash it first repairs itself
const STOP_GRACE_MS = 60_000;
const PORT_TRIES = 5;

/**
 * Starts a private MariaDB on loopback, with its own data folder, user and database.
 * @param {{ dataDir?: string, port?: number, log?: import('./progress.mjs').Log, ephemeral?: boolean, drill?: Drill }} options
 *   `dataDir` may be left out with `ephemeral`: a server for tests that trades durability for speed and leaves nothing behind
 * @returns {Promise<RunningMariadb>}
 */
export async function startMariadb({ dataDir, port, log = toStderr, ephemeral = false, drill = {} }) {
  const program = await findMariadb(log);
  if (!dataDir && !ephemeral) throw new TypeError('dataDir is needed for a MariaDB that keeps its data');
  const folder = dataDir ? resolve(dataDir) : makeThrowAwayFolder('mariadb');
  const files = { ...mariadbFiles(folder), socket: shortSocketPath(mariadbFiles(folder).socket) };
  requireFreeSpace(folder, 300, 'the database');
  const release = takeFolder(files.lock, 'MariaDB', folder);
  const discard = () => {
    release();
    if (!dataDir) rmSync(folder, { recursive: true, force: true });
  };
  const start = async () => {
    await endLeftoverMariadb(folder, log);
    rmSync(files.socket, { force: true });
    const password = await prepareMariadbData(program, folder);
    return { password, ...(await startOnSomePort({ program, files, port, ephemeral, drill })) };
  };
  try {
    const ready = `MariaDB ${program.version} ready`;
    const { server, password, usedPort } = await step(log, 'MariaDB: starting', start, () => ready);
    return {
      url: `mariadb://evosync:${password}@127.0.0.1:${usedPort}/evosync`,
      port: usedPort,
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
 * @typedef {{ program: import('./mariadb/mariadb-program.mjs').MariadbProgram, files: ReturnType<typeof mariadbFiles>,
 *   port: number | undefined, ephemeral: boolean, drill: Drill }} Launch
 */

/** @param {Launch} launch */
async function startOnSomePort(launch) {
  const { via = [], diesWithParent = launch.ephemeral } = launch.drill;
  for (let tries = 1; ; tries++) {
    const usedPort = launch.port ?? (await freePort());
    const [command = '', ...args] = [...via, launch.program.mariadbd, ...serverArgs(launch, usedPort)];
    const server = spawnServer(command, args, {
      cwd: tmpdir(),
      env: launch.program.env,
      logFile: launch.files.log,
      diesWithParent,
    });
    if (await isReady(server, usedPort, launch.files.pid)) return { server, usedPort };
    const output = server.output();
    await server.end(STOP_GRACE_MS);
    const lostRace = launch.port === undefined && /address already in use/i.test(output);
    if (!lostRace || tries === PORT_TRIES) throw explainMariadbEnd(output, usedPort, launch.files.log);
  }
}

/**
 * It answers with its greeting, and the answer is this server's and not that of a stranger on the port.
 * @param {import('./process/server-process.mjs').ServerProcess} server
 * @param {number} port
 * @param {string} pidFile
 */
async function isReady(server, port, pidFile) {
  const until = performance.now() + START_TIMEOUT_MS;
  const wait = { timeoutMs: START_TIMEOUT_MS, wantsGreeting: true, giveUp: server.hasExited };
  while (!server.hasExited() && performance.now() < until) {
    const greeting = await waitForPort(port, wait);
    const isMysqlProtocol = greeting !== undefined && greeting[4] === 10;
    if (isMysqlProtocol && Number(readIfThere(pidFile)) === server.pid) return !server.hasExited();
    await sleep(50);
  }
  return false;
}

/**
 * @param {Launch} launch
 * @param {number} port
 */
function serverArgs({ program, files, ephemeral, drill }, port) {
  return [
    '--no-defaults',
    `--basedir=${program.basedir}`,
    ...program.args,
    ...(isRoot() ? ['--user=root'] : []),
    `--datadir=${files.data}`,
    `--tmpdir=${files.tmp}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${files.socket}`,
    `--pid-file=${files.pid}`,
    `--init-file=${files.initSql}`,
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--innodb-buffer-pool-size=128M',
    '--max-connections=200',
    ...(ephemeral
      ? ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', '--skip-innodb-buffer-pool-dump-at-shutdown']
      : ['--innodb-flush-log-at-trx-commit=1']),
    ...(drill.args ?? []),
  ];
}

/**
 * The operating system limits socket paths to about 100 characters.
 * @param {string} path
 */
function shortSocketPath(path) {
  if (path.length < 95) return path;
  return join(tmpdir(), `evosync-${createHash('sha256').update(path).digest('hex').slice(0, 12)}.sock`);
}
