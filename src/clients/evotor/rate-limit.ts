/** Seconds after a 429 without a word on when to return: a field report of the current docs says 30 minutes. */
export const DEFAULT_PAUSE_SECONDS = 1800;

/** Longest pause believed, a day: a broken header must not stop a merchant for years. */
const MAX_PAUSE_SECONDS = 86_400;

const clamp = (seconds: number) => Math.min(MAX_PAUSE_SECONDS, Math.max(1, Math.ceil(seconds)));

/**
 * Seconds until `X-RateLimit-Reset`, whose unit the sources do not agree on: above 1e12 it is epoch milliseconds, above
 * 1e9 epoch seconds, else seconds left. `null` when absent or not a number.
 */
export function secondsUntilReset(header: string | undefined, now: number): number | null {
  const value = header === undefined || header.trim() === '' ? NaN : Number(header);
  if (!Number.isFinite(value) || value < 0) return null;
  if (value > 1e12) return clamp((value - now) / 1000);
  return clamp(value > 1e9 ? value - now / 1000 : value);
}

/** Seconds to stay away after a 429: `Retry-After` (seconds or a date), else the reset, else {@link DEFAULT_PAUSE_SECONDS}. */
export function pauseSeconds(headers: Readonly<Record<string, string>>, now: number): number {
  const retryAfter = headers['retry-after']?.trim();
  if (retryAfter) {
    const seconds = Number(retryAfter);
    if (Number.isFinite(seconds) && seconds >= 0) return clamp(seconds);
    const date = Date.parse(retryAfter);
    if (!Number.isNaN(date)) return clamp((date - now) / 1000);
  }
  return secondsUntilReset(headers['x-ratelimit-reset'], now) ?? DEFAULT_PAUSE_SECONDS;
}
