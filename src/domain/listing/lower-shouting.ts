/** Units behind a number, as they are written properly; by their capitals. */
const UNITS: ReadonlyMap<string, string> = new Map(
  'л мл г гр кг мг т м см мм шт уп пак пар мин Вт кВт Гц'.split(' ').map(unit => [unit.toUpperCase(), unit]),
);

/** Abbreviations that stay capital although they can be read as a word; those without a vowel need no list. */
const ACRONYMS: ReadonlySet<string> = new Set(
  'ГОСТ США СССР РФ ООО ОАО ЗАО ИП ПЭТ НДС ТУ ЭВА УФ ВАЗ УАЗ БАД ОСБ АКБ СПА'.split(' '),
);
const LITTLE_WORDS: ReadonlySet<string> = new Set(['А', 'В', 'И', 'К', 'О', 'С', 'У', 'Я']);
/** Nouns after which a single letter is a name: «витамин С». */
const LETTERED = /(?:витамин|групп|класс|категори|тип|сорт|размер|марк)\p{L}*\s$/iu;
const WORD = /\p{L}+/gu;

/**
 * A name all in capitals in small letters, first letter and quoted brands capital; units, abbreviations, Latin words of
 * up to three letters and letters glued to digits (articles) keep their form. Other names come back unchanged.
 */
export function lowerShouting(name: string): string {
  if (!isShouting(name)) return name;
  const lowered = name.replace(WORD, (word, at: number) =>
    lowerWord(word, name.slice(0, at), name.slice(at + word.length)),
  );
  return lowered.replace(
    /^([^\p{L}\p{N}]*)(\p{L})/u,
    (_, signs: string, letter: string) => signs + letter.toUpperCase(),
  );
}

/** Shouting: every Cyrillic word of three letters or more is in capitals, and one of them has at least four. */
function isShouting(name: string): boolean {
  const long = (name.match(WORD) ?? []).filter(word => word.length >= 3 && /^[А-ЯЁа-яё]+$/u.test(word));
  return long.some(word => word.length >= 4) && long.every(word => word === word.toUpperCase());
}

function lowerWord(word: string, before: string, after: string): string {
  if (word !== word.toUpperCase()) return word;
  if (/\d$/u.test(before)) return UNITS.get(word) ?? word;
  if (/^\d/u.test(after)) return word;
  const startsQuote = /(?:^|[\s(])["«“„']\s?$/u.test(before);
  const small = startsQuote ? word.charAt(0) + word.slice(1).toLowerCase() : word.toLowerCase();
  if (/^[A-Z]+$/u.test(word)) return word.length <= 3 ? word : word.charAt(0) + word.slice(1).toLowerCase();
  if (before.endsWith('/') || after.startsWith('/')) return small;
  const unit = word.length > 1 || /\d\s$/u.test(before) ? UNITS.get(word) : undefined;
  if (unit !== undefined) return unit;
  if (word.length === 1)
    return LITTLE_WORDS.has(word) && !LETTERED.test(before) && /\s/u.test(after.charAt(0)) ? small : word;
  return isAcronym(word) && !after.startsWith('.') ? word : small;
}

function isAcronym(word: string): boolean {
  return ACRONYMS.has(word) || (word.length <= 4 && !/[АЕЁИОУЫЭЮЯ]/u.test(word));
}
