/** One abbreviation, ready to look for. */
interface Abbreviation {
  readonly short: string;
  readonly full: string;
}

const LETTER = /\p{L}/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/**
 * A function that writes abbreviations out, longest first, whole words only, without regard to case. A short form that
 * ends in a dot or slash may be glued to what follows («р.38», «д/рук»), and any may be glued to a number («100гр»);
 * a space is put between. Expanded text is not looked at again, and is to be cleaned like any other.
 */
export function abbreviationExpander(list: readonly (readonly [string, string])[]): (name: string) => string {
  const known = list
    .map(([short, full]): Abbreviation => ({ short: short.trim().toLowerCase(), full: full.trim() }))
    .filter(({ short, full }) => short !== '' && full !== '')
    .sort((a, b) => b.short.length - a.short.length);
  return name => {
    const small = name.toLowerCase();
    let out = '';
    let at = 0;
    while (at < name.length) {
      const found = startsWord(name, at) ? known.find(({ short }) => standsAt(small, at, short)) : undefined;
      if (found === undefined) {
        out += name.charAt(at);
        at += 1;
        continue;
      }
      const end = at + found.short.length;
      const gapBefore = /[\p{N}.]$/u.test(out) ? ' ' : '';
      const gapAfter = LETTER_OR_DIGIT.test(name.charAt(end)) ? ' ' : '';
      out += `${gapBefore}${at === 0 ? capitalised(found.full) : found.full}${gapAfter}`;
      // A full stop after a short form listed without one belongs to it.
      at = name.charAt(end) === '.' && !found.short.endsWith('.') ? end + 1 : end;
    }
    return out;
  };
}

function startsWord(text: string, at: number): boolean {
  return !/[\p{L}/-]/u.test(text.charAt(at - 1));
}

function standsAt(small: string, at: number, short: string): boolean {
  if (!small.startsWith(short, at)) return false;
  const next = small.charAt(at + short.length);
  return /[./]$/u.test(short) || !(LETTER.test(next) || next === '/' || next === '-');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
