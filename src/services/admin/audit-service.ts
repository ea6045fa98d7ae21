import type { Database } from '../../db/database.js';
import { auditLines, auditPerson } from '../../db/repositories/audit-log.repository.js';
import { mustHave } from '../../domain/access/actor.js';
import type { AuditService } from './audit-contracts.js';

const LINES_PER_PAGE = 50;

/** What people and operators did, a page at a time from any line on. */
export function createAuditService({ db }: { readonly db: Database }): AuditService {
  return {
    async list(actor, { person: who, action, from, until, before, after }) {
      mustHave(actor, 'audit.view');
      const person = who.trim() === '' ? null : await auditPerson(db, who.trim());
      if (who.trim() !== '' && person === null)
        return { rows: [], hasNewer: false, hasOlder: false, person, isPersonUnknown: true };
      const place = after !== null ? { after } : before !== null ? { before } : null;
      // One more than is shown tells whether there is another page on that side.
      const filter = { userId: person?.id ?? null, action, from, until };
      const found = await auditLines(db, filter, place, LINES_PER_PAGE + 1);
      const isMore = found.length > LINES_PER_PAGE;
      const rows = after === null ? found.slice(0, LINES_PER_PAGE) : found.slice(-LINES_PER_PAGE);
      return {
        rows,
        hasNewer: after === null ? before !== null : isMore,
        hasOlder: after === null ? isMore : true,
        person,
        isPersonUnknown: false,
      };
    },
  };
}
