import { z } from 'zod';
import { scrub } from '../http/scrub.js';
import type { WireParams } from './params.js';

/** Fields of our write calls that may be logged. `upload_response` is signed and stays out. */
const REQUEST_FIELDS: ReadonlySet<string> = new Set([
  'owner_id', 'group_id', 'item_id', 'item_ids', 'album_id', 'album_ids', 'name', 'description', 'category_id',
  'price', 'deleted', 'main_photo_id', 'photo_ids', 'sku', 'stock_amount', 'title', 'photo_id', 'code',
  'offset', 'count', 'sort', 'rev', 'status', 'extended', 'with_disabled', 'fields', 'filter',
]); // prettier-ignore

const errorFields = z.looseObject({
  error_code: z.number(),
  error_subcode: z.number().optional(),
  error_msg: z.string().optional(),
});
const executeError = z.looseObject({ method: z.string(), error_code: z.number(), error_msg: z.string().optional() });
const replyFields = z.looseObject({
  error: errorFields.optional().catch(undefined),
  execute_errors: z.array(executeError).optional().catch(undefined),
  response: z.unknown().optional(),
});

/** Ids and ones: all that a write answers. Anything richer (addresses, items) is left out. */
function resultForLog(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(resultForLog);
  if (typeof value !== 'object' || value === null) return undefined;
  const numbers = Object.entries(value).filter(([, entry]) => typeof entry === 'number');
  return numbers.length > 0 ? Object.fromEntries(numbers) : undefined;
}

/** The request of a write or of a refused call for the log, by an allow-list of fields. */
export function requestForLog(params: WireParams, secrets: readonly string[]): string {
  const allowed = Object.entries(params).filter(([key]) => REQUEST_FIELDS.has(key));
  return scrub(JSON.stringify(Object.fromEntries(allowed)), secrets);
}

/** The reply of a write or an error for the log: error codes and texts, ids; never `request_params` or addresses. */
export function replyForLog(json: unknown, secrets: readonly string[]): string | null {
  const { success, data } = replyFields.safeParse(json);
  if (!success) return null;
  const error = data.error && {
    error_code: data.error.error_code,
    error_subcode: data.error.error_subcode,
    error_msg: data.error.error_msg,
  };
  const execute_errors = data.execute_errors?.map(({ method, error_code, error_msg }) => ({
    method,
    error_code,
    error_msg,
  }));
  return scrub(JSON.stringify({ error, execute_errors, response: resultForLog(data.response) }), secrets);
}
