import type { VkClient } from '../../clients/vk/client.js';
import type { VkApiError } from '../../clients/vk/outcome.js';
import {
  linksByKeys,
  saveLinks,
  strayLinks,
  type ItemLink,
  type Shop,
} from '../../db/repositories/links.repository.js';
import { lostHides } from '../../db/repositories/lost-answers.repository.js';
import { reappearedLinks } from '../../db/repositories/shop-care.repository.js';
import type { ListingKey } from '../../domain/brand.js';
import type { Unknown } from '../../domain/result.js';
import type { SyncDeps } from './sync-deps.js';

interface Read {
  readonly readId: number;
  /** A deletion after this moment may not have reached VK's lists yet. */
  readonly goneBefore: Date;
  /** Goods that we may have hidden without knowing it any more: no hand is seen in that. */
  readonly ownHides?: ReadonlySet<ListingKey>;
}

/** What other hands than ours did to published goods: seen in a complete read, and followed. */
export async function followHands(
  deps: Pick<SyncDeps, 'db'>,
  client: VkClient,
  shop: Shop,
  read: Read,
): Promise<VkApiError | Unknown | null> {
  await followReturns(deps, shop, read);
  return detachStray(deps, client, shop, read);
}

/**
 * What stands visible in VK is live, whoever brought it back: the plan then decides whether it may stay. Of a good that
 * was deleted, or taken away by hand, nobody knows what it carries now.
 */
async function followReturns({ db }: Pick<SyncDeps, 'db'>, shop: Shop, read: Read): Promise<void> {
  const back = await reappearedLinks(db, shop, read);
  const links = await linksByKeys(
    db,
    shop,
    back.map(({ key }) => key),
  );
  const live = [...links.values()].map((link): ItemLink => {
    const isKnown = link.state === 'hidden';
    return {
      ...link,
      state: 'live',
      stateCause: null,
      sentDigests: isKnown ? link.sentDigests : null,
      echoDigests: isKnown ? link.echoDigests : null,
    };
  });
  await saveLinks(db, shop, live);
}

/** Items that are gone or hidden although we left them visible: confirmed by id, then the merchant's hand is respected. */
async function detachStray(deps: Pick<SyncDeps, 'db'>, client: VkClient, shop: Shop, { readId, ownHides }: Read) {
  const stray = await strayLinks(deps.db, shop, readId);
  if (stray.length === 0) return null;
  const answer = await client.itemsById(stray.map(link => link.itemId));
  if (answer.outcome !== 'ok') return answer;
  const lost = await lostHides(deps.db, shop);
  const stateOf = new Map(answer.value.map(item => [item.id, item.availability]));
  const detached = stray.flatMap((link): ItemLink[] => {
    const state = stateOf.get(link.itemId) ?? 'removed';
    if (state === 'removed') return [{ ...link, state: 'detached', stateCause: 'REMOVED_IN_VK' }];
    if (state === 'unavailable' && link.state === 'live' && (lost.has(link.key) || ownHides?.has(link.key) === true))
      return [{ ...link, state: 'hidden', stateCause: 'NOT_LISTED' }];
    if (state === 'unavailable' && link.state === 'live')
      return [{ ...link, state: 'detached', stateCause: 'HIDDEN_IN_VK' }];
    return [];
  });
  await saveLinks(deps.db, shop, detached);
  return null;
}
