import type { Line } from './line.js';

/** One measurement on servers that wait for it. */
export interface Bench {
  readonly name: string;
  readonly what: string;
  /** Goods of the merchant unless `--goods` says otherwise. */
  readonly goods: number;
  measure(goods: number): Promise<readonly Line[]>;
}
