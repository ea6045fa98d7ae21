import type { Database } from '../../db/database.js';
import {
  addLocks,
  compareAccounts,
  keepCareful,
  replaceConnections,
  suspendAccounts,
  type CarriedOver,
} from '../../db/repositories/carry-over.repository.js';
import { pauseAll, sortOut, tellMerchants } from '../../db/repositories/restored.repository.js';
import type { UserId } from '../../domain/brand.js';
import { dayText } from '../../domain/text/day-text.js';
import type { BackupManifest } from './backup-file.js';

interface Revival {
  readonly backup: BackupManifest;
  /** What the replaced database knew; `null` = there was none, or it could not be read. */
  readonly kept: CarriedOver | null;
  readonly paused: boolean;
  readonly now: Date;
}

/**
 * Makes an installation of what was loaded: nothing comes alive twice, every shop is read whole before anything is planned,
 * and of what the replaced database knew better the careful part stays. All or nothing.
 */
export async function reviveInstallation(
  db: Database,
  { backup, kept, paused, now }: Revival,
): Promise<{ isCarriedOver: boolean; deletedSince: readonly UserId[]; merchantsTold: number }> {
  return db.transaction(async queries => {
    const told = { day: dayText(new Date(backup.madeAt)) };
    await sortOut(queries, told, now);
    let deletedSince: readonly UserId[] = [];
    let isCarriedOver = false;
    if (kept !== null) {
      const { same, gone } = await compareAccounts(queries, kept.accounts);
      // With nobody in common it is another installation, or a new one that knows nothing: it has no say.
      if (same.length > 0) {
        isCarriedOver = true;
        deletedSince = gone;
        for (const account of same) await keepCareful(queries, account);
        await suspendAccounts(queries, gone);
        const owners = new Set(same.map(({ id }) => id));
        await replaceConnections(queries, kept, owners);
        await addLocks(queries, kept, owners);
      }
    }
    if (paused) await pauseAll(queries, now);
    const merchantsTold = await tellMerchants(queries, told, now);
    return { isCarriedOver, deletedSince, merchantsTold };
  });
}
