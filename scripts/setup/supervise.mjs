import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, signal } from './process/end-process.mjs';
import { identify } from './process/process-identity.mjs';
import { tryLock } from './process/process-lock.mjs';
import { toStderr } from './progress.mjs';
import { readRuntime, removeRuntime, writeRuntime } from './runtime-file.mjs';
import { SetupError } from './setup-error.mjs';
import { WatchedUnit } from './supervise/watched-unit.mjs';

/** @typedef {import('./supervise/watched-unit.mjs').Unit} Unit */
/** @typedef {import('./runtime-file.mjs').Runtime} Runtime */
/** @typedef {Partial<Pick<Runtime, 'databaseUrl' | 'temporalAddress' | 'temporalUiUrl' | 'webUrl' | 'sandboxUrl'>>} Facts */

const LOCK_FILE = 'supervisor.lock';
const LEFTOVER_GRACE_MS = 15_000;

/** Runs the parts of EvoSync on one data folder: in order, watched, and ended in reverse order. */
export class Supervisor {
  /** @type {WatchedUnit[]} */
  #units = [];
  /** @type {Facts} */
  #facts = {};
  #startedAt = new Date().toISOString();
  #self = identify(process.pid);
  /** @type {Promise<void> | undefined} */
  #stopping;
  /** @type {(error: SetupError) => void} */
  #fail = () => {};
  /** Resolves when a part crashed too often to go on. @type {Promise<SetupError>} */
  failed = new Promise(resolve => (this.#fail = resolve));

  /**
   * @param {string} dataDir
   * @param {() => void} release
   * @param {import('./progress.mjs').Log} log
   */
  constructor(dataDir, release, log) {
    this.dataDir = dataDir;
    this.release = release;
    this.log = log;
  }

  /**
   * Takes the data folder, or refuses if another supervisor lives on it; ends what a killed one left behind.
   * @param {string} dataDir
   * @param {import('./progress.mjs').Log} [log]
   */
  static async claim(dataDir, log = toStderr) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const lock = tryLock(join(dataDir, LOCK_FILE));
    const runtime = readRuntime(dataDir);
    if ('owner' in lock) {
      const where = runtime?.webUrl ? ` at ${runtime.webUrl}` : '';
      throw new SetupError(
        'supervisor.running',
        `EvoSync already runs on ${dataDir} (process ${lock.owner.pid})${where}.`,
        `Use that one, stop it with Ctrl-C in its terminal or \`kill ${lock.owner.pid}\`, or set DATA_DIR to another folder.`,
      );
    }
    await endLeftovers(runtime, log);
    removeRuntime(dataDir);
    return new Supervisor(dataDir, lock.release, log);
  }

  /**
   * Starts a part and keeps it running. Parts end in the reverse order of these calls.
   * @param {Unit} unit
   */
  async run(unit) {
    const watched = new WatchedUnit(unit, {
      log: this.log,
      onChange: () => this.#publish(),
      onGiveUp: error => this.#fail(error),
    });
    this.#units.push(watched);
    await watched.start();
  }

  /**
   * Adds to what `runtime.json` says.
   * @param {Facts} facts
   */
  publish(facts) {
    this.#facts = { ...this.#facts, ...facts };
    this.#publish();
  }

  /** Empties the data folder; only before anything runs on it. */
  forgetData() {
    for (const name of readdirSync(this.dataDir)) {
      if (name !== LOCK_FILE) rmSync(join(this.dataDir, name), { recursive: true, force: true });
    }
  }

  /** Ends all parts in reverse order. */
  stop() {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  /** For a second Ctrl-C: ends all parts at once. */
  kill() {
    for (const unit of this.#units) if (unit.identity) signal(unit.identity, 'SIGKILL');
  }

  async #stopAll() {
    for (const unit of [...this.#units].reverse()) await unit.stop();
    removeRuntime(this.dataDir);
    this.release();
  }

  #publish() {
    const children = this.#units.flatMap(({ name, identity }) => (identity ? [{ name, ...identity }] : []));
    const { pid, startTime } = this.#self;
    writeRuntime(this.dataDir, {
      supervisorPid: pid,
      supervisorStartTime: startTime,
      startedAt: this.#startedAt,
      ...this.#facts,
      children,
    });
  }
}

/**
 * @param {Runtime | undefined} runtime
 * @param {import('./progress.mjs').Log} log
 */
async function endLeftovers(runtime, log) {
  for (const { name, ...identity } of [...(runtime?.children ?? [])].reverse()) {
    const how = await endProcess(identity, LEFTOVER_GRACE_MS);
    if (how !== 'was gone')
      log(
        `  ${name}: process ${identity.pid}, left behind by an interrupted run, ${how === 'ended' ? 'was ended' : 'had to be killed'}`,
      );
  }
}
