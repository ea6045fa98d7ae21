const MESSAGES: Record<number, string> = {
  1: 'Unknown error occurred',
  3: 'Unknown method passed',
  5: 'User authorization failed',
  6: 'Too many requests per second',
  7: 'Permission to perform this action is denied',
  8: 'Invalid request',
  9: 'Flood control',
  10: 'Internal server error',
  12: 'Unable to compile code',
  13: 'Runtime error occurred during code invocation',
  14: 'Captcha needed',
  15: 'Access denied',
  17: 'Validation required',
  18: 'User was deleted or banned',
  24: 'Confirmation required',
  27: 'Group authorization failed',
  29: 'Rate limit reached',
  36: 'Method execution was interrupted due to timeout',
  100: 'One of the parameters specified was missing or invalid',
  203: 'Access to group denied',
  205: 'Access denied',
  601: 'Permission denied. You have requested too many actions this day. Try later.',
  1117: 'Access token has expired',
  1400: 'Too late for restore',
  1402: 'Album not found',
  1403: 'Item not found',
  1404: 'Item already added to album',
  1405: 'Too many items',
  1406: 'Too many items in album',
  1407: 'Too many albums',
  1408: 'Item has bad links in description',
  1431: 'Market was already enabled in this group',
  1432: 'Market was already disabled in this group',
  1438: 'Market not enabled',
  1446: 'Main album can not be hidden',
  1518: 'Item is not deleted',
  3609: 'Token extension required',
};

/** An API error as VK answers it, with HTTP 200. */
export class VkFailure extends Error {
  readonly code: number;
  readonly subcode: number | undefined;

  constructor(code: number, detail?: string, subcode?: number) {
    const text = MESSAGES[code] ?? 'Unknown error occurred';
    super(detail === undefined ? text : `${text}: ${detail}`);
    this.code = code;
    this.subcode = subcode;
  }
}

/** Error 100 with VK's usual tail. */
export function badParam(detail: string): VkFailure {
  return new VkFailure(100, detail);
}
