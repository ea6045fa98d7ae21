import { setTimeout as sleep } from 'node:timers/promises';
import { identify } from '../process/process-identity.mjs';
import { SetupError } from '../setup-error.mjs';

/**
 * @typedef {{ pid: number, exited: Promise<string>, stop: () => Promise<void> }} Running
 * @typedef {{ name: string, start: () => Promise<Running>, logFile?: string, pause?: Pause }} Unit a part of EvoSync and how to start it
 * @typedef {(ms: number, signal: AbortSignal) => Promise<void>} Pause between a crash and the next start
 * @typedef {{ log: import('../progress.mjs').Log, onChange: () => void, onGiveUp: (error: SetupError) => void }} Surroundings
 */

export const MAX_CRASHES_PER_MINUTE = 5;
const FIRST_PAUSE_MS = 500;

/** @type {Pause} */
const pause = (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {});

/** One part under supervision: started again when it crashes, with growing pauses, until it crashes too often. */
export class WatchedUnit {
  /** @type {Running | undefined} */
  #running;
  /** @type {Promise<void>} */
  #starting = Promise.resolve();
  /** @type {number[]} */
  #crashes = [];
  #stopping = new AbortController();
  /** @type {import('../process/process-identity.mjs').ProcessIdentity | undefined} */
  identity;

  /**
   * @param {Unit} unit
   * @param {Surroundings} surroundings
   */
  constructor(unit, surroundings) {
    this.unit = unit;
    this.name = unit.name;
    this.surroundings = surroundings;
  }

  start() {
    this.#starting = this.#startOnce();
    return this.#starting;
  }

  async stop() {
    this.#stopping.abort();
    await this.#starting.catch(() => {});
    await this.#running?.stop();
    this.identity = undefined;
  }

  async #startOnce() {
    const running = await this.unit.start();
    this.#running = running;
    this.identity = identify(running.pid);
    this.surroundings.onChange();
    void running.exited.then(how => this.#crashed(how));
  }

  /** @param {string} how */
  async #crashed(how) {
    if (this.#stopping.signal.aborted) return;
    const { log, onGiveUp } = this.surroundings;
    this.#running = undefined;
    this.identity = undefined;
    const now = performance.now();
    this.#crashes = [...this.#crashes.filter(at => now - at < 60_000), now];
    const { length } = this.#crashes;
    if (length > MAX_CRASHES_PER_MINUTE) {
      const where = this.unit.logFile ? `Read ${this.unit.logFile}` : `Read the lines marked \`${this.name}\` above`;
      const sentence = `${this.name} ${how}, for the ${length}th time within a minute, so everything is stopped.`;
      return onGiveUp(
        new SetupError('supervisor.crash_loop', sentence, `${where}; correct what it complains of and start again.`),
      );
    }
    const pauseMs = FIRST_PAUSE_MS * 2 ** (length - 1);
    log(`✗ ${this.name} ${how}; it is started again in ${pauseMs / 1000} s`);
    await (this.unit.pause ?? pause)(pauseMs, this.#stopping.signal);
    if (this.#stopping.signal.aborted) return;
    await this.start().then(
      () => log(`✓ ${this.name} runs again`),
      error => this.#crashed(`could not be started (${error instanceof Error ? error.message : error})`),
    );
  }
}
