import type { VkGroupId, VkItemId } from '../../domain/brand.js';
import type { ItemReadSummary, OnItems } from './api.js';
import { itemPageSchema } from './item-schema.js';
import type { VkPage } from './item-schema.js';
import type { VkOutcome } from './outcome.js';
import { chunks, IDS_PER_CALL, laterOffsets } from './paging.js';
import type { ReadContext } from './paging.js';
import { wireParams } from './params.js';
import type { ScriptCall } from './script.js';
import type { VkItem } from './types.js';
import { ownerId } from './write-params.js';

/** Largest page of items VK gives, in lists and in search. */
const ITEM_PAGE = 200;
/** Passes over a shop that keeps moving. */
const MAX_PASSES = 3;

const itemPageCall = (groupId: VkGroupId, offset: number, count: number): ScriptCall => ({
  method: 'market.get',
  // Without `with_disabled` the hidden ones are missing; `extended` brings albums and photos.
  params: wireParams({ owner_id: ownerId(groupId), offset, count, extended: true, with_disabled: true }),
});

/** One page of items, hidden ones too. */
export async function readItemPage(
  { groupId, call }: ReadContext,
  offset: number,
  count: number,
): Promise<VkOutcome<VkPage<VkItem>>> {
  const reply = await call({ ...itemPageCall(groupId, offset, count), kind: 'read', schema: itemPageSchema });
  return reply.outcome === 'ok' ? { outcome: 'ok', value: reply.value.result } : reply;
}

/**
 * The whole shop. Paging is no snapshot: a count that moved or an id that came twice starts another pass, since what
 * moved to a page already read would be missed. A shortfall that stays the same over two passes is VK's own habit.
 */
export async function readAllItems(context: ReadContext, onPage: OnItems): Promise<VkOutcome<ItemReadSummary>> {
  let shortfallBefore: number | null = null;
  for (let pass = 1; ; pass += 1) {
    const first = await readItemPage(context, 0, ITEM_PAGE);
    if (first.outcome !== 'ok') return first;
    const { count } = first.value;
    const seen = new Set<VkItemId>();
    const total = { sent: 0, hasMoved: false };

    const take = async (page: VkPage<VkItem>) => {
      const fresh = page.rows.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      total.sent += page.sent;
      total.hasMoved ||= page.count !== count || fresh.length < page.rows.length;
      if (fresh.length > 0) await onPage(fresh, pass);
    };

    await take(first.value);
    const rest = laterOffsets(count, ITEM_PAGE).map(offset => itemPageCall(context.groupId, offset, ITEM_PAGE));
    const outcome = await context.readPages(rest, itemPageSchema, take);
    if (outcome.outcome !== 'ok') return outcome;

    const shortfall = count - total.sent;
    const complete = !total.hasMoved && (shortfall <= 0 || shortfall === shortfallBefore);
    if (complete || pass === MAX_PASSES) return { outcome: 'ok', value: { complete, pass, count, rows: seen.size } };
    shortfallBefore = total.hasMoved ? null : shortfall;
  }
}

/** Items by id, 100 to a call. */
export async function readItemsById(
  { groupId, readPages }: ReadContext,
  ids: readonly VkItemId[],
): Promise<VkOutcome<readonly VkItem[]>> {
  const items: VkItem[] = [];
  const calls = chunks(ids, IDS_PER_CALL).map((some): ScriptCall => ({
    method: 'market.getById',
    params: wireParams({ item_ids: some.map(id => `${ownerId(groupId)}_${id}`), extended: true }),
  }));
  const outcome = await readPages(calls, itemPageSchema, page => void items.push(...page.rows));
  return outcome.outcome === 'ok' ? { outcome: 'ok', value: items } : outcome;
}

/** The newest items, hidden ones too: where a lost create is looked for. */
export async function readNewestItems(
  { groupId, call }: ReadContext,
  count: number,
): Promise<VkOutcome<readonly VkItem[]>> {
  const reply = await call({
    method: 'market.search',
    params: {
      owner_id: ownerId(groupId),
      sort: 1,
      rev: 1,
      status: [0, 2],
      count: Math.min(count, ITEM_PAGE),
      extended: true,
    },
    kind: 'read',
    schema: itemPageSchema,
  });
  return reply.outcome === 'ok' ? { outcome: 'ok', value: reply.value.result.rows } : reply;
}
