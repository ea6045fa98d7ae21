/**
 * What a question of a probe came to.
 * - `as_assumed` the vendor does what EvoSync is built on
 * - `differs` it does not, and EvoSync copes or a setting mends it
 * - `stops` it does not, and going live would break what must never happen
 * - `unknown` it could not be told
 */
export type FindingState = 'as_assumed' | 'differs' | 'stops' | 'unknown';

/** What was seen, and what follows. Sentences for the operator; never a token, never an address with one. */
export interface Verdict {
  readonly state: FindingState;
  readonly seen: string;
  readonly means: string;
  /** The setting or constant to change. */
  readonly change: string;
}

export const NOTHING = 'nothing to change';

/** A question the documents leave open. */
export interface Question {
  /** The point of the list of unsure things, and a word: `4.photos`. */
  readonly id: string;
  readonly asked: string;
  /** What EvoSync takes for granted, and what in it depends on that. */
  readonly assumes: string;
}

export interface Finding extends Question, Verdict {}

/** A question only a person can answer, with what to look at. */
export interface ByHand {
  readonly id: string;
  readonly asked: string;
  readonly todo: string;
}

export const asAssumed = (seen: string, means: string, change = NOTHING): Verdict => ({
  state: 'as_assumed',
  seen,
  means,
  change,
});
export const differs = (seen: string, means: string, change = NOTHING): Verdict => ({
  state: 'differs',
  seen,
  means,
  change,
});
export const stops = (seen: string, means: string, change: string): Verdict => ({
  state: 'stops',
  seen,
  means,
  change,
});
export const unknown = (seen: string): Verdict => ({
  state: 'unknown',
  seen,
  means: 'could not be told',
  change: 'ask again when the reason is gone',
});
