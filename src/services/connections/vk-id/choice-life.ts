/** The merchant has so long to choose a community; VK's key lives for an hour. */
const CHOICE_LIFE_MS = 30 * 60_000;

/** Keys got before then are not offered for a choice any more. */
export const choiceSince = (nowMs: number): Date => new Date(nowMs - CHOICE_LIFE_MS);
