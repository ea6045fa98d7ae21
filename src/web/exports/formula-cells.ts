/** Signs a spreadsheet takes for the beginning of a formula; the same the CSV library guards against. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/u;
const GUARDED = /^'+[=+\-@\t\r＝＋－＠]/u;

/**
 * A text that begins with our own guard gets one more, so that taking one away always gives the text back. The library
 * itself guards those that begin like a formula.
 */
export const guardedText = (text: string): string => (GUARDED.test(text) ? `'${text}` : text);

/** A text from a table as it was before it was written there. */
export const unguardedText = (text: string): string => (GUARDED.test(text) ? text.slice(1) : text);

export const looksLikeFormula = (text: string): boolean => FORMULA.test(text);
