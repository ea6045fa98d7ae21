import type { Sandbox } from '../sandbox.js';
import type { ShopItem } from '../world/shop.js';
import type { VkToken } from '../world/world.js';
import type { Params } from './params.js';

/** One method call after all general checks. */
export interface VkCall {
  sandbox: Sandbox;
  token: VkToken;
  params: Params;
  /** API version of the call. */
  version: string;
  /** Notes that this call made or changed the item. */
  touch: (item: ShopItem) => void;
}

/** What one VK method does; throws VkFailure for API errors. */
export type VkMethod = (call: VkCall) => unknown;

/** A method with the kind of token and the right it needs. */
export interface VkMethodEntry {
  run: VkMethod;
  /** `user`: community tokens get 27. `group`: user tokens get 15. */
  token: 'user' | 'group' | 'any';
  scope?: string;
}
