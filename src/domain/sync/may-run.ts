/** What decides whether a run may start. */
export interface RunFacts {
  readonly kind: 'sync' | 'preview' | 'pilot' | 'undo' | 'disconnect';
  /** Started by the clock or a webhook, not by a person. */
  readonly isAutomatic: boolean;
  readonly isMerchant: boolean;
  readonly isActive: boolean;
  readonly isConnected: boolean;
  /** A vendor refused the token: only a person's new try may find out whether that is over. */
  readonly isBlocked: boolean;
  readonly isEnabled: boolean;
  readonly isConfirmed: boolean;
  readonly isPaused: boolean;
  /** Goods of several stores are alike, and the merchant has not said yet how they are merged. */
  readonly mustChooseMerge: boolean;
}

/** The first reason against a run, or `null`. Preview and pilot need only both connections and a click (spec §3). */
export function refusalOf(facts: RunFacts): string | null {
  if (!facts.isMerchant) return 'SYNC.NOT_A_MERCHANT';
  if (!facts.isActive) return 'ACCOUNT.SUSPENDED';
  if (!facts.isConnected) return 'SYNC.NOT_CONNECTED';
  if (facts.kind === 'preview') return null;
  // What was published by one key is hard to publish by another: a try must not come before the choice either.
  if (facts.mustChooseMerge && (facts.kind === 'sync' || facts.kind === 'pilot')) return 'SYNC.MERGE_NOT_CHOSEN';
  if (facts.kind === 'pilot') return null;
  // Somebody who leaves is let go, whatever state the exchange is in.
  if (facts.kind === 'disconnect') return facts.isAutomatic && facts.isBlocked ? 'SYNC.BLOCKED' : null;
  if (!facts.isConfirmed) return 'SYNC.NOT_CONFIRMED';
  if (!facts.isEnabled) return 'SYNC.DISABLED';
  if (facts.isPaused) return 'SYNC.PAUSED';
  return facts.isAutomatic && facts.isBlocked ? 'SYNC.BLOCKED' : null;
}
