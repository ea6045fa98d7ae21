import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/db/database.js';
import { makeBackup } from '../../src/services/operations/make-backup.js';
import { restoreBackup, type Restored } from '../../src/services/operations/restore-backup.js';
import { closeIdle } from './close-idle.js';
import { mariadbPrograms } from './mariadb-programs.js';
import type { ServicesEnv } from './services-env.js';

export interface RestoreWay {
  /** Nothing of the database was left to be compared with. */
  readonly lost?: boolean;
  /** What the program that loads does instead; `$CLIENT` is the right one. */
  readonly script?: string;
}

/** Where the database of a harness is backed up to and put back from. */
export interface RestorePlace {
  backup(): Promise<string>;
  restore(file: string, way?: RestoreWay): Promise<Restored>;
  close(): void;
}

export async function restorePlace(env: ServicesEnv): Promise<RestorePlace> {
  const programs = await mariadbPrograms();
  const folder = mkdtempSync(join(tmpdir(), 'evosync-restore-'));
  let files = 0;
  const fresh = (ending: string): string => join(folder, `${++files}.${ending}`);
  function loader(script: string | undefined): string {
    if (script === undefined) return programs.client;
    const program = fresh('sh');
    writeFileSync(program, `#!/bin/sh\nCLIENT='${programs.client}'\n${script}\n`, { mode: 0o755 });
    return program;
  }
  return {
    async backup() {
      const file = fresh('sql.gz');
      const deps = { db: env.db, databaseUrl: env.url, program: programs.dump, version: '1.0.0', now: env.deps.now };
      await makeBackup(deps, file);
      return file;
    },
    async restore(file, { lost = false, script } = {}) {
      const db = openDatabase(env.url);
      try {
        if (lost) await db.change('DROP TABLE health_check_logs, vk_method_blocks');
        await closeIdle(env.db);
        return await restoreBackup(
          {
            db,
            databaseUrl: env.url,
            vault: env.base.vault,
            program: loader(script),
            now: env.deps.now,
            endRuns: () => Promise.resolve(0),
          },
          { file, confirmed: true, withoutKeys: false, paused: false },
        );
      } finally {
        await db.close();
      }
    },
    close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
