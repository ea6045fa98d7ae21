import type { Struck } from '../script/strike-call.js';
import type { ShopItem } from '../world/shop.js';
import type { VkToken } from '../world/world.js';
import type { InnerOutcome } from './execute/run-execute.js';

/** What is known of a call so far. */
export interface Seen {
  method: string;
  /** Sandbox time of arrival, epoch ms. */
  at: number;
  token?: VkToken;
  params: Map<string, string>;
  inner: InnerOutcome[];
  touched: ShopItem[];
  struck?: Struck;
}
