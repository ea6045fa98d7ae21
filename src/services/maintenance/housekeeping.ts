import { connectionsToCheck } from '../../db/repositories/health.repository.js';
import { tokensToRenew } from '../../db/repositories/vk-connections.repository.js';
import type { UserId } from '../../domain/brand.js';
import type { StartRun } from '../sync/dispatch-due.js';
import type { SyncDeps } from '../sync/sync-deps.js';
import { IDLE_RENEWAL_MS } from '../vendors/renew-vk-token.js';

/** Connections one health sweep checks at most; the rest is the next one's. */
const CHECKS_PER_SWEEP = 200;

/** What the clock may do to pipelines. */
export interface PipelineClock {
  /** Starts a merchant's run; `false` = one is running. */
  readonly start: StartRun;
  /** Whether a workflow of that id is under way. */
  readonly isOpen: (workflowId: string) => Promise<boolean>;
  /** Ends a workflow at once, given `runId` only if that run is still the open one; one that is gone is no error. */
  readonly terminate: (workflowId: string, reason: string, runId?: string) => Promise<void>;
}

export interface HousekeepingDeps extends SyncDeps {
  readonly pipelines: PipelineClock;
  readonly healthIntervalMs: number;
  readonly logRetentionMs: number;
}

/** Connections that nobody has called for an interval. */
export function dueConnectionChecks(
  deps: HousekeepingDeps,
): Promise<readonly { userId: UserId; service: 'evotor' | 'vk' }[]> {
  return connectionsToCheck(deps.db, new Date(deps.now() - deps.healthIntervalMs), CHECKS_PER_SWEEP);
}

/** Merchants whose VK tokens nobody has renewed for a day. */
export function idleTokens(deps: HousekeepingDeps): Promise<readonly UserId[]> {
  return tokensToRenew(deps.db, new Date(deps.now() - IDLE_RENEWAL_MS), CHECKS_PER_SWEEP);
}
