import type { Queries } from '../../db/database.js';
import {
  holdAll,
  holdFollowers,
  holdingBrakes,
  holdOperations,
  releaseApproved,
} from '../../db/repositories/decisions.repository.js';
import type { Shop } from '../../db/repositories/links.repository.js';
import { brakeFacts, emptiedStores, publishedCounts } from '../../db/repositories/plan-facts.repository.js';
import type { SyncConfigRecord } from '../../db/repositories/sync-config.repository.js';
import type { JobId } from '../../domain/brand.js';
import { judge, type BrakeFact, type FiredBrake } from '../../domain/sync/brakes.js';

/** Why the held operations of a plan are held, for the job and its notice. */
export interface HoldReason {
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
}

interface Plan {
  readonly db: Queries;
  readonly shop: Shop;
  readonly jobId: JobId;
  /** Version of the merchant's wishes the listings of this plan were computed for. */
  readonly inputVersion: number;
  readonly config: SyncConfigRecord;
}

/**
 * Phase 4: marks the risky set of a finished plan. In mode «approve every run» that is everything; else what the brakes
 * hold. What the merchant approved before goes through. Answers the brakes that fired; the caller counts what is held.
 */
export async function applyBrakes(plan: Plan): Promise<readonly FiredBrake[]> {
  const { db, jobId, config } = plan;
  let fired: readonly FiredBrake[] = [];
  if (config.settings.mode === 'approve') await holdAll(db, jobId);
  else fired = await holdByBrakes(plan);
  await releaseApproved(db, jobId);
  await holdFollowers(db, jobId);
  return fired;
}

/** Why what a plan holds is held: the gravest of the brakes that fired and still hold something of it. */
export async function holdReason(plan: Plan, fired: readonly FiredBrake[]): Promise<HoldReason> {
  const codes = fired.length > 1 ? await holdingBrakes(plan.db, plan.jobId) : null;
  const gravest = fired.find(({ code }) => codes?.has(code) ?? true);
  return gravest === undefined ? { code: 'SYNC.APPROVAL_WANTED', params: {} } : reasonOf(plan, gravest);
}

async function holdByBrakes({ db, shop, jobId, config, inputVersion }: Plan): Promise<readonly FiredBrake[]> {
  const facts: BrakeFact[] = [];
  for await (const fact of brakeFacts(db, shop, jobId)) facts.push(fact);
  if (facts.length === 0) return [];
  const { fired, held } = judge(facts, config.settings.brakes, {
    ...(await publishedCounts(db, shop, jobId)),
    isAllByTill: config.judgedInputVersion === inputVersion,
  });
  for (const { code } of fired)
    await holdOperations(
      db,
      [...held].filter(([, by]) => by === code).map(([id]) => id),
      code,
    );
  return fired;
}

async function reasonOf({ db, shop }: Plan, { code, count, of, allowed }: FiredBrake): Promise<HoldReason> {
  const params = { count: String(count), of: String(of), allowed: String(allowed) };
  if (code !== 'BRAKE.STORE_EMPTY') return { code, params };
  const stores = await emptiedStores(db, shop);
  return { code, params: { ...params, store: stores.map(name => `«${name}»`).join(', ') } };
}
