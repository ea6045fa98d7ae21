import { LOG_BODY_CHARS } from './api-log.js';

/** Shorter texts are no secrets: blotting them would only make messages unreadable. */
const MIN_SECRET_CHARS = 6;

/** Things that look like a secret or carry one in their query: named tokens, and any address with a query. */
const SECRET_LOOKING = [
  /(access_token|refresh_token|id_token|success_token|session_token|device_id|token|_sig|hash)(["']?\s*[=:]\s*["']?)[^\s"'&,}]+/gi,
  /(https?:\/\/[^\s"'?]*)(\?)[^\s"']*/gi,
];

/**
 * A vendor's words made safe for a log: the given secrets and everything that looks like one are blotted out, and the
 * text is cut. The allow-lists are the first guard; this is the second.
 */
export function scrub(text: string, secrets: readonly string[], maxChars: number = LOG_BODY_CHARS): string {
  let safe = text;
  for (const secret of secrets) if (secret.length >= MIN_SECRET_CHARS) safe = safe.replaceAll(secret, '***');
  for (const pattern of SECRET_LOOKING) safe = safe.replace(pattern, '$1$2***');
  return safe.length <= maxChars ? safe : `${safe.slice(0, maxChars - 1)}…`;
}
