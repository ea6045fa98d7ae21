/** Limits of a shop that are numbers; VK publishes none of them. */
export const LEARNABLE = ['items', 'albums', 'itemsPerAlbum', 'addsPerDay'] as const;
export type Learnable = (typeof LEARNABLE)[number];

/** Numbers a shop has shown by refusing more, each with the moment it did, epoch milliseconds. */
export interface LearntNumbers {
  readonly items?: number;
  readonly albums?: number;
  readonly itemsPerAlbum?: number;
  readonly addsPerDay?: number;
  readonly learntAt?: Readonly<Partial<Record<Learnable, number>>>;
}

/** How long a learnt number holds before VK is asked again: limits are lifted as a shop grows, and nobody says so. */
export const LEARNT_HOLDS_MS = 24 * 3_600_000;

/** The numbers that hold at a moment; one learnt longer than a day ago costs one refused call to learn again. */
export function limitsInForce(learnt: LearntNumbers, nowMs: number): Partial<Record<Learnable, number>> {
  const inForce: Partial<Record<Learnable, number>> = {};
  for (const name of LEARNABLE) {
    const value = learnt[name];
    const at = learnt.learntAt?.[name];
    if (value !== undefined && (at === undefined || nowMs < at + LEARNT_HOLDS_MS)) inForce[name] = value;
  }
  return inForce;
}

/** The numbers after one more refusal. A limit of nothing at all is none: something else was wrong. */
export function withLearnt<L extends LearntNumbers>(learnt: L, name: Learnable, value: number, nowMs: number): L {
  if (value <= 0) return learnt;
  return { ...learnt, [name]: value, learntAt: { ...learnt.learntAt, [name]: nowMs } };
}
