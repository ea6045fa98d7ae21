import type { ListingMember } from './types.js';

/**
 * Names of the folders a good lies in, root first. A group with attributes is no folder but one model with its variants
 * (Evotor shows it as one product), so it is left out: its parent is the album.
 */
export function foldersOf(member: ListingMember): readonly string[] {
  const isVariantGroup = (member.group?.attributes.length ?? 0) > 0;
  return isVariantGroup ? member.groupPath.slice(0, -1) : member.groupPath;
}
