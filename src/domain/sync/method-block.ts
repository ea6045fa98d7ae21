const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Stands for every method of a connection: a captcha stops them all. */
export const ALL_METHODS = '*';

/** Waits after the first, second … block of one method in a day: VK's flood control lasts minutes to hours. */
const FLOOD_WAITS_MS = [15 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR] as const;

/** How long a method rests. `step`: blocks before this one within the last day. A captcha is tried again hourly. */
export function blockMs(code: string, step: number): number {
  if (code === 'VK.CAPTCHA') return HOUR;
  return FLOOD_WAITS_MS[Math.min(step, FLOOD_WAITS_MS.length - 1)] ?? 24 * HOUR;
}
