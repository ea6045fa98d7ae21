import { z } from 'zod';
import type { VkGroupId } from '../../domain/brand.js';
import { uncodedError } from './api-error.js';
import type { VkCaller } from './call.js';
import type { VkOutcome } from './outcome.js';
import type { VkGroup, VkPermissions, VkUser } from './types.js';

/** Bits of a user token's rights (VK's list of access rights). */
const RIGHT = { photos: 1 << 2, groups: 1 << 18, market: 1 << 27 } as const;

const isOn = z
  .union([z.boolean(), z.number()])
  .optional()
  .transform(value => value === true || value === 1);

const user = z.looseObject({
  id: z.number().int(),
  first_name: z.string().default(''),
  last_name: z.string().default(''),
});

const group = z
  .looseObject({
    id: z.number().int().positive(),
    name: z.string().default(''),
    screen_name: z.string().default(''),
    // Left out by VK for a token without a role, and by an older version for everybody: then nobody knows.
    is_admin: z.union([z.boolean(), z.number()]).optional(),
    admin_level: z.number().int().optional(),
    market: z.looseObject({ enabled: isOn, type: z.string().optional() }).optional(),
  })
  .transform((raw): VkGroup => ({
    id: raw.id as VkGroupId,
    name: raw.name,
    screenName: raw.screen_name,
    isAdmin: raw.is_admin === undefined ? null : raw.is_admin === true || raw.is_admin === 1,
    adminLevel: raw.admin_level ?? null,
    market: raw.market === undefined ? null : { enabled: raw.market.enabled, type: raw.market.type ?? null },
  }));

/** Owner of the token. `users.get` gives an empty list to a community's token, which cannot touch the market. */
export async function readMe(call: VkCaller): Promise<VkOutcome<VkUser>> {
  const reply = await call({ method: 'users.get', params: {}, kind: 'read', schema: z.array(user) });
  if (reply.outcome !== 'ok') return reply;
  const me = reply.value.result[0];
  if (me === undefined) {
    const rule = { code: 'VK.GROUP_TOKEN', kind: 'forbidden', policy: 'stop_operator' } as const;
    return uncodedError(rule, 'users.get', 'empty', 'no user behind the token');
  }
  return { outcome: 'ok', value: { id: me.id, firstName: me.first_name, lastName: me.last_name } };
}

/** One community with its market settings. */
export async function readGroup(call: VkCaller, id: VkGroupId): Promise<VkOutcome<VkGroup>> {
  const schema = z.looseObject({ groups: z.array(group) });
  const params = { group_id: id, fields: ['market'] };
  const reply = await call({ method: 'groups.getById', params, kind: 'read', schema });
  if (reply.outcome !== 'ok') return reply;
  const found = reply.value.result.groups.find(entry => entry.id === id);
  if (found === undefined) {
    const rule = { code: 'VK.COMMUNITY_GONE', kind: 'not_found', policy: 'stop_merchant' } as const;
    return uncodedError(rule, 'groups.getById', 'empty', 'no such community');
  }
  return { outcome: 'ok', value: found };
}

/** Communities whose shop the token's owner may edit; more than a thousand are not asked for. */
export async function readAdminGroups(call: VkCaller): Promise<VkOutcome<readonly VkGroup[]>> {
  const schema = z.looseObject({ items: z.array(group) });
  const params = { extended: true, filter: ['admin', 'editor'], fields: ['market'], count: 1000 };
  const reply = await call({ method: 'groups.get', params, kind: 'read', schema });
  return reply.outcome === 'ok' ? { outcome: 'ok', value: reply.value.result.items } : reply;
}

/** Rights of the token. */
export async function readPermissions(call: VkCaller): Promise<VkOutcome<VkPermissions>> {
  const schema = z.number().int().nonnegative();
  const reply = await call({ method: 'account.getAppPermissions', params: {}, kind: 'read', schema });
  if (reply.outcome !== 'ok') return reply;
  const mask = reply.value.result;
  const has = (bit: number) => (mask & bit) !== 0;
  return {
    outcome: 'ok',
    value: { mask, market: has(RIGHT.market), photos: has(RIGHT.photos), groups: has(RIGHT.groups) },
  };
}
