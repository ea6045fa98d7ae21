import type { Database } from '../../db/database.js';
import {
  accountFacts,
  countApiErrors,
  healthEvents,
  vendorRests,
} from '../../db/repositories/admin-user.repository.js';
import { auditLines } from '../../db/repositories/audit-log.repository.js';
import { catalogueNumbers } from '../../db/repositories/goods-page.repository.js';
import { listJobs } from '../../db/repositories/jobs.repository.js';
import { findProfile } from '../../db/repositories/profiles.repository.js';
import { may, mustHave, type Actor } from '../../domain/access/actor.js';
import { deletionDate } from '../../domain/account.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { evotorCard, vkCard } from '../connections/connection-service.js';
import { jobView } from '../sync/job-view.js';
import { knownAccount } from './touched-account.js';
import { actionsFor } from './user-actions.js';
import type { UserView } from './users-contracts.js';

const RUNS_SHOWN = 5;
const EVENTS_SHOWN = 8;
const LINES_SHOWN = 8;
const DAY_MS = 86_400_000;

/** One account: a constant number of statements, and nothing of what the actor may not see. */
export async function viewUser(db: Database, actor: Actor, id: UserId, nowMs: number): Promise<UserView> {
  mustHave(actor, 'users.view');
  const now = new Date(nowMs);
  const account = await knownAccount(db, id);
  const [profile, facts] = await Promise.all([findProfile(db, id), accountFacts(db, id, now)]);
  if (profile === null || facts === null) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
  const everything = { userId: id, action: null, from: null, until: null };
  const [cards, rests, numbers, jobs, events, apiErrors, audit] = await Promise.all([
    Promise.all([evotorCard(db, id), vkCard(db, id)]),
    vendorRests(db, id, now),
    catalogueNumbers(db, id),
    may(actor, 'jobs.view') ? listJobs(db, id, { offset: 0, limit: RUNS_SHOWN }) : null,
    healthEvents(db, id, EVENTS_SHOWN),
    may(actor, 'api_log.view') ? countApiErrors(db, id, new Date(nowMs - DAY_MS)) : null,
    may(actor, 'audit.view') ? auditLines(db, everything, null, LINES_SHOWN) : null,
  ]);
  const { firstName, lastName, email, phone, createdAt, lastLoginAt, passwordChangedAt } = profile;
  const { deleteRequestedAt } = account;
  return {
    ...{ id, email, firstName, lastName, phone, createdAt, lastLoginAt, passwordChangedAt },
    ...facts,
    status: deleteRequestedAt === null ? account.status : 'deleting',
    deletesAt: deleteRequestedAt === null ? null : deletionDate(deleteRequestedAt),
    roles: account.roles,
    hasPassword: account.passwordHash !== null,
    ...{ cards, rests, numbers, events, apiErrors, audit },
    runs: jobs === null ? null : jobs.rows.map(job => jobView(job, nowMs)),
    actions: actionsFor(actor, account),
  };
}
