import type { NoticeNature } from './causes.js';

/** At most one letter tells of a cause within so long (spec: one per cause per six hours). */
export const LETTER_EVERY_MS = 6 * 3_600_000;
/** A trouble must be over for so long before «снова работает» goes out: what flickers is not over. */
export const SETTLED_AFTER_MS = 2 * 60_000;
/** «Снова работает» is news for a day; later it would only puzzle. */
const RECOVERY_IS_NEWS_MS = 24 * 3_600_000;

/** What is known of one cause of one merchant. Times are epoch milliseconds. */
export interface CauseState {
  readonly cause: string;
  readonly nature: NoticeNature;
  /** A notice of it is open. */
  readonly isOpen: boolean;
  /** An open notice of it has not been in a letter yet. */
  readonly hasUntold: boolean;
  /** When its last notice was closed; `null` = none was. */
  readonly closedAtMs: number | null;
  /** When the last letter told of it; `null` = none did. */
  readonly toldAtMs: number | null;
  /** A letter told of it, and none has said yet that it is over. */
  readonly owesRecovery: boolean;
}

/** Causes for one letter. */
export interface LettersDue {
  readonly tell: readonly string[];
  readonly recovered: readonly string[];
}

/**
 * What a letter sent now has to say. A cause is told of when it opens, and again only if it opens anew and six hours have
 * passed; a trouble that was told of is said to be over once, when it has been over for a little while.
 */
export function lettersDue(states: readonly CauseState[], nowMs: number): LettersDue {
  return {
    tell: states.filter(state => isToBeTold(state, nowMs)).map(({ cause }) => cause),
    recovered: states.filter(state => isOver(state, nowMs)).map(({ cause }) => cause),
  };
}

function isToBeTold({ isOpen, hasUntold, toldAtMs }: CauseState, nowMs: number): boolean {
  return isOpen && hasUntold && (toldAtMs === null || nowMs - toldAtMs >= LETTER_EVERY_MS);
}

function isOver({ nature, isOpen, closedAtMs, owesRecovery }: CauseState, nowMs: number): boolean {
  if (nature !== 'trouble' || isOpen || !owesRecovery || closedAtMs === null) return false;
  const overForMs = nowMs - closedAtMs;
  return overForMs >= SETTLED_AFTER_MS && overForMs < RECOVERY_IS_NEWS_MS;
}

/** How long a letter that the mail server did not take waits for its next try: a minute at first, an hour at most. */
export const mailRestMs = (attempts: number): number => Math.min(3_600_000, 60_000 * 2 ** Math.min(attempts, 6));
