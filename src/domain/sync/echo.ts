import { UNKNOWN_DIGEST, type Field } from './compact.js';
import { ALL_UNKNOWN, digestOf, withDigests } from './digests.js';
import { isOverwritten } from './drift.js';

/** Stands for the echo of a value VK never showed as ours: differs from every reading, so it is a drift. */
export const NOT_OURS = '!'.repeat(UNKNOWN_DIGEST.length);

/** What is known of one good at a full read, besides the digests. */
export interface EchoFacts {
  /** Digests of what was sent; `null` = nothing was. */
  readonly sent: string | null;
  /** Fields in which VK shows what was sent, but for what VK always changes (spaces, entities, whole roubles). */
  readonly plain: readonly Field[];
  /** Fields that were overwritten time and again and read the same as before all the same: that is VK's own way with them. */
  readonly stubborn: readonly Field[];
  /** Nothing was sent for so long that VK's lists cannot be behind any more. */
  readonly isSettled: boolean;
}

/**
 * The echo of a good after a full read: fields whose echo is unknown get it now. A value that plainly is what was sent is
 * taken at once; another one of a text only when lists cannot lag any more, for it may still be the former value; a price
 * or stock that is not ours was changed by somebody and is never taken for an echo.
 */
export function nextEcho(echo: string | null, inVk: string, facts: EchoFacts): string {
  const { sent } = facts;
  if (sent === null) return ALL_UNKNOWN;
  return withDigests(echo ?? ALL_UNKNOWN, field => {
    const [known, shown] = [digestOf(echo ?? ALL_UNKNOWN, field), digestOf(inVk, field)];
    if (known !== UNKNOWN_DIGEST || shown === UNKNOWN_DIGEST) return known;
    // Nothing was sent for this field, so nothing can come back.
    if (digestOf(sent, field) === UNKNOWN_DIGEST) return known;
    if (facts.plain.includes(field) || facts.stubborn.includes(field)) return shown;
    if (isOverwritten(field)) return NOT_OURS;
    return facts.isSettled ? shown : known;
  });
}
