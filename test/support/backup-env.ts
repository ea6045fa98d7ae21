import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/db/database.js';
import type { UserId } from '../../src/domain/brand.js';
import { createTokenVault, type TokenVault } from '../../src/security/token-vault.js';
import { makeBackup, type BackupDeps, type MadeBackup } from '../../src/services/operations/make-backup.js';
import {
  restoreBackup,
  type RestoreDeps,
  type Restored,
  type RestoreWish,
} from '../../src/services/operations/restore-backup.js';
import { tokenPlace } from '../../src/services/vendors/token-places.js';
import { accountEnv } from './account-env.js';
import { mariadbPrograms } from './mariadb-programs.js';
import { emptyDatabase, migratedDatabase, type TestDatabase } from './services-env-database.js';
import { settledMerchant } from './settled-merchant.js';

/** A name that breaks careless dumps. */
export const AWKWARD = `Чай «Ёж» '";\\ 茶 🍵 \u0000 -- x`;

/** A database with a merchant in it, a folder for backups, and empty databases to put them into. */
export interface BackupEnv {
  readonly base: TestDatabase;
  readonly folder: string;
  readonly vault: TokenVault;
  readonly merchantId: UserId;
  /** A name nobody has used. */
  fresh(): string;
  backup(file: string, over?: Partial<BackupDeps>): Promise<MadeBackup>;
  /** Works with an empty database, and drops it. */
  onEmpty<T>(work: (target: TestDatabase) => Promise<T>): Promise<T>;
  restore(
    target: Pick<TestDatabase, 'url'>,
    file: string,
    wish?: Partial<RestoreWish>,
    over?: Partial<RestoreDeps>,
  ): Promise<Restored>;
  close(): Promise<void>;
}

export async function backupEnv(): Promise<BackupEnv> {
  const programs = await mariadbPrograms();
  const folder = mkdtempSync(join(tmpdir(), 'evosync-backup-'));
  const base = await migratedDatabase();
  const vault = createTokenVault([new Uint8Array(32).fill(7)]);
  const { id } = await settledMerchant(base.db, accountEnv(base.db));
  const sealed = vault.seal('vk1.token', tokenPlace.vk(id));
  const set = (sql: string, values: Readonly<Record<string, string>> = {}) => base.db.change(sql, { id, ...values });
  await set('UPDATE vk_connections SET access_token = :sealed WHERE user_id = :id', { sealed });
  await set('UPDATE users SET first_name = :name WHERE id = :id', { name: AWKWARD });
  await set('UPDATE sync_configs SET confirmed_at = NOW(), is_enabled = TRUE WHERE user_id = :id');
  await set(
    `INSERT INTO sessions (sid, user_id, data, expires, created_at, updated_at)
     VALUES ('secret-session', :id, '{}', NOW(), NOW(), NOW())`,
  );
  let files = 0;
  return {
    base,
    folder,
    vault,
    merchantId: id,
    fresh: () => join(folder, `backup-${++files}.sql.gz`),
    backup: (file, over = {}) =>
      makeBackup(
        { db: base.db, databaseUrl: base.url, program: programs.dump, version: '9.9.9', now: Date.now, ...over },
        file,
      ),
    async onEmpty(work) {
      const target = await emptyDatabase();
      try {
        return await work(target);
      } finally {
        await target.drop();
      }
    },
    async restore({ url }, file, wish = {}, over = {}) {
      const db = openDatabase(url);
      try {
        const deps: RestoreDeps = {
          db,
          databaseUrl: url,
          vault,
          program: programs.client,
          now: Date.now,
          endRuns: () => Promise.resolve(0),
          ...over,
        };
        return await restoreBackup(deps, { file, confirmed: false, withoutKeys: false, paused: false, ...wish });
      } finally {
        await db.close();
      }
    },
    async close() {
      rmSync(folder, { recursive: true, force: true });
      await base.drop();
    },
  };
}
