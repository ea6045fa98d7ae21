import { toNowhere } from '../../scripts/setup/progress.mjs';
import { startTemporal } from '../../scripts/setup/temporal.mjs';
import { killHard } from './kill-hard.js';

type Running = Awaited<ReturnType<typeof startTemporal>>;

/** A Temporal server with its data on the disk that can be killed and started again where it was. */
export class KillableTemporal {
  private constructor(
    private readonly dataDir: string,
    private running: Running,
  ) {}

  static async start(dataDir: string): Promise<KillableTemporal> {
    return new KillableTemporal(dataDir, await startTemporal({ dataDir, log: toNowhere, diesWithParent: true }));
  }

  get address(): string {
    return this.running.address;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await killHard(this.running);
    await this.running.stop();
  }

  /** Same port, same data. */
  async startAgain(): Promise<void> {
    const { port } = this.running;
    this.running = await startTemporal({ dataDir: this.dataDir, port, log: toNowhere, diesWithParent: true });
  }

  async end(): Promise<void> {
    await this.kill();
  }
}
