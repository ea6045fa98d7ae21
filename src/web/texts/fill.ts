/** Puts values into the `{names}` of a sentence; a name without a value leaves nothing behind. */
export function fillSentence(sentence: string, values: Readonly<Record<string, unknown>>): string {
  return sentence
    .replace(/\{(\w+)\}/gu, (_, name: string) => {
      const value = values[name];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    })
    .replace(/ {2,}/gu, ' ')
    .trim();
}
