import type { Database } from '../../db/database.js';
import { COMMAND_LINE } from '../../domain/access/actor.js';
import { writeAudit } from '../audit/write-audit.js';
import type { MadeBackup } from './make-backup.js';

/** What the figures of the installation look for: when somebody last made a backup. */
export const BACKUP_MADE = 'backup.made';

/** Writes down that there is a backup, so that an alarm can tell when there is none. */
export async function noteBackup(db: Database, { bytes, version }: MadeBackup): Promise<void> {
  await writeAudit(db, {
    actor: null,
    subject: null,
    action: BACKUP_MADE,
    entity: 'installation',
    before: null,
    after: { bytes, version },
    origin: COMMAND_LINE.origin,
  });
}
