import type { Random } from '../../sandbox/world/random.js';
import type { ChaosEnv } from '../chaos-env.js';
import type { ChaosMerchant } from '../merchant/chaos-merchant.js';

/** How big a run is; the short form fits `npm test`. */
export interface Size {
  readonly goods: number;
  /** Times the worker is killed. */
  readonly kills: number;
  readonly isShort: boolean;
}

export interface Stage {
  readonly env: ChaosEnv;
  readonly merchant: ChaosMerchant;
  /** The scenario's own stream: the same seed gives the same goods, faults and moments. */
  readonly random: Random;
  readonly size: Size;
  /** `performance.now()` after which it counts as not converged. */
  readonly deadline: number;
  /** Orders faults for this merchant alone; answers how to lift them. Their draws follow from the scenario's seed. */
  faults(...rules: readonly object[]): Promise<() => Promise<void>>;
  /** A claim of the scenario's own beside the comparison of the shops. */
  readonly claim: (holds: boolean, sentence: string) => void;
}

export interface Scenario {
  readonly name: string;
  /** What goes wrong. */
  readonly what: string;
  /** Disturbs servers that all merchants share: runs alone. The others run side by side. */
  readonly isViolent: boolean;
  /** Seconds until it must have converged, short and long form. */
  readonly seconds: { readonly short: number; readonly long: number };
  /** Makes the trouble and ends it; the runner then lets the merchant converge and compares the shops. */
  play(stage: Stage): Promise<void>;
}
