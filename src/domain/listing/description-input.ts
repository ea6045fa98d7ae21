import type { DescriptionInput } from './listing-description.js';
import type { ListingContext, ListingMember } from './types.js';

/** What the description of a listing is made of: what is known of it already, its first member, and what was set for it. */
export const descriptionInput = (
  { product }: ListingMember,
  known: Pick<DescriptionInput, 'name' | 'groupName' | 'unit'>,
  { settings, overrides }: ListingContext,
): DescriptionInput => ({
  ...known,
  tillText: product.description,
  articleNumber: product.articleNumber,
  template: settings.descriptionTemplate,
  ownText: overrides.description,
});
