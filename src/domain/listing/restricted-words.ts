/** A word that marks a good as restricted wherever it stands. */
export interface RestrictedWord {
  readonly word: string;
  /** Drinks may be what a good is *for*: «бокал для вина», «снеки к пиву» pass. */
  readonly isDrink: boolean;
  /** Beginnings of the next word that give another meaning: «табак душистый» is a flower. */
  readonly notBefore: readonly string[];
}

const drink = (word: string): RestrictedWord => ({ word, isDrink: true, notBefore: [] });
const smoke = (word: string, ...notBefore: string[]): RestrictedWord => ({ word, isDrink: false, notBefore });

/**
 * Built-in words, always on, a second guard behind the till's types: only such as hardly ever mean something lawful.
 * Measured on real till names, a wide list of stems gave 1–2 % false alarms (facts/peers.md §5.5); hence this short one.
 */
export const RESTRICTED_WORDS: readonly RestrictedWord[] = [
  ...[
    'водка',
    'коньяк',
    'виски',
    'бренди',
    'текила',
    'ликёр',
    'вермут',
    'портвейн',
    'шампанск',
    'абсент',
    'настойка',
    'наливка',
    'медовуха',
    'сидр',
    'пиво',
    'вино',
    'ром',
    'джин-тоник',
    'алкоголь',
    'слабоалкоголь',
    'vodka',
    'whisky',
    'whiskey',
  ].map(drink),
  smoke('сигарет'),
  smoke('сигарил'),
  smoke('сигара'),
  smoke('папиросы'),
  smoke('табак', 'душист', 'крылат'),
  smoke('кальян'),
  smoke('вейп'),
  smoke('никотин'),
  smoke('насвай'),
  smoke('снюс'),
  smoke('vape'),
  smoke('iqos'),
  smoke('бад'),
];
