import { scrub } from '../http/scrub.js';
import { ruleOfError100 } from './error-100.js';
import { UNKNOWN_VK_ERROR, VK_ERRORS } from './error-table.js';
import type { VkRule } from './error-table.js';
import type { VkApiError } from './outcome.js';

/** What VK said when it refused. */
export interface VkRefusal {
  readonly error_code: number;
  readonly error_msg?: string | undefined;
  readonly error_subcode?: number | undefined;
  readonly redirect_uri?: string | undefined;
}

const MESSAGE_CHARS = 300;

/** Error 5 that means "another address": refreshing where the token is used mends it. */
const OTHER_ADDRESS: VkRule = { code: 'VK.TOKEN_OTHER_ADDRESS', kind: 'unauthenticated', policy: 'refresh' };
/** Error 15 that is about the token and not about the role in the community. */
const SCOPE_MISSING: VkRule = { code: 'VK.SCOPE_MISSING', kind: 'forbidden', policy: 'stop_merchant' };

/** Codes whose subcode, or inside a script (where VK gives none) whose text, says more. */
const FINER: readonly (readonly [vkCode: number, vkSubcode: number, text: RegExp, rule: VkRule])[] = [
  [5, 1130, /another ip/i, OTHER_ADDRESS],
  [15, 1133, /current scopes/i, SCOPE_MISSING],
];

function ruleOf(refusal: VkRefusal): VkRule {
  const { error_code, error_subcode, error_msg: message = '' } = refusal;
  const finer = FINER.find(
    ([vkCode, vkSubcode, text]) => vkCode === error_code && (vkSubcode === error_subcode || text.test(message)),
  );
  if (finer !== undefined) return finer[3];
  const byText = error_code === 100 ? ruleOfError100(message) : null;
  return byText ?? VK_ERRORS.get(error_code) ?? UNKNOWN_VK_ERROR;
}

/** VK's refusal in our words. `secrets` are blotted out of VK's text. */
export function vkApiError(refusal: VkRefusal, method: string, secrets: readonly string[]): VkApiError {
  return {
    outcome: 'api_error',
    ...ruleOf(refusal),
    vendorCode: String(refusal.error_code),
    vendorMessage: scrub(refusal.error_msg ?? '', secrets, MESSAGE_CHARS),
    retryAfterSeconds: null,
    vkCode: refusal.error_code,
    vkSubcode: refusal.error_subcode ?? null,
    method,
    redirectUri: refusal.redirect_uri ?? null,
  };
}

/** A refusal that carries no VK error code: a result of 0, the upload host, an empty answer. `message` comes scrubbed. */
export function uncodedError(rule: VkRule, method: string, vendorCode: string, message: string): VkApiError {
  return {
    outcome: 'api_error',
    ...rule,
    vendorCode,
    vendorMessage: scrub(message, [], MESSAGE_CHARS),
    retryAfterSeconds: null,
    vkCode: 0,
    vkSubcode: null,
    method,
    redirectUri: null,
  };
}
