import { z } from 'zod';
import type { GroupId } from '../../domain/brand.js';
import { pageNumber } from '../forms/page-number.js';
import { STATE_FILTERS } from './state-filters.js';

const STATES = STATE_FILTERS.map(({ state }) => state);

const state = z.enum(STATES).catch('all');

export const storesQuery = z.object({ state });

/** Queries come from links and from hands: what cannot be read is as if it were not there. */
export const productsQuery = z.object({
  group_id: z
    .string()
    .max(255)
    .catch('')
    .transform(id => (id === '' ? null : (id as GroupId))),
  q: z.string().trim().max(200).catch(''),
  state,
  page: pageNumber,
});

export const toggleForm = z.object({ on: z.enum(['0', '1']).transform(on => on === '1') });

/** What was answered to the question of a change that moves other goods; anything else is asked again. */
export const confirmedForm = z.object({ confirmed: z.enum(['1', 'stop']).nullable().catch(null) });

const rule = z.object({
  entityType: z.enum(['store', 'group', 'product']),
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
