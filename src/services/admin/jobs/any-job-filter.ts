import type { Queries } from '../../../db/database.js';
import type { AnyJobFilter } from '../../../db/repositories/all-jobs.repository.js';
import { getSyncConfig } from '../../../db/repositories/sync-config.repository.js';
import { findUserByEmail, findUserById } from '../../../db/repositories/users.repository.js';
import type { UserId } from '../../../domain/brand.js';
import type { AdminJobFilter, AdminJobList } from './jobs-contracts.js';

/** The account behind a number or an e-mail address; `null` = there is none. */
export async function merchantAsked(queries: Queries, text: string): Promise<AdminJobList['merchant']> {
  const wanted = text.trim();
  const user = /^[1-9]\d{0,14}$/u.test(wanted)
    ? await findUserById(queries, Number(wanted) as UserId)
    : await findUserByEmail(queries, wanted);
  if (user === null) return null;
  // Looking makes no settings for somebody who is no merchant.
  const isPaused = user.roles.includes('user') && (await getSyncConfig(queries, user.id)).pausedAt !== null;
  return { id: user.id, email: user.email, isPaused };
}

const STATUS_OF = { running: 'running', waiting: 'awaiting_approval' } as const;

/** The filter in the terms of the table; `null` = nothing can fit, for two parts of it exclude each other. */
export function anyJobFilter(filter: AdminJobFilter, userId: UserId | undefined, now: Date): AnyJobFilter | null {
  const { status, kind, trigger, reasonCode, only, from, until } = filter;
  const implied = only === 'running' || only === 'waiting' ? STATUS_OF[only] : only === 'parked' ? 'parked' : undefined;
  if (status !== undefined && implied !== undefined && status !== implied) return null;
  const wanted = status ?? implied;
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(wanted === undefined ? {} : { status: wanted }),
    ...(kind === undefined ? {} : { kind }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(only === 'parked' ? { restsAt: now } : {}),
    ...(only === 'failures' ? { hasFailures: true as const } : {}),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  };
}
