import { z } from 'zod';
import type { FaultRule } from '../world/fault-rules.js';
import { albumFields, itemFields, merchantSwitches, newProduct, productFields, webhookOrder } from './schemas.js';

const count = z.number().int().min(1);
const headers = z.record(z.string(), z.string()).optional();

const effect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('apiError'),
    code: z.number().int(),
    message: z.string().optional(),
    subcode: z.number().int().optional(),
    fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    blockSeconds: count.optional(),
    headers,
  }),
  z.strictObject({
    kind: z.literal('httpStatus'),
    status: z.number().int(),
    body: z.string().optional(),
    contentType: z.string().optional(),
    headers,
  }),
  z.strictObject({ kind: z.literal('reset') }),
  z.strictObject({
    kind: z.literal('lostAnswer'),
    how: z.enum(['destroy', 'hang', 'html', 'truncate', 'empty']).optional(),
  }),
  z.strictObject({ kind: z.literal('delay'), ms: z.number().min(0), after: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('cursorLoop'), same: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('duplicateItem') }),
  z.strictObject({ kind: z.literal('missingItem'), id: z.string().optional(), count: count.optional() }),
  z.strictObject({ kind: z.literal('emptyList') }),
  z.strictObject({ kind: z.literal('cutList') }),
  z.strictObject({ kind: z.literal('repeatPage') }),
  z.strictObject({ kind: z.literal('lostPage') }),
  z.strictObject({
    kind: z.literal('alterItems'),
    set: z.record(z.string(), z.unknown()),
    ids: z.array(z.string()).optional(),
  }),
  z.strictObject({ kind: z.literal('dropSend') }),
  z.strictObject({ kind: z.literal('doubleSend'), copies: count.optional() }),
  z.strictObject({ kind: z.literal('holdSend') }),
]);

const merchant = z.string().optional();
const aim = z.union([z.string().min(1), z.number().int()]);
const notify = z.boolean().optional();

const action = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('merchant'), merchant, changes: merchantSwitches }),
  z.strictObject({
    do: z.literal('token'),
    merchant,
    token: z.string().optional(),
    revoked: z.boolean().optional(),
    callsPerSecond: count.optional(),
    expiresAt: z.number().nullable().optional(),
  }),
  z.strictObject({ do: z.literal('editItem'), merchant, item: aim, changes: itemFields }),
  z.strictObject({ do: z.literal('deleteItem'), merchant, item: aim }),
  z.strictObject({ do: z.literal('plantItem'), merchant, fields: itemFields.optional(), twinOf: aim.optional() }),
  z.strictObject({ do: z.literal('addAlbum'), merchant, title: z.string().min(1).max(128) }),
  z.strictObject({ do: z.literal('editAlbum'), merchant, album: aim, changes: albumFields }),
  z.strictObject({ do: z.literal('deleteAlbum'), merchant, album: aim }),
  z.strictObject({ do: z.literal('addProduct'), merchant, fields: newProduct, notify }),
  z.strictObject({ do: z.literal('editProduct'), merchant, product: z.string(), changes: productFields, notify }),
  z.strictObject({ do: z.literal('deleteProduct'), merchant, product: z.string(), notify }),
  webhookOrder.extend({ do: z.literal('webhook'), merchant }),
  z.strictObject({ do: z.literal('clock'), advanceMs: z.number().min(0) }),
  z.strictObject({
    do: z.literal('faults'),
    add: z.array(z.unknown()).min(1).refine(isScript, { error: 'not fault rules' }),
  }),
  z.strictObject({ do: z.literal('clearFaults'), name: z.string().optional() }),
]);

/** Rules that an action will add are checked with the script and not when it is too late. */
function isScript(rules: unknown): boolean {
  return faultScript.safeParse(rules).success;
}

const method = z.string();

const faultRule = z
  .strictObject({
    name: z.string().min(1).optional(),
    seed: z.number().int().optional(),
    vendor: z.enum(['vk', 'evotor', 'upload', 'vkid', 'webhook', 'any']),
    method: z.union([method, z.array(method).min(1)]).optional(),
    path: z.string().optional(),
    merchant,
    page: count.optional(),
    params: z.record(z.string(), z.coerce.string()).optional(),
    inside: z.boolean().optional(),
    nth: count.optional(),
    every: count.optional(),
    probability: z.number().min(0).max(1).optional(),
    times: count.optional(),
    after: count.optional(),
    until: count.optional(),
    afterMs: z.number().min(0).optional(),
    forMs: z.number().min(0).optional(),
    effect: effect.optional(),
    then: z.union([action, z.array(action).min(1)]).optional(),
    thenWhen: z.enum(['before', 'after']).optional(),
  })
  .refine(rule => rule.effect !== undefined || rule.then !== undefined, { error: 'effect or then is needed' });

/** One rule, a list, or a whole script with a seed for all rules that have none of their own. */
export const faultScript = z.union([
  z.strictObject({ seed: z.number().int().optional(), rules: z.array(faultRule) }),
  z.array(faultRule),
  faultRule,
]);

/** The rules of a script, ready for the book; throws when one is wrong, those an action will add included. */
export function parseFaultScript(script: unknown): FaultRule[] {
  const parsed = faultScript.parse(script);
  const rules = Array.isArray(parsed) ? parsed : 'rules' in parsed ? parsed.rules : [parsed];
  const seed = !Array.isArray(parsed) && 'rules' in parsed ? parsed.seed : undefined;
  return rules.map(rule => {
    const then = rule.then === undefined ? undefined : [rule.then].flat();
    // zod's optional keys may be undefined by type only; the parsed object simply lacks them.
    return {
      ...(seed === undefined ? {} : { seed }),
      ...rule,
      ...(then === undefined ? {} : { then }),
    } as FaultRule;
  });
}
