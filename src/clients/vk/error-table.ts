import type { ErrorKind } from '../../domain/errors.js';
import type { VkCode } from './codes.js';
import type { VkPolicy } from './outcome.js';

/** Meaning of a VK error: our code, its kind, and what to do. */
export interface VkRule {
  readonly code: VkCode;
  readonly kind: ErrorKind;
  readonly policy: VkPolicy;
}

type Row = readonly [code: VkRule['code'], kind: ErrorKind, policy: VkPolicy, vkCodes: readonly number[]];

/**
 * Every error VK publishes (x-errors of the contract, 118 codes), grouped by what it means for a shop mirror. Differs
 * from the contract's policies where the specification says so: limits are learnt, 601 is flood, 205 is a right.
 */
const ROWS: readonly Row[] = [
  ['VK.UNAVAILABLE', 'unavailable', 'backoff', [1, 10, 36]],
  ['VK.TOO_FAST', 'rate_limited', 'backoff', [6]],
  ['VK.FLOOD', 'rate_limited', 'block_method', [9, 601, 1105]],
  ['VK.METHOD_LIMIT', 'rate_limited', 'block_method', [29]],
  ['VK.SECTION_OFF', 'unavailable', 'block_method', [43]],
  ['VK.CAPTCHA', 'rate_limited', 'captcha', [14]],
  ['VK.SCRIPT_FAILED', 'upstream_rejected', 'split_batch', [13]],

  ['VK.TOKEN_REVOKED', 'unauthenticated', 'refresh', [5, 1118]],
  ['VK.TOKEN_EXPIRED', 'unauthenticated', 'refresh', [1117, 3609]],
  ['VK.TOKEN_ANONYMOUS', 'unauthenticated', 'stop_merchant', [1114, 1116]],
  ['VK.SCOPE_MISSING', 'forbidden', 'stop_merchant', [7]],
  ['VK.ACCESS_DENIED', 'forbidden', 'stop_merchant', [15, 200, 205]],
  ['VK.NOT_COMMUNITY_ADMIN', 'forbidden', 'stop_merchant', [203]],
  ['VK.VALIDATION_NEEDED', 'forbidden', 'stop_merchant', [17, 24, 25, 41, 3300, 3301, 3302, 3303, 3304, 11500]],
  ['VK.USER_GONE', 'forbidden', 'stop_merchant', [18, 30, 37, 39, 3610, 3611]],
  ['VK.COMMUNITY_GONE', 'not_found', 'stop_merchant', [40, 125]],
  ['VK.MARKET_OFF', 'forbidden', 'stop_merchant', [1438, 1525]],
  ['VK.SERVICES_OFF', 'forbidden', 'stop_merchant', [1526]],
  ['VK.ADVANCED_MARKET_NEEDED', 'forbidden', 'stop_merchant', [1409, 1410]],
  ['VK.OUT_OF_LIMITS', 'conflict', 'stop_merchant', [103, 300, 302, 1418, 1419]],

  ['VK.GROUP_TOKEN', 'forbidden', 'stop_operator', [27]],
  ['VK.APP_REFUSED', 'forbidden', 'stop_operator', [2, 11, 20, 21, 23, 28, 38, 101]],
  ['VK.ADDRESS_REFUSED', 'forbidden', 'stop_operator', [42]],
  ['VK.CALL_REFUSED', 'bug', 'bug', [3, 4, 8, 12, 16, 33, 113, 114, 150, 1424, 1429, 1433, 1434, 1446, 9999]],

  ['VK.ITEM_LIMIT', 'conflict', 'learn_limit', [1405]],
  ['VK.ALBUM_FULL', 'conflict', 'learn_limit', [1406]],
  ['VK.ALBUM_LIMIT', 'conflict', 'learn_limit', [1407]],

  ['VK.ITEM_NOT_FOUND', 'not_found', 'heal', [1403]],
  ['VK.ALBUM_NOT_FOUND', 'not_found', 'heal', [1402]],
  ['VK.VARIANT_NOT_FOUND', 'not_found', 'heal', [1416, 1417]],
  ['VK.ITEM_ALREADY_IN_ALBUM', 'conflict', 'treat_as_success', [1404]],
  ['VK.ITEM_NOT_DELETED', 'conflict', 'treat_as_success', [1518]],
  ['VK.MARKET_ALREADY_SO', 'conflict', 'treat_as_success', [1431, 1432]],
  ['VK.RESTORE_TOO_LATE', 'conflict', 'skip_item', [1400]],

  ['VK.UPLOAD_STALE', 'unavailable', 'retry', [22, 105, 118, 121, 122]],
  ['VK.PHOTO_REFUSED', 'upstream_rejected', 'skip_item', [129, 1435]],
  ['VK.BAD_LINKS', 'upstream_rejected', 'skip_item', [1408]],
  ['VK.CONTENT_BLOCKED', 'upstream_rejected', 'skip_item', [19]],
  ['VK.TITLE_REFUSED', 'upstream_rejected', 'skip_item', [119, 1421, 1423]],
  ['VK.WRONG_ALBUM_KIND', 'upstream_rejected', 'skip_item', [1457, 1458, 1531, 1532]],
  ['VK.VARIANTS_REFUSED', 'upstream_rejected', 'skip_item', [1411, 1412, 1413, 1414, 1415, 1425, 1426]],
  ['VK.PARAM_REFUSED', 'upstream_rejected', 'skip_item', [100]],
  ['VK.REFUSED', 'upstream_rejected', 'skip_item', [104, 106, 1401, 1427, 1430, 1436, 1456]],
];

/** VK code → meaning. Code 100 says little by itself: see `error-100.ts`. */
export const VK_ERRORS: ReadonlyMap<number, VkRule> = new Map(
  ROWS.flatMap(([code, kind, policy, vkCodes]) => vkCodes.map(vkCode => [vkCode, { code, kind, policy }] as const)),
);

/** A code VK has not published: this item is reported with VK's number, the rest goes on. */
export const UNKNOWN_VK_ERROR: VkRule = { code: 'VK.REFUSED', kind: 'upstream_rejected', policy: 'skip_item' };

/** VK codes after which a creating call may have been processed all the same: they are no proof of refusal. */
export const UNCLEAR_VK_CODES: ReadonlySet<number> = new Set([1, 10, 36]);
