import type { ApiLogEntry } from '../../clients/http/api-log.js';
import { VK_ERRORS } from '../../clients/vk/error-table.js';

/** Methods of VK that the program calls; another one would be counted as `other`. */
const VK_METHODS: ReadonlySet<string> = new Set([
  'account.getAppPermissions',
  'execute',
  'groups.get',
  'groups.getById',
  'market.add',
  'market.addAlbum',
  'market.addToAlbum',
  'market.delete',
  'market.edit',
  'market.editAlbum',
  'market.get',
  'market.getAlbumById',
  'market.getAlbums',
  'market.getById',
  'market.getProductPhotoUploadServer',
  'market.removeFromAlbum',
  'market.restore',
  'market.saveProductPhoto',
  'market.search',
  'users.get',
]);

/** Why nobody knows how a call ended: the first word of the cause. */
const CAUSES: ReadonlySet<string> = new Set([
  'timeout',
  'reset',
  'too_large',
  'aborted',
  'broken_reply',
  'unexpected_reply',
]);
/** What VK ID answers instead of tokens. */
const VK_ID_ERRORS: ReadonlySet<string> = new Set([
  'access_denied',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_token',
  'server_error',
  'slow_down',
]);

/** What was called, without ids: a label has as many values as the vendor has methods. */
export function callLabel({ service, path }: Pick<ApiLogEntry, 'service' | 'path'>): string {
  if (service === 'vk') return VK_METHODS.has(path) ? path : 'other';
  if (service !== 'evotor') return service === 'vk_upload' ? 'upload' : 'token';
  if (path === '/stores') return 'stores';
  return /^\/stores\/[^/]+\/(product-groups|products)$/u.exec(path)?.[1] ?? 'product';
}

/** The vendor's code, or the cause, as one of a closed set; `null` = the call went well. */
export function codeLabel({ service, vendorCode }: Pick<ApiLogEntry, 'service' | 'vendorCode'>): string | null {
  if (vendorCode === null) return null;
  const httpStatus = /^http_(\d)\d\d$/u.exec(vendorCode)?.[1];
  if (httpStatus !== undefined) return `http_${httpStatus}xx`;
  const cause = vendorCode.split(' ')[0] ?? '';
  if (CAUSES.has(cause)) return cause;
  if (service === 'evotor') return /^4\d\d$/u.test(vendorCode) ? vendorCode : 'other';
  if (service === 'vk_id' && VK_ID_ERRORS.has(vendorCode)) return vendorCode;
  return VK_ERRORS.has(Number(vendorCode)) ? vendorCode : 'other';
}
