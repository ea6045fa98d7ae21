/** How a run ended; `parked` is rest, not failure. */
export type JobOutcome = 'success' | 'partial' | 'failed' | 'parked' | 'cancelled' | 'unchanged' | 'awaiting_approval';

/** Why a run stopped before its plan was done. */
export type StopReason =
  | { readonly kind: 'parked'; readonly code: string; readonly resumeAtMs: number }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'cancelled'; readonly code: string };

export interface JobFacts {
  readonly stop: StopReason | null;
  readonly planned: number;
  readonly failedOperations: number;
  /** A store's read ended early (402 is not counted: that store rests by itself). */
  readonly hasIncompleteStore: boolean;
}

/** The job's final status. */
export function jobOutcome(facts: JobFacts): JobOutcome {
  if (facts.stop) return facts.stop.kind;
  if (facts.failedOperations > 0 || facts.hasIncompleteStore) return 'partial';
  return facts.planned === 0 ? 'unchanged' : 'success';
}

/** Whether a job did what could be done, rather than being held, put off or ended on the way. */
export function isThrough(outcome: JobOutcome): boolean {
  return outcome === 'success' || outcome === 'partial' || outcome === 'unchanged';
}

/** Kinds of job the clock takes up again after a rest; the others are the merchant's own press of a button. */
const TAKEN_UP_AGAIN: readonly string[] = ['sync', 'disconnect'];

/** Whether a parked job goes on by itself at its resume time, or has to be asked for again then, as a run of chosen goods. */
export function goesOnByItself(kind: string, isPartial: boolean): boolean {
  return TAKEN_UP_AGAIN.includes(kind) && !isPartial;
}

/** Codes after which only the merchant can make it go on: the command line ends with 3. */
const NEEDS_PERSON: readonly string[] = [
  'VK.CAPTCHA',
  'VK.TOKEN_REVOKED',
  'VK.TOKEN_EXPIRED',
  'VK.TOKEN_OTHER_ADDRESS',
  'VK_ID.GRANT_REJECTED',
  'VK.VALIDATION_NEEDED',
  'VK.GROUP_TOKEN',
  'EVOTOR.TOKEN_REJECTED',
  'EVOTOR.RIGHT_MISSING',
  'SYNC.DISABLED',
  'SYNC.NOT_CONFIRMED',
  'SYNC.MERGE_NOT_CHOSEN',
  'SYNC.NOT_CONNECTED',
  'SYNC.PAUSED',
];

/** Whether a stop waits for a person (reconnect, captcha, confirmation) rather than for time or for us. */
export function needsPerson(code: string | null): boolean {
  return code !== null && NEEDS_PERSON.includes(code);
}
