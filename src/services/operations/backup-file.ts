import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { AppError } from '../../domain/errors.js';

/** What a backup says of itself, in its first line. */
export interface BackupManifest {
  readonly format: 1;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** Of EvoSync. */
  readonly version: string;
  /** Of the database server. */
  readonly server: string;
  /** Names of the migrations that made its schema. */
  readonly migrations: readonly string[];
  /** Names of the token keys that its tokens need; they tell nothing about the keys. */
  readonly keyIds: readonly string[];
  /** Rows by table when the backup began; a busy table may hold a few more. */
  readonly rows: Readonly<Record<string, number>>;
}

const manifestSchema = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  version: z.string().max(100),
  server: z.string().max(200),
  migrations: z.array(z.string().max(200)).max(10_000),
  keyIds: z.array(z.string().max(20)).max(1000),
  rows: z.record(z.string(), z.number().int().nonnegative()),
});

/*
 * A backup is one gzip file of SQL, so that in need `gunzip -c FILE | mariadb DATABASE` reads it without EvoSync. Its first
 * and its last line are remarks: what it is, and the SHA-256 of all that stands between.
 */
const FIRST = '-- evosync-backup ';
const LAST = '\n-- evosync-backup-end ';
const HASH_CHARS = 64;
const LAST_CHARS = LAST.length + HASH_CHARS + 1;
const MAX_FIRST_LINE = 1_000_000;

export const firstLine = (manifest: BackupManifest): string => `${FIRST}${JSON.stringify(manifest)}\n`;
export const lastLine = (sha256: string): string => `${LAST}${sha256}\n`;

/** The SQL of a backup, unpacked. Ends with an error when the file is cut off or no gzip at all. */
export function sqlOf(file: string): NodeJS.ReadableStream {
  const unpacked = createGunzip();
  const packed = createReadStream(file);
  packed.once('error', error => unpacked.destroy(error));
  unpacked.once('close', () => packed.destroy());
  return packed.pipe(unpacked);
}

/**
 * Reads a backup through to its end without touching anything.
 * @throws AppError BACKUP.NOT_FOUND, BACKUP.BROKEN
 */
export async function verifyBackup(file: string): Promise<BackupManifest> {
  const hash = createHash('sha256');
  let first: BackupManifest | null = null;
  let head = Buffer.alloc(0);
  let held = Buffer.alloc(0);
  try {
    for await (const chunk of sqlOf(file)) {
      const part = chunk as Buffer;
      if (first === null) {
        head = Buffer.concat([head, part]);
        const end = head.indexOf(10);
        if (end >= 0) first = manifestOf(head.subarray(0, end).toString('utf8'));
        else if (head.length > MAX_FIRST_LINE) throw broken('it has no first line of ours');
      }
      held = Buffer.concat([held, part]);
      const sure = held.length - LAST_CHARS;
      if (sure <= 0) continue;
      hash.update(held.subarray(0, sure));
      held = held.subarray(sure);
    }
  } catch (error) {
    throw faultOf(error, file);
  }
  if (first === null) throw broken('it has no first line of ours');
  if (held.toString('utf8') !== lastLine(hash.digest('hex'))) throw broken('its content is not what was written');
  return first;
}

function manifestOf(line: string): BackupManifest {
  if (!line.startsWith(FIRST)) throw broken('it is no backup of EvoSync');
  try {
    return manifestSchema.parse(JSON.parse(line.slice(FIRST.length)));
  } catch {
    throw broken('its first line cannot be read; it may be of another version of EvoSync');
  }
}

const broken = (reason: string): AppError => new AppError('invalid', 'BACKUP.BROKEN', { reason });

function faultOf(error: unknown, file: string): unknown {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return new AppError('not_found', 'BACKUP.NOT_FOUND', { file });
  if (code.startsWith('Z_')) return broken(code === 'Z_BUF_ERROR' ? 'it is cut off' : 'it is no gzip file, or damaged');
  return error;
}
