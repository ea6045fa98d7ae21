import { statfs } from 'node:fs/promises';
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';

/** Connections of the database pool of this process. */
export interface PoolFacts {
  readonly open: number;
  readonly busy: number;
  /** Statements that wait for a connection. */
  readonly waiting: number;
}

export interface ProcessFacts {
  /** `web`, `worker`. */
  readonly service: string;
  readonly version: string;
  readonly pool: () => PoolFacts;
  /** Folder whose disk is watched. */
  readonly dataDir: string;
}

/** What a process tells of itself whenever it is asked: memory, processor, event loop, pool, disk, version. */
export function registerProcessGauges(registry: Registry, facts: ProcessFacts): void {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'evosync_build_info',
    help: 'Always 1; the labels say what runs',
    labelNames: ['service', 'version', 'node'],
    registers,
  }).set({ service: facts.service, version: facts.version, node: process.version }, 1);
  new Gauge({
    name: 'evosync_database_pool_connections',
    help: 'Connections of this process to the database, and statements that wait for one',
    labelNames: ['state'],
    registers,
    collect() {
      const { open, busy, waiting } = facts.pool();
      this.set({ state: 'open' }, open);
      this.set({ state: 'busy' }, busy);
      this.set({ state: 'waiting' }, waiting);
    },
  });
  registerDiskGauges(registry, facts.dataDir);
}

function registerDiskGauges(registry: Registry, folder: string): void {
  const size = new Gauge({
    name: 'evosync_data_disk_size_bytes',
    help: 'Size of the disk that holds DATA_DIR',
    registers: [registry],
  });
  new Gauge({
    name: 'evosync_data_disk_free_bytes',
    help: 'Free space on the disk that holds DATA_DIR',
    registers: [registry],
    async collect() {
      try {
        const { bsize, bavail, blocks } = await statfs(folder);
        this.set(bsize * bavail);
        size.set(bsize * blocks);
      } catch {
        // Not there yet: it is made with the first file.
        this.remove();
        size.remove();
      }
    },
  });
}
