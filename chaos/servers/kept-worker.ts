import { setTimeout as pause } from 'node:timers/promises';
import type { OwnProcess } from './own-process.js';

/** Between the end of a worker and its next start, as the supervisor of `npm start` does it. */
const START_AGAIN_AFTER_MS = 300;

/** A worker process under a supervisor: whatever ends it, another one is started in its place. */
export class KeptWorker {
  private readonly ending = new AbortController();
  private current: OwnProcess | null = null;
  private readonly over: Promise<void>;
  kills = 0;

  constructor(private readonly start: () => Promise<OwnProcess>) {
    this.over = this.keep();
  }

  /** `kill -9`, once there is something to kill. */
  async kill(): Promise<void> {
    while (this.current === null && this.isWanted()) await pause(20);
    const victim = this.current;
    if (victim === null) return;
    this.current = null;
    this.kills += 1;
    await victim.kill();
  }

  /** Resolves as soon as a worker polls. */
  async ready(): Promise<void> {
    while (this.current === null && this.isWanted()) await pause(20);
  }

  async end(): Promise<void> {
    this.ending.abort();
    await this.current?.end();
    await this.over;
  }

  private isWanted(): boolean {
    return !this.ending.signal.aborted;
  }

  private async keep(): Promise<void> {
    while (this.isWanted()) {
      // Without Temporal or MariaDB it does not come up; the next try may.
      const worker = await this.start().catch(() => null);
      if (worker !== null) {
        this.current = worker;
        if (!this.isWanted()) await worker.end();
        await worker.exited;
        if (this.current === worker) this.current = null;
      }
      if (this.isWanted()) await pause(START_AGAIN_AFTER_MS);
    }
  }
}
