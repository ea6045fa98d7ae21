import type { ListingKey } from '../brand.js';
import { selectionSentence } from '../selection/selection-sentence.js';
import type { Effective } from '../selection/types.js';
import type { NotListed } from './types.js';

/** Why a good that the merchant's rules leave out is not in VK. */
export function notSelected(key: ListingKey, effective: Effective): NotListed {
  return { kind: 'not_listed', key, code: 'NOT_SELECTED', params: { why: selectionSentence(effective) } };
}
