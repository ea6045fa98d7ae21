import { pipeline } from 'node:stream/promises';
import type { Database } from '../../db/database.js';
import { migrateUp } from '../../db/migrate.js';
import { migrationFiles } from '../../db/migration-files.js';
import { shelveCarriedOver, shelvedCarriedOver } from '../../db/repositories/carry-over-shelf.repository.js';
import { readCarriedOver, type CarriedOver } from '../../db/repositories/carry-over.repository.js';
import {
  emptyDatabase,
  isRestoreUnderWay,
  markRestored,
  moveIdsOn,
  otherConnections,
  rowCounts,
  tableNames,
} from '../../db/repositories/installation-tables.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { TokenVault } from '../../security/token-vault.js';
import { sqlOf, verifyBackup, type BackupManifest } from './backup-file.js';
import { startProgram } from './client-program.js';
import { withOptionFile } from './option-file.js';
import { reviveInstallation } from './revive-installation.js';

/** Time that connections of programs that were just ended get to close. */
const LEAVING_MS = 15_000;
const LOOK_EVERY_MS = 500;
/** More ids than an installation gives out between a backup and the day it is needed. */
const ID_GAP = 10_000_000;

export interface RestoreDeps {
  /** Opened for this alone: other connections are taken for other programs. */
  readonly db: Database;
  /** Holds the password. */
  readonly databaseUrl: string;
  readonly vault: TokenVault;
  /** `mariadb`. */
  readonly program: string;
  readonly now: () => number;
  /** Ends every run that Temporal still has; they work on ids that are others' from now on. Answers how many. */
  readonly endRuns: (reason: string) => Promise<number>;
}

export interface RestoreWish {
  readonly file: string;
  /** What is in the database now may go. */
  readonly confirmed: boolean;
  /** Go on although no key opens some of the tokens: their merchants connect anew. */
  readonly withoutKeys: boolean;
  /** Pause every merchant: for a copy that must not touch the real shops. */
  readonly paused: boolean;
}

export interface Restored {
  readonly backup: BackupManifest;
  readonly rows: Readonly<Record<string, number>>;
  readonly migrated: readonly string[];
  readonly runsEnded: number;
  /** Connections and states that were newer in the database before. */
  readonly isCarriedOver: boolean;
  /** Accounts deleted since the backup: suspended until they are deleted again. */
  readonly deletedSince: readonly UserId[];
  readonly merchantsTold: number;
}

/**
 * Puts the installation back to a backup. Everything is looked at before anything is touched; from the first touch until
 * the end no program starts on the database, and a restore that was broken off is simply run again.
 * @throws AppError BACKUP.*, RESTORE.*
 */
export async function restoreBackup(deps: RestoreDeps, wish: RestoreWish): Promise<Restored> {
  const { db } = deps;
  const backup = await verifyBackup(wish.file);
  await mustFit(deps, backup, wish);
  const isEmpty = (await tableNames(db)).length === 0;
  if (!isEmpty && !wish.confirmed) throw new AppError('conflict', 'RESTORE.NOT_EMPTY');
  await mustBeAlone(deps);
  const kept = isEmpty ? null : await knownBefore(db);
  const runsEnded = await deps.endRuns('the installation is restored from a backup');
  await emptyDatabase(db);
  await load(deps, wish.file);
  const migrated = await migrateUp(db);
  const revived = await reviveInstallation(db, { backup, kept, paused: wish.paused, now: new Date(deps.now()) });
  await moveIdsOn(db, ID_GAP);
  const rows = await rowCounts(db);
  await markRestored(db);
  return { backup, rows, migrated, runsEnded, ...revived };
}

/**
 * What the database knew before the first touch. It is put down before anything goes: where a restore broke off, only half
 * of a backup is left to be asked, and whoever was suspended or deleted since would be let in again.
 */
async function knownBefore(db: Database): Promise<CarriedOver | null> {
  if (await isRestoreUnderWay(db)) return shelvedCarriedOver(db);
  const kept = await readCarriedOver(db).catch(() => null);
  await shelveCarriedOver(db, kept);
  return kept;
}

async function mustFit(deps: RestoreDeps, backup: BackupManifest, wish: RestoreWish): Promise<void> {
  const known = new Set((await migrationFiles()).map(({ name }) => name));
  const newer = backup.migrations.filter(name => !known.has(name));
  if (newer.length > 0)
    throw new AppError('conflict', 'BACKUP.NEWER', { version: backup.version, names: newer.slice(0, 5).join(', ') });
  const missing = backup.keyIds.filter(id => !deps.vault.keyIds.includes(id));
  if (missing.length > 0 && !wish.withoutKeys)
    throw new AppError('conflict', 'BACKUP.KEYS_MISSING', { count: missing.length, keys: missing.join(', ') });
}

/** Somebody who writes meanwhile would write into a half of a database. */
async function mustBeAlone({ db, now }: RestoreDeps): Promise<void> {
  const until = now() + LEAVING_MS;
  for (;;) {
    const others = await otherConnections(db);
    if (others === 0) return;
    if (now() >= until) throw new AppError('conflict', 'RESTORE.IN_USE', { count: others });
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function load({ databaseUrl, program }: RestoreDeps, file: string): Promise<void> {
  await withOptionFile(databaseUrl, async ({ optionFile, database }) => {
    const args = [`--defaults-file=${optionFile}`, '--max-allowed-packet=256M', '--batch', database];
    const client = startProgram(program, args, 'RESTORE.FAILED');
    client.child.stdout.resume();
    try {
      // A client that stops reading has said why; a broken pipe says nothing.
      await pipeline(sqlOf(file), client.child.stdin).catch(async (error: unknown) => {
        await client.ended;
        throw error;
      });
      await client.ended;
    } finally {
      client.child.kill();
    }
  });
}
