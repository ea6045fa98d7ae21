/** What an Evotor product type means for publishing. */
export type TypeVerdict =
  | { readonly verdict: 'passes' }
  | { readonly verdict: 'restricted'; readonly label: string }
  | { readonly verdict: 'marked'; readonly label: string }
  | { readonly verdict: 'unknown'; readonly label: string };

/** Types known to be harmless. The list of the vendor grows; a new type is opened by a release only (spec §2). */
const PASSING: ReadonlySet<string> = new Set([
  'NORMAL',
  'SERVICE',
  'SHOES_MARKED',
  'PERFUME_MARKED',
  'PHOTOS_MARKED',
  'TYRES_MARKED',
  'LIGHT_INDUSTRY_MARKED',
  'DAIRY_MARKED',
  'WATER_MARKED',
  'BIKE_MARKED',
  'FUR_MARKED',
  'JEWELRY_MARKED',
  'JUICE_MARKED',
  'CAVIAR_MARKED',
  'GROCERIES_MARKED',
  'CANNED_FISH_MARKED',
]);

/** Parts of a type that may never be sold at a distance, with the word for the merchant. */
const FORBIDDEN: readonly (readonly [string, string])[] = [
  ['BEER', 'пиво'],
  ['ALCOHOL', 'алкоголь'],
  ['TOBACCO', 'табак'],
  ['NICOTINE', 'никотин'],
  ['MEDICINE', 'лекарства'],
  ['SUPPLEMENT', 'БАД'],
];

/** Judges a type as the till sent it; an absent one is unknown. */
export function judgeTillType(type: string | null): TypeVerdict {
  const code = type?.trim().toUpperCase() ?? '';
  if (code === '') return { verdict: 'unknown', label: 'не указан' };
  if (code === 'NOT_ALCOHOL_BEER_MARKED') return { verdict: 'marked', label: 'безалкогольное пиво' };
  const claims = code.replaceAll('NOT_ALCOHOL', '-');
  // «ALCOHOL_NOT_MARKED» is alcohol without a mark: only the exact words NOT_ALCOHOL mean there is none.
  const forbidden = FORBIDDEN.find(([part]) => claims.includes(part));
  if (forbidden !== undefined) return { verdict: 'restricted', label: `${forbidden[1]} (${code})` };
  return PASSING.has(code) ? { verdict: 'passes' } : { verdict: 'unknown', label: code };
}
