/** Puts values into the `{names}` of a sentence; a name without a value leaves nothing behind. */
export function fillSentence(sentence: string, values: Readonly<Record<string, unknown>>): string {
  return sentence
    .replace(/\{(\w+)\}/gu, (_, name: string) => (values[name] == null ? '' : String(values[name])))
    .replace(/ {2,}/gu, ' ')
    .trim();
}
