/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import { mustHave } from '../../src/domain/access/actor.js';
import type { UserId } from '../../src/domain/brand.js';
import type { AuditLine, AuditPerson, AuditQuery, AuditService } from '../../src/services/admin/audit-contracts.js';
import { minutesAgo } from './fake-connections.js';

const OLGA: AuditPerson = { id: 1 as UserId, email: 'olga@chainaya.example', name: 'Ольга Ветрова' };
const OPERATOR: AuditPerson = { id: 2 as UserId, email: 'operator@evosync.example', name: 'Ольга Ветрова' };
const STOPPED: AuditPerson = { id: 4 as UserId, email: 'stopped@evosync.example', name: '' };

const line = (id: number, action: string, over: Partial<AuditLine> = {}): AuditLine => ({
  id,
  at: minutesAgo((900 - id) * 17),
  action,
  entity: 'user:1',
  before: null,
  after: null,
  origin: 'web 203.0.113.7',
  actor: OLGA,
  subject: OLGA,
  ...over,
});

export const AUDIT_LINES: readonly AuditLine[] = [
  line(899, 'user.suspend', {
    entity: 'user:4',
    actor: OPERATOR,
    subject: STOPPED,
    before: { status: 'active' },
    after: { status: 'suspended' },
  }),
  line(898, 'settings.change', {
    before: { price_multiplier: '1', brake_hide_percent: 20 },
    after: { price_multiplier: '1.15', brake_hide_percent: 35 },
  }),
  line(897, 'account.log_in_failed', { actor: null, entity: '', after: { reason: 'password' } }),
  line(896, 'user.delete', {
    actor: OPERATOR,
    subject: null,
    entity: 'user:77',
    before: { role: 'user', status: 'active' },
  }),
  line(895, 'role.set_grants', {
    actor: null,
    subject: null,
    entity: 'role:admin',
    origin: 'cli',
    before: { permissions: ['users.view'] },
    after: { permissions: ['users.view', 'audit.view'] },
  }),
  line(894, 'listing.own', {
    entity: 'listing:4711',
    before: { name: null },
    after: { name: `Чай ${'очень длинное название '.repeat(12)}` },
  }),
  line(893, 'connection.till_ended', {
    actor: null,
    origin: 'evotor',
    entity: 'till:01-…77',
    after: { code: 'EVOTOR.APP_REMOVED' },
  }),
  line(892, 'account.log_in'),
];

export interface FakeAudit extends AuditService {
  lines: AuditLine[];
  /** The last wish. */
  asked: AuditQuery | null;
  pageSize: number;
}

export function createFakeAudit(): FakeAudit {
  const audit: FakeAudit = {
    lines: [...AUDIT_LINES],
    asked: null,
    pageSize: 50,
    async list(actor, query) {
      mustHave(actor, 'audit.view');
      audit.asked = query;
      const people = [OLGA, OPERATOR, STOPPED];
      const person = people.find(({ id, email }) => String(id) === query.person || email === query.person) ?? null;
      if (query.person !== '' && person === null)
        return { rows: [], hasNewer: false, hasOlder: false, person, isPersonUnknown: true };
      const found = audit.lines.filter(
        ({ action, actor: who, subject }) =>
          (query.action === null || action === query.action) &&
          (person === null || who?.id === person.id || subject?.id === person.id),
      );
      const { before, after } = query;
      const from =
        after === null
          ? found.filter(({ id }) => before === null || id < before)
          : found.filter(({ id }) => id > after);
      const rows = after === null ? from.slice(0, audit.pageSize) : from.slice(-audit.pageSize);
      const [first, last] = [rows[0], rows.at(-1)];
      return {
        rows,
        hasNewer: first !== undefined && found.some(({ id }) => id > first.id),
        hasOlder: last !== undefined && found.some(({ id }) => id < last.id),
        person,
        isPersonUnknown: false,
      };
    },
  };
  return audit;
}
