import type { EvotorClient } from '../../clients/evotor/client.js';
import { linkedKeys } from '../../db/repositories/links.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { publishedProducts } from '../../db/repositories/till-cache.repository.js';
import type { ProductId, StoreId, UserId } from '../../domain/brand.js';
import { goneCheckLimit, spreadSample } from '../../domain/sync/gone-check.js';
import { passBoundary } from './read-stop.js';
import type { PhaseControl, SyncDeps } from './sync-deps.js';

interface Question {
  readonly userId: UserId;
  readonly storeId: StoreId;
  readonly readId: number;
  /** Goods this read has shown. */
  readonly seen: ReadonlyMap<ProductId, unknown>;
}

/**
 * Asks for published goods that a whole read did not show, one by one: only a 404 makes them gone. Where more vanished
 * than the brake on hides lets through, goods spread over all of them stand for the rest, and the brake holds what
 * follows for the merchant's word. Answers a code when the read cannot be trusted after all.
 */
export async function confirmGone(
  { db }: Pick<SyncDeps, 'db'>,
  client: EvotorClient,
  { userId, storeId, readId, seen }: Question,
  control: PhaseControl,
): Promise<string | null> {
  const published = await publishedProducts(db, userId, storeId, readId);
  const unseen = published.filter(id => !seen.has(id));
  if (unseen.length === 0) return null;
  const { settings } = await getSyncConfig(db, userId);
  const live = await linkedKeys(db, userId, ['live']);
  for (const id of spreadSample(unseen, goneCheckLimit(live.size, settings.brakes))) {
    await passBoundary(control);
    const answer = await client.product(storeId, id);
    control.heartbeat('gone?');
    if (answer.outcome !== 'ok') return answer.outcome === 'api_error' ? answer.code : 'EVOTOR.DOWN';
    // The list left it out although it is there: nothing of this read is trusted.
    if (answer.value !== null) return 'EVOTOR.READ_INCOMPLETE';
  }
  return null;
}
