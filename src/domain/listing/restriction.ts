import type { ReasonCode } from './reasons.js';
import { judgeTillType } from './till-type.js';
import type { ListingMember } from './types.js';

/** What makes a good restricted, with the values for its sentence. */
export interface Restriction {
  readonly code: Extract<ReasonCode, 'RESTRICTED_TYPE' | 'UNKNOWN_TYPE' | 'RESTRICTED_MARK' | 'RESTRICTED_WORD'>;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * The gravest restriction of any member, `null` if there is none: one restricted member restricts the listing.
 * `ownName` is the name the merchant gave in VK. `allowed` is the merchant's «это не такой товар»; it answers marks and
 * words, never a type.
 */
export function restrictionOf(
  members: readonly ListingMember[],
  ownName: string | null,
  findWord: (texts: readonly string[]) => string | null,
  allowed: boolean,
): Restriction | null {
  const verdicts = members.map(member => judgeTillType(member.product.type));
  const restricted = verdicts.find(verdict => verdict.verdict === 'restricted');
  if (restricted !== undefined) return { code: 'RESTRICTED_TYPE', params: { type: restricted.label } };
  const unknown = verdicts.find(verdict => verdict.verdict === 'unknown');
  if (unknown !== undefined) return { code: 'UNKNOWN_TYPE', params: { type: unknown.label } };
  if (allowed) return null;
  const mark = members.map(markOf).find(found => found !== null);
  if (mark != null) return { code: 'RESTRICTED_MARK', params: { mark } };
  const texts = members.flatMap(member => [member.product.name, ...member.groupPath]);
  const word = findWord(ownName === null ? texts : [...texts, ownName]);
  return word === null ? null : { code: 'RESTRICTED_WORD', params: { word } };
}

function markOf({ product }: ListingMember): string | null {
  if (product.isExcisable) return 'подакцизный товар';
  if (product.isAgeLimited) return 'ограничение по возрасту';
  const type = judgeTillType(product.type);
  return type.verdict === 'marked' ? type.label : null;
}
