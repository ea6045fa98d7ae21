import { z } from 'zod';
import type { VkAlbumId, VkItemId } from '../../domain/brand.js';
import { uncodedError, vkApiError } from './api-error.js';
import type { VkApiError, VkOutcome, VkPolicy } from './outcome.js';
import type { BatchCall, VkAlbumFailure, VkDone } from './types.js';

const failedIds = z.looseObject({
  failed_ids: z.array(
    z.looseObject({ item_id: z.number().int(), album_id: z.number().int(), error_message: z.string().default('') }),
  ),
});

/** Newer API versions report refused pairs one by one, as `1403;Item not found`. */
function albumFailures(raw: z.infer<typeof failedIds>): VkAlbumFailure[] {
  return raw.failed_ids.map(({ item_id, album_id, error_message }) => ({
    itemId: item_id as VkItemId,
    albumId: album_id as VkAlbumId,
    code: vkApiError({ error_code: parseInt(error_message, 10) || 0 }, 'market.addToAlbum', []).code,
    message: error_message.slice(0, 200),
  }));
}

/** What a repeatable write's result means: 1 done, 0 not done, anything else unknown. */
export function readWriteResult(call: BatchCall, method: string, value: unknown): VkOutcome<VkDone> {
  if (value === 1 || value === true) return { outcome: 'ok', value: { failed: [] } };
  if (value === 0) {
    // Restoring what is not deleted answers 0: what was wanted is so.
    return call.op === 'restore'
      ? uncodedError({ code: 'VK.ITEM_NOT_DELETED', kind: 'conflict', policy: 'treat_as_success' }, method, '0', '')
      : uncodedError({ code: 'VK.REFUSED', kind: 'upstream_rejected', policy: 'skip_item' }, method, '0', 'result 0');
  }
  const partly = call.op === 'addToAlbum' ? failedIds.safeParse(value) : undefined;
  if (partly?.success) return { outcome: 'ok', value: { failed: albumFailures(partly.data) } };
  return { outcome: 'unknown', cause: 'unexpected_reply' };
}

const ALBUM_NOT_FOUND = 1402;
const ITEM_NOT_FOUND = 1403;
const ALREADY_IN_ALBUM = 1404;

/** What this refusal asks for, seen in the light of the call; `null` = what the table says. */
function policyFor(call: BatchCall, vkCode: number): VkPolicy | null {
  if (call.op === 'addToAlbum') {
    // VK does not say which pair it means, nor (at v=5.199) whether the others went in.
    const isUnclear =
      (vkCode === ALBUM_NOT_FOUND && call.albumIds.length > 1) ||
      (vkCode === ITEM_NOT_FOUND && call.itemIds.length > 1) ||
      (vkCode === ALREADY_IN_ALBUM && call.itemIds.length * call.albumIds.length > 1);
    return isUnclear ? 'split_batch' : null;
  }
  // Gone is what a delete wanted; nothing is left to take out of an album that is gone.
  const isGone =
    (call.op === 'delete' && vkCode === ITEM_NOT_FOUND) ||
    (call.op === 'removeFromAlbum' && (vkCode === ITEM_NOT_FOUND || vkCode === ALBUM_NOT_FOUND));
  return isGone ? 'treat_as_success' : null;
}

/** A write's refusal with its policy fitted to the call. */
export function judgeWriteError(call: BatchCall, error: VkApiError): VkApiError {
  return { ...error, policy: policyFor(call, error.vkCode) ?? error.policy };
}
