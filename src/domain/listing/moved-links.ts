import type { ListingKey, VkItemId } from '../brand.js';

/** A VK item of one community by the key it is linked under. */
export interface KeyedLink {
  readonly key: ListingKey;
  readonly itemId: VkItemId;
  readonly state: 'live' | 'hidden' | 'detached' | 'deleted';
}

/** One link that gets another key. */
export interface LinkMove {
  readonly itemId: VkItemId;
  readonly from: ListingKey;
  readonly to: ListingKey;
}

/** What stands in the shop is worth most; a good taken out by hand is still a wish not to see it. */
const WORTH: Readonly<Record<KeyedLink['state'], number>> = { live: 0, hidden: 1, detached: 2, deleted: 3 };

/**
 * Which links of one community follow their keys. When several come to one key, the oldest live one (lowest item id) takes
 * it; the others stay where they are, without a good. A link that stood under the key and loses it changes places with
 * the winner.
 */
export function movedLinks(
  links: readonly KeyedLink[],
  moved: ReadonlyMap<ListingKey, ListingKey>,
): readonly LinkMove[] {
  const targets = new Set(moved.values());
  const byTarget = new Map<ListingKey, KeyedLink[]>();
  for (const link of links) {
    const target = moved.get(link.key) ?? (targets.has(link.key) ? link.key : null);
    if (target !== null) byTarget.set(target, [...(byTarget.get(target) ?? []), link]);
  }
  return [...byTarget].flatMap(([target, candidates]) => {
    const [winner] = [...candidates].sort((a, b) => WORTH[a.state] - WORTH[b.state] || a.itemId - b.itemId);
    if (winner === undefined || winner.key === target) return [];
    const displaced = candidates.filter(({ key }) => key === target);
    return [
      ...displaced.map(({ itemId }) => ({ itemId, from: target, to: winner.key })),
      { itemId: winner.itemId, from: winner.key, to: target },
    ];
  });
}
