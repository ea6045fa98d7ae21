import type { Config } from './config.js';

/** What the listing rules take from the configuration. */
export function listingDefaults(config: Config): { defaultCategoryId: number; fixedStock: number } {
  return { defaultCategoryId: config.vk.categoryId, fixedStock: config.vk.stockAmount };
}
