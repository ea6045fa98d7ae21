import type { Database } from '../../db/database.js';
import {
  endOfScan,
  findApiLog,
  findApiLogEntry,
  idsOfPeriod,
  NO_END,
  type ApiLogRange,
  type ApiLogWish,
} from '../../db/repositories/api-log-list.repository.js';
import { findUserByEmail, findUserById } from '../../db/repositories/users.repository.js';
import { mustHave } from '../../domain/access/actor.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { writeAudit } from '../audit/write-audit.js';
import { bodiesOf } from './api-log-bodies.js';
import {
  API_LOG_PAGE,
  SCAN_LINES,
  type ApiLogFilter,
  type ApiLogPage,
  type ApiLogPlace,
  type ApiLogViewer,
  type StatusClass,
} from './api-log-contracts.js';
import { curlOf, isWrite, type VendorAddresses } from './api-log-curl.js';

export interface ApiLogViewerDeps extends VendorAddresses {
  readonly db: Database;
}

/** The log of all calls, for operators. */
export function createApiLogViewer(deps: ApiLogViewerDeps): ApiLogViewer {
  const { db } = deps;
  return {
    async list(actor, filter, place) {
      mustHave(actor, 'api_log.view');
      return page(db, await wishOf(db, filter), place);
    },
    async line(actor, id) {
      mustHave(actor, 'api_log.view');
      const row = await findApiLogEntry(db, id);
      if (row === null) throw new AppError('not_found', 'API_LOG.NOT_FOUND');
      // Bodies hold a merchant's goods: who looked at them stays known.
      await writeAudit(db, {
        actor: actor.userId,
        subject: row.userId,
        action: 'api_log.view',
        entity: `api_log:${id}`,
        before: null,
        after: null,
        origin: actor.origin,
      });
      const { requestBody, responseBody, ...line } = row;
      const { request, response } = bodiesOf({ ...line, requestBody, responseBody });
      return { ...line, request, response, ...curlOf(line, request, deps), isWrite: isWrite(line, request) };
    },
  };
}

async function page(db: Database, wish: ApiLogWish, place: ApiLogPlace): Promise<ApiLogPage> {
  const isNewer = place !== null && 'above' in place;
  const period =
    wish.from === undefined && wish.to === undefined
      ? { above: 0, below: NO_END }
      : await idsOfPeriod(db, wish.from, wish.to);
  const range: ApiLogRange = {
    above: Math.max(period.above, isNewer ? place.above : 0),
    below: Math.min(period.below, place !== null && 'below' in place ? place.below : NO_END),
    direction: isNewer ? 'newer' : 'older',
    // One more than is shown tells whether there is a next page.
    limit: API_LOG_PAGE + 1,
    scan: SCAN_LINES,
  };
  const found = await findApiLog(db, wish, range);
  const shown = found.slice(0, API_LOG_PAGE);
  const last = found.length > API_LOG_PAGE ? (shown.at(-1)?.id ?? null) : null;
  const scanEnd = last === null ? await endOfScan(db, wish, range) : null;
  // Where the search goes on: behind the page when it is full, else behind the last line it looked at.
  const next = last ?? scanEnd;
  const lines = isNewer ? shown.toReversed() : shown;
  const stoppedAfter = last === null && scanEnd !== null ? SCAN_LINES : null;
  return isNewer
    ? { lines, newer: next, older: lines.at(-1)?.id ?? place.above + 1, stoppedAfter }
    : { lines, older: next, newer: place === null ? null : (lines[0]?.id ?? place.below - 1), stoppedAfter };
}

const STATUSES: Readonly<Record<StatusClass, readonly [number, number] | null>> = {
  '2': [200, 299],
  '3': [300, 399],
  '4': [400, 499],
  '5': [500, 599],
  none: null,
};

async function wishOf(db: Database, filter: ApiLogFilter): Promise<ApiLogWish> {
  const { merchant, statusClass, ...rest } = filter;
  return {
    ...rest,
    ...(merchant === undefined ? {} : { userId: await userIdOf(db, merchant) }),
    ...(statusClass === undefined ? {} : { status: STATUSES[statusClass] }),
  };
}

/** Throws `API_LOG.NO_SUCH_MERCHANT`. */
async function userIdOf(db: Database, merchant: string): Promise<UserId> {
  const user = /^\d{1,15}$/u.test(merchant)
    ? await findUserById(db, Number(merchant) as UserId)
    : await findUserByEmail(db, merchant);
  if (user === null) throw new AppError('invalid', 'API_LOG.NO_SUCH_MERCHANT', { field: 'user' });
  return user.id;
}
