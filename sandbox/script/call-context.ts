import type { ArmedRule } from '../world/faults.js';
import type { Random } from '../world/random.js';
import type { ShopItem } from '../world/shop.js';
import type { VkToken } from '../world/world.js';

/** The call an action was set off by. */
export interface CallContext {
  rule: ArmedRule;
  /** Stream for `random` aims. */
  choice: Random;
  merchantId: string | undefined;
  token?: VkToken | undefined;
  params: ReadonlyMap<string, unknown> | undefined;
  touched: readonly ShopItem[];
}
