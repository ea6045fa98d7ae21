import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Database } from '../../db/database.js';
import {
  MIGRATIONS_TABLE,
  migrationsAsSql,
  rowCounts,
  serverVersion,
} from '../../db/repositories/installation-tables.repository.js';
import { diskFault } from '../../domain/disk-fault.js';
import { AppError } from '../../domain/errors.js';
import { firstLine, lastLine, type BackupManifest } from './backup-file.js';
import { startProgram } from './client-program.js';
import { withOptionFile, type ClientAddress } from './option-file.js';
import { neededKeys } from './rotate-keys.js';

export interface BackupDeps {
  readonly db: Database;
  /** Holds the password. */
  readonly databaseUrl: string;
  /** `mariadb-dump`. */
  readonly program: string;
  /** Of EvoSync. */
  readonly version: string;
  readonly now: () => number;
  /** Ends the work and leaves nothing behind. */
  readonly signal?: AbortSignal;
}

export interface MadeBackup extends BackupManifest {
  readonly file: string;
  readonly bytes: number;
}

/**
 * What lives for minutes and lets somebody in: of no use after a restore, and dangerous in a stolen backup. Their tables
 * are kept, without rows.
 */
const WITHOUT_ROWS = ['sessions', 'one_time_tokens', 'rate_counters', 'connection_attempts', 'vk_id_requests'];

/** The last line of a dump that came to its end. */
const DUMP_ENDS = '-- Dump completed';
const TAIL_CHARS = 200;

/**
 * Writes a backup of the whole database as of one moment, while everything runs. The file appears whole or not at all, for
 * its owner alone to read. Keys are not in it: without TOKEN_ENCRYPTION_KEY its tokens are lost.
 * @throws AppError BACKUP.EXISTS, BACKUP.NO_PROGRAM, BACKUP.FAILED, DISK.FULL
 */
export async function makeBackup(deps: BackupDeps, file: string): Promise<MadeBackup> {
  if (existsSync(file)) throw new AppError('conflict', 'BACKUP.EXISTS', { file });
  const { db, databaseUrl } = deps;
  const before = await migrationsAsSql(db);
  const manifest: BackupManifest = {
    format: 1,
    madeAt: new Date(deps.now()).toISOString(),
    version: deps.version,
    server: await serverVersion(db),
    migrations: before.names,
    keyIds: await neededKeys(db),
    rows: await rowCounts(db),
  };
  const draft = `${file}.part-${randomBytes(4).toString('hex')}`;
  try {
    await withOptionFile(databaseUrl, address => write(deps, address, draft, manifest, before.sql));
    // Data of one schema and the list of another would be a backup of neither.
    if ((await migrationsAsSql(db)).sql !== before.sql)
      throw new AppError('conflict', 'BACKUP.FAILED', { reason: 'the schema was migrated meanwhile; make it again' });
    await onDisk(draft);
    await rename(draft, file);
  } catch (error) {
    throw faultOf(error, file);
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
  return { ...manifest, file, bytes: (await stat(file)).size };
}

async function write(
  deps: BackupDeps,
  { optionFile, database }: ClientAddress,
  draft: string,
  manifest: BackupManifest,
  migrationsSql: string,
): Promise<void> {
  const args = [
    // First, as MariaDB wants it; nobody's own option file has a say.
    `--defaults-file=${optionFile}`,
    // One moment for all tables, without locking anybody out, and row by row instead of a table in memory.
    '--single-transaction',
    '--skip-lock-tables',
    '--quick',
    // Hashes and pictures as digits: they survive every character set on their way.
    '--hex-blob',
    '--max-allowed-packet=256M',
    // There are none of them (a test sees to it), and each would ask for one more right.
    '--skip-triggers',
    '--no-tablespaces',
    ...WITHOUT_ROWS.map(table => `--ignore-table-data=${database}.${table}`),
    `--ignore-table=${database}.${MIGRATIONS_TABLE}`,
    database,
  ];
  const dump = startProgram(deps.program, args, 'BACKUP.FAILED', deps.signal);
  dump.child.stdin.end();
  async function* content(): AsyncGenerator<string | Buffer> {
    const hash = createHash('sha256');
    const noted = <T extends string | Buffer>(part: T): T => {
      hash.update(part);
      return part;
    };
    yield noted(firstLine(manifest));
    let tail = '';
    for await (const chunk of dump.child.stdout) {
      const part = chunk as Buffer;
      tail = (tail + part.subarray(-TAIL_CHARS).toString('latin1')).slice(-TAIL_CHARS);
      yield noted(part);
    }
    await dump.ended;
    if (!tail.includes(DUMP_ENDS))
      throw new AppError('unavailable', 'BACKUP.FAILED', { reason: 'the dump ended too early' });
    yield noted(migrationsSql);
    yield lastLine(hash.digest('hex'));
  }
  try {
    await pipeline(
      Readable.from(content(), { objectMode: false }),
      createGzip(),
      createWriteStream(draft, { mode: 0o600, flags: 'wx' }),
      { ...(deps.signal ? { signal: deps.signal } : {}) },
    );
  } finally {
    dump.child.kill();
  }
}

/** A file that is only in memory is gone with the power. */
async function onDisk(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function faultOf(error: unknown, file: string): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const full = diskFault(error);
  if (full !== null) return full;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ABORT_ERR') return new AppError('conflict', 'BACKUP.FAILED', { reason: 'it was broken off' });
  if (/^E[A-Z]+$/.test(code)) return new AppError('conflict', 'BACKUP.FAILED', { reason: `${file}: ${code}` });
  return error;
}
