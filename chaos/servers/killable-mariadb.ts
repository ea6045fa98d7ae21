import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import mariadb, { type Connection } from 'mariadb';
import { startMariadb } from '../../scripts/setup/mariadb.mjs';
import { toNowhere } from '../../scripts/setup/progress.mjs';
import { killHard } from './kill-hard.js';

const run = promisify(execFile);

/**
 * All tables in one file that grows in small steps, so that a limit on the size of files stops every growth at once. The
 * signal of that limit is switched off, so that the server sees a failed write, as on a full disk.
 */
const DRILL = {
  diesWithParent: true,
  args: [
    '--innodb-file-per-table=0',
    '--innodb-log-file-size=16M',
    '--innodb-data-file-path=ibdata1:12M:autoextend',
    '--innodb-autoextend-increment=1',
  ],
  via: ['/bin/sh', '-c', `trap '' XFSZ; exec "$0" "$@"`],
} as const;

/** Takes the free places inside the file. */
const BALLAST = 'chaos_ballast';

/** MariaDB: `ER_RECORD_FILE_FULL`. */
function ifFull(error: unknown): true {
  if ((error as { errno?: number }).errno === 1114) return true;
  throw error;
}

/** Takes so many bytes of the file, if there are so many. */
async function hasRoomFor(connection: Connection, bytes: number): Promise<boolean> {
  try {
    await connection.query(`INSERT INTO ${BALLAST} VALUES (REPEAT('x', ${bytes}))`);
    return true;
  } catch (error) {
    return !ifFull(error);
  }
}

type Running = Awaited<ReturnType<typeof startMariadb>>;

/** A MariaDB with production durability that can be killed, started again where it was, and starved of disk. */
export class KillableMariadb {
  private constructor(
    private readonly dataDir: string,
    private running: Running,
  ) {}

  static async start(dataDir: string): Promise<KillableMariadb> {
    return new KillableMariadb(dataDir, await startMariadb({ dataDir, log: toNowhere, drill: DRILL }));
  }

  get url(): string {
    return this.running.url;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await killHard(this.running);
    await this.running.stop();
  }

  /** Same port, same data; the server repairs itself first. */
  async startAgain(): Promise<void> {
    const { port } = this.running;
    this.running = await startMariadb({ dataDir: this.dataDir, port, log: toNowhere, drill: DRILL });
  }

  /** From now on no file can grow, and what was free inside is taken: writes fail with «The table is full». */
  async fillDisk(): Promise<void> {
    await this.limitFiles(String(statSync(this.tableFile()).size));
    await this.onServer(async connection => {
      await connection.query(`CREATE TABLE IF NOT EXISTS ${BALLAST} (filling MEDIUMBLOB)`).catch(ifFull);
      for (const bytes of [400_000, 15_000, 3000, 100]) while (await hasRoomFor(connection, bytes));
    });
  }

  async freeDisk(): Promise<void> {
    await this.limitFiles('unlimited');
    await this.onServer(connection => connection.query(`DROP TABLE IF EXISTS ${BALLAST}`));
  }

  /** Growths the server was refused since it exists. */
  refusedWrites(): number {
    const log = readFileSync(join(this.dataDir, 'mariadbd.log'), 'utf8');
    return log.split('\n').filter(line => /preallocating \d+ bytes .* failed/.test(line)).length;
  }

  async end(): Promise<void> {
    await killHard(this.running);
    await this.running.stop();
  }

  private tableFile(): string {
    const file = join(this.dataDir, 'data', 'ibdata1');
    if (!existsSync(file)) throw new Error(`MariaDB does not keep its tables in ${file}`);
    return file;
  }

  private async onServer(work: (connection: Connection) => Promise<unknown>): Promise<void> {
    const connection = await mariadb.createConnection(this.url);
    try {
      await work(connection);
    } finally {
      await connection.end();
    }
  }

  private async limitFiles(bytes: string): Promise<void> {
    try {
      await run('prlimit', ['--pid', String(this.running.pid), `--fsize=${bytes}:unlimited`]);
    } catch (error) {
      throw new Error('«disk full» needs `prlimit` of util-linux, and Linux', { cause: error });
    }
  }
}
