import { z } from 'zod';
import type { GroupId, StoreId } from '../../domain/brand.js';
import { GOODS_SORTS, GOODS_STATES } from '../../domain/listing/goods-states.js';
import { pageNumber } from '../forms/page-number.js';
import { sortWords } from './sort-headers.js';

/** Columns a list of stores, and one of groups, may be sorted by; without one they come in the merchant's order. */
export const STORE_SORTS = ['name', 'address', 'products'] as const;
export const GROUP_SORTS = ['name', 'products', 'listed'] as const;

/** Queries come from links and from hands: what cannot be read is as if it were not there. */
const state = z.enum(GOODS_STATES).catch('all');
const reason = z
  .string()
  .regex(/^[A-Z][A-Z0-9_.]{0,59}$/u)
  .catch('');
// Control characters and halves of signs match nothing and can be typed by nobody.
const search = z
  .string()
  .max(200)
  .catch('')
  .transform(text => text.replace(/[\p{Cc}\p{Cs}\uFFFD]+/gu, ' ').trim());
const groupId = z
  .string()
  .max(255)
  .catch('')
  .transform(id => (id === '' ? null : (id as GroupId)));

export const goodsFilter = z.object({ group_id: groupId, q: search, state, reason });

export const productsQuery = goodsFilter.extend({
  sort: z.enum(sortWords(GOODS_SORTS)).catch('name'),
  page: pageNumber,
});

export const storesQuery = z.object({
  q: search,
  state,
  sort: z.enum(['', ...sortWords(STORE_SORTS)]).catch(''),
  page: pageNumber,
});

export const groupsQuery = z.object({
  q: search,
  sort: z.enum(['', ...sortWords(GROUP_SORTS)]).catch(''),
  page: pageNumber,
});

export const toggleForm = z.object({ on: z.enum(['0', '1']).transform(on => on === '1') });

/** What was answered to the question of a change that moves other goods; anything else is asked again. */
export const confirmedForm = z.object({ confirmed: z.enum(['1', 'stop']).nullable().catch(null) });

const entityType = z.enum(['store', 'group', 'product']);
const rule = z.object({
  entityType,
  mode: z.enum(['include', 'exclude', 'none']),
  entityId: z.string().min(1).max(255),
});

/** A rule as one value (`type|mode|id`, from the buttons of a table) or as three fields. */
export const filterForm = z
  .object({
    rule: z.string().optional(),
    entity_type: z.string().optional(),
    entity_id: z.string().optional(),
    filter_mode: z.string().optional(),
  })
  .transform(body => {
    if (body.rule === undefined)
      return { entityType: body.entity_type, mode: body.filter_mode, entityId: body.entity_id };
    const [entityType, mode, ...id] = body.rule.split('|');
    return { entityType, mode, entityId: id.join('|') };
  })
  .pipe(rule);

const ids = z.array(z.string().min(1).max(255)).max(1000);

/** Ticked rows, or the list they stand in, and what is to become of them. */
export const bulkForm = goodsFilter.extend({
  type: entityType,
  mode: z.enum(['include', 'exclude', 'none', 'bring_back']),
  scope: z.enum(['picked', 'found']).catch('picked'),
  store_id: z
    .string()
    .max(255)
    .catch('')
    .transform(id => (id === '' ? null : (id as StoreId))),
  id: z
    .union([ids, z.string().min(1).max(255)])
    .optional()
    .transform(id => (typeof id === 'string' ? [id] : (id ?? []))),
  /** How many the merchant was told of. */
  expected: z.coerce.number().int().nullable().catch(null),
});
