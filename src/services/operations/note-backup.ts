import type { Queries } from '../../db/database.js';
import { COMMAND_LINE } from '../../domain/access/actor.js';
import { writeAudit } from '../audit/write-audit.js';
import type { MadeBackup } from './make-backup.js';

/** Writes down that there is a backup, so that an alarm can tell when there is none. */
export async function noteBackup(
  db: Queries,
  { bytes, version }: Pick<MadeBackup, 'bytes' | 'version'>,
): Promise<void> {
  await writeAudit(db, {
    actor: null,
    subject: null,
    action: 'backup.made',
    entity: 'installation',
    before: null,
    after: { bytes, version },
    origin: COMMAND_LINE.origin,
  });
}
